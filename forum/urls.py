"""Addresses of the forum: one include a noun."""

from django.urls import include, path

from forum.topics.urls import categories

urlpatterns = [
    path("", include("forum.pages.urls")),
    path("", include(categories)),
    path("", include("forum.topics.urls")),
    path("meetups/", include("forum.meetups.urls")),
    path("", include("forum.notifications.urls")),
    path("", include("forum.profiles.urls")),
    path("", include("forum.reactions.urls")),
    path("search/", include("forum.search.urls")),
    path("preferences/", include("forum.preferences.urls")),
]

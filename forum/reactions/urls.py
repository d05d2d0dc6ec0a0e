"""Addresses of reactions and bookmarks."""

from django.urls import path

from forum.reactions import views

app_name = "reactions"
urlpatterns = [
    path("p/<int:post_id>/react/", views.react, name="react"),
    path("p/<int:post_id>/reactions/", views.reactions, name="list"),
    path("p/<int:post_id>/bookmark/", views.bookmark, name="bookmark"),
    path("bookmarks/", views.bookmarks, name="bookmarks"),
    path("bookmarks/<int:pk>/remove/", views.remove, name="remove"),
]

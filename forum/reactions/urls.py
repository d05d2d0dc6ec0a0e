"""Addresses of reactions and bookmarks."""

from django.urls import path

from forum.reactions import views

app_name = "reactions"
urlpatterns = [
    path("p/<int:post_id>/react/", views.react, name="react"),
    path("p/<int:post_id>/reactions/", views.reactions, name="list"),
]

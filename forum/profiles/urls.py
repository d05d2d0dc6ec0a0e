"""Addresses of profiles."""

from django.urls import path

from forum.profiles import views

app_name = "profiles"
urlpatterns = [
    path("@<str:username>/", views.profile, name="profile"),
]

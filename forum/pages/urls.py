"""Addresses of the pages that belong to no noun."""

from django.urls import path

from forum.pages import views

app_name = "pages"
urlpatterns = [
    path("", views.front, name="front"),
    path("help/", views.help_page, name="help"),
]

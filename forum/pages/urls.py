"""Addresses of the pages that belong to no noun."""

from django.urls import path

from forum.pages import views

app_name = "pages"
urlpatterns = [
    path("", views.front, name="front"),
    path("help/", views.help_page, name="help"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("forget/", views.forget, name="forget"),
    path("forget/done/", views.forgotten, name="forgotten"),
    path("offline/", views.offline, name="offline"),
    path("app/<str:look>.webmanifest", views.manifest, name="manifest"),
    path("robots.txt", views.robots, name="robots"),
    path("sw.js", views.worker, name="worker"),
]

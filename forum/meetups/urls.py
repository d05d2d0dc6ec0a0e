"""Addresses of meetups."""

from django.urls import path

from forum.meetups import views

app_name = "meetups"
urlpatterns = [
    path("", views.meetups, name="list"),
    path("new/", views.new, name="new"),
    path("<int:pk>/register/", views.register, name="register"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
    path("<int:pk>/join/", views.join, name="join"),
    path("<int:pk>/guests/", views.guests, name="guests"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>.ics", views.ics, name="ics"),
]

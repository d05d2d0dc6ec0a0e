"""Addresses of leaving at once, and of coming back."""

from django.urls import path

from accounts import views

app_name = "leaving"
urlpatterns = [
    path("leave/", views.leave, name="leave"),
    path("leave/about/", views.about, name="about"),
    path("leave/back/", views.come_back, name="back"),
]

"""Addresses of preferences."""

from django.urls import path

from forum.preferences import views

app_name = "preferences"
urlpatterns = [
    path("", views.preferences, name="preferences"),
    path("claim/<int:pk>/", views.claim, name="claim"),
    path("emoji/", views.emoji, name="emoji"),
]

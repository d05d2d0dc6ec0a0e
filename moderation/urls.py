"""Addresses of the moderators' pages."""

from django.urls import URLPattern

app_name = "moderation"
urlpatterns: list[URLPattern] = []

"""Addresses of topics and posts."""

from django.urls import URLPattern

app_name = "topics"
urlpatterns: list[URLPattern] = []

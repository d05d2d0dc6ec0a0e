"""Addresses of the site: one include an app."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("forum.urls")),
    path("moderation/", include("moderation.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
]

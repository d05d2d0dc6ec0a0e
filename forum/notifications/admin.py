"""Notifications as administrators see them: whether someone was told, and nobody's words."""

from django.contrib import admin

from forum.notifications.models import Notification
from outbox.admin import LookOnly


@admin.register(Notification)
class NotificationAdmin(LookOnly):
    """Who was told of what, why and when."""

    list_display = ("key", "reason", "recipient", "created_at")
    list_filter = ("reason",)
    list_select_related = ("recipient",)
    fields = list_display
    ordering = ("-created_at",)

"""Notifications as administrators see them: whether someone was told, and nobody's words."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from forum.notifications.models import Notification


@admin.register(Notification)
class NotificationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # Django knows the argument to its stubs only
    """Who was told of what, why and when; looked at, never written."""

    list_display = ("key", "reason", "recipient", "created_at")
    list_filter = ("reason",)
    list_select_related = ("recipient",)
    fields = list_display
    ordering = ("-created_at",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: only what happens in the forum writes these rows."""
        del request
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse: what was said was said."""
        del request, obj
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse: they go with the account or the topic."""
        del request, obj
        return False

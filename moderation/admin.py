"""The log as administrators look at it; nobody writes here."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from moderation.models import Act


@admin.register(Act)
class ActAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Acts, read only."""

    list_display = ("acted_at", "verb", "actor", "persona", "topic_id", "post_id", "origin")
    list_filter = ("verb", "origin")
    list_select_related = ("actor", "persona")
    search_fields = ("persona__name", "actor__username", "why")
    date_hierarchy = "acted_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: acts write their own rows."""
        del request
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse: the log only grows."""
        del request, obj
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse: the log only grows."""
        del request, obj
        return False

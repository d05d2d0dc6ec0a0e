"""The log as administrators look at it; nobody writes here."""

from django.contrib import admin

from moderation.models import Act
from outbox.admin import LookOnly


@admin.register(Act)
class ActAdmin(LookOnly):
    """Acts."""

    list_display = ("acted_at", "verb", "actor", "persona", "topic_id", "post_id", "origin")
    list_filter = ("verb", "origin")
    list_select_related = ("actor", "persona")
    search_fields = ("persona__name", "actor__username", "why")
    date_hierarchy = "acted_at"

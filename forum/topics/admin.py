"""Categories as administrators keep them, and topics and posts as they look at them."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from forum.categories.actions import describe_category, hold_first_posts, open_category
from forum.categories.models import Category
from forum.topics.actions import set_audience, set_language
from forum.topics.models import Post, Topic, Version
from outbox.admin import LookOnly


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # Django knows the argument to its stubs only
    """Categories: made and described here; their topics follow their audience at once."""

    list_display = ("name", "audience", "position", "slug")
    list_filter = ("audience",)
    search_fields = ("name", "description")
    ordering = ("position", "pk")
    prepopulated_fields = {"slug": ("name",)}
    fieldsets = (
        (None, {"fields": ("name", "slug", "description", "position")}),
        (
            _("Who can read it"),
            {
                "fields": ("audience",),
                "description": _(
                    "A narrower choice takes every topic in the category away from the others at once. "
                    "A wider one gives each topic back to those it was written for, and never to more: "
                    "where anyone wrote while it was for fewer, it stays with those."
                ),
            },
        ),
        (
            _("What people write in it"),
            {
                "fields": ("holds_first_posts", "language"),
                "description": _(
                    "The search knows the word forms of this language: whoever looks for “drinking” finds “drinks”. "
                    "After a change a large category takes some minutes."
                ),
            },
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        """Keep the address of a category that is there."""
        del request
        return ("slug",) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Model | None = None) -> dict[str, Any]:
        """Propose an address for a new category only."""
        return {} if obj else dict(super().get_prepopulated_fields(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse: topics stand in it."""
        del request, obj
        return False

    def save_model(self, request: HttpRequest, obj: Category, form: Any, change: bool) -> None:  # noqa: ANN401, FBT001 - Django's own signature
        """Hand each change to its action."""
        del request, form
        if not change:
            made = open_category(
                name=obj.name,
                slug=obj.slug,
                description=obj.description,
                audience=obj.audience,
                position=obj.position,
                language=obj.language,
                holds_first_posts=obj.holds_first_posts,
            )
            obj.pk = made.pk
            return
        describe_category(category=obj, name=obj.name, description=obj.description, position=obj.position)
        hold_first_posts(category=obj, holds=obj.holds_first_posts)
        set_audience(category=obj, audience=obj.audience)
        set_language(category=obj, language=obj.language)


@admin.register(Topic)
class TopicAdmin(LookOnly):
    """Topics, read only."""

    list_display = ("title", "category", "audience", "status", "reply_count", "created_at", "activity_at")
    list_filter = ("category", "audience", "status")
    list_select_related = ("category",)
    search_fields = ("title",)
    date_hierarchy = "created_at"
    ordering = ("-activity_at",)
    fields = (*list_display, "written_for", "last_number", "closed_at", "pinned_at")


class VersionInline(admin.TabularInline):  # type: ignore[type-arg]  # as above
    """Earlier wordings of a post."""

    model = Version
    fields = readonly_fields = ("number", "persona", "created_at", "source")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse: an edit writes its own version."""
        del request, obj
        return False


@admin.register(Post)
class PostAdmin(LookOnly):
    """Posts with their versions, read only."""

    list_display = ("__str__", "persona", "status", "version", "created_at", "edited_at")
    list_filter = ("status",)
    list_select_related = ("persona",)
    search_fields = ("persona__name",)
    date_hierarchy = "created_at"
    ordering = ("-created_at",)
    fields = ("topic", "number", "updates", "persona", "status", "created_at", "edited_at", "source")
    inlines = (VersionInline,)

"""People as administrators see them: looked at, given a role, let in or kept out; never written for."""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import actions
from accounts.models import Persona, User
from outbox.admin import LookOnly


@admin.register(User)
class UserAdmin(LookOnly):
    """Accounts: their role and whether they may log in can be changed, and nothing else."""

    list_display = ("username", "role", "is_active", "created_at", "last_login")
    list_filter = ("role", "is_active", "created_at")
    search_fields = ("username", "email")
    search_help_text = _("Pseudonym or address")
    ordering = ("-created_at",)
    date_hierarchy = "created_at"
    readonly_fields = ("username", "email", "created_at", "last_login", "time_zone", "groups_of_role")
    fieldsets = (
        (None, {"fields": ("username", "email", "time_zone", "created_at", "last_login")}),
        (
            _("What they may do"),
            {
                "fields": ("role", "groups_of_role", "is_active"),
                "description": _("The role brings its group, its permissions and its badge with it."),
            },
        ),
    )

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Allow it, except on oneself: the last administrator could lock the door from outside."""
        return obj is None or obj.pk != request.user.pk

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: ANN401, FBT001 - Django's own signature
        """Hand each change to its action."""
        del request, change
        if "role" in form.changed_data:
            actions.set_role(obj, obj.role)
        if "is_active" in form.changed_data:
            actions.set_active(obj, is_active=obj.is_active)

    @admin.display(description=_("groups"))
    def groups_of_role(self, user: User) -> str:
        """Return the groups that the role brought, which nobody sets by hand."""
        return ", ".join(user.groups.values_list("name", flat=True)) or "–"


@admin.register(Persona)
class PersonaAdmin(LookOnly):
    """Who speaks, and which account stands behind it."""

    list_display = ("name", "badge", "user", "created_at")
    list_filter = ("badge",)
    list_select_related = ("user",)
    search_fields = ("name",)
    ordering = ("-created_at",)
    fields = ("name", "user", "badge", "colour", "about", "created_at")


class AddressAdmin(LookOnly):
    """Addresses that members gave, and whether they typed the code."""

    list_display = ("email", "user", "primary", "verified")
    list_filter = ("verified", "primary")
    search_fields = ("email", "user__username")
    fields = list_display

    def get_queryset(self, request: HttpRequest) -> QuerySet[EmailAddress]:
        """Return them with their accounts, in one query."""
        return super().get_queryset(request).select_related("user")


admin.site.unregister(EmailAddress)
admin.site.register(EmailAddress, AddressAdmin)
# Groups follow roles; set by hand they would fall out of step.
admin.site.unregister(Group)

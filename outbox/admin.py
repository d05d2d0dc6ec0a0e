"""Pages that only look; among them what was set aside, which staff may run again."""

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from outbox import deliver, mail
from outbox.models import Delivery, Letter


class LookOnly(admin.ModelAdmin):  # type: ignore[type-arg]  # Django knows the argument to its stubs only
    """A page on which nothing can be made, changed or deleted: the admin looks, actions write."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: only what happens in the forum writes rows."""
        del request
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse: what people wrote is theirs."""
        del request, obj
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse: what hangs on a row would hang in the air."""
        del request, obj
        return False


class SetAsideAdmin(LookOnly):
    """Shows what was set aside, and changes nothing but whether it runs again."""

    actions = ("run_again",)

    def has_run_again_permission(self, request: HttpRequest) -> bool:
        """Allow it to those who may change such rows."""
        return request.user.has_perm(f"outbox.change_{self.opts.model_name}")


@admin.register(Delivery)
class DeliveryAdmin(SetAsideAdmin):
    """Events that a handler failed on too often."""

    list_display = ("event", "handler", "last_error", "attempts", "occurred_at", "set_aside_at")
    fields = (*list_display, "payload")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        """Return what was set aside."""
        return super().get_queryset(request).filter(set_aside_at__isnull=False)

    @admin.action(description=_("Run again"), permissions=["run_again"])
    def run_again(self, request: HttpRequest, rows: QuerySet[Delivery]) -> None:
        """Make the chosen deliveries due."""
        _tell(request, deliver.run_again(rows.values_list("pk", flat=True)))


@admin.register(Letter)
class LetterAdmin(SetAsideAdmin):
    """Letters that no server would have; the person and the payload are nobody's business here."""

    list_display = ("kind", "outcome", "failures", "attempts", "due_at")
    fields = list_display

    def get_queryset(self, request: HttpRequest) -> QuerySet[Letter]:
        """Return what was set aside."""
        return super().get_queryset(request).filter(state=Letter.State.SET_ASIDE)

    @admin.action(description=_("Run again"), permissions=["run_again"])
    def run_again(self, request: HttpRequest, rows: QuerySet[Letter]) -> None:
        """Make the chosen letters due."""
        _tell(request, mail.run_again(rows.values_list("pk", flat=True)))


def _tell(request: HttpRequest, count: int) -> None:
    text = ngettext("%(count)d row will be run again.", "%(count)d rows will be run again.", count)
    messages.success(request, text % {"count": count})

"""The help page as administrators write it."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from forum.markup.render import TooMuchError
from forum.pages import actions, words
from forum.pages.models import HelpPage


class HelpPageForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own takes none while running
    """Shape only."""

    class Meta:
        model = HelpPage
        fields = ("emergency_number", "source")
        widgets = {"source": forms.Textarea({"rows": 40, "cols": 100})}
        help_texts = {
            "emergency_number": _(
                "The one of your country, as it is dialled: 112. It stands at the top of the page. "
                "Leave it empty, and the numbers of several countries stand there."
            ),
            "source": _(
                "Written as a post is: ## begins a heading, - a list. What to do when someone is in danger stands "
                "above it in any case. Leave it empty, and our own words stand there again."
            ),
        }

    def clean_emergency_number(self) -> str:
        """Refuse what no telephone dials."""
        number: str = self.cleaned_data["emergency_number"]
        if number and not any(sign.isdecimal() and sign.isascii() for sign in number):
            raise ValidationError(_("Write the number in digits, as it is dialled."))
        return number

    def clean_source(self) -> str:
        """Refuse what the renderer would not read."""
        source: str = self.cleaned_data["source"]
        try:
            words.render_help(source)
        except TooMuchError as error:
            raise ValidationError(_("This is more than fits on one page.")) from error
        return source


@admin.register(HelpPage)
class HelpPageAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # Django knows the argument to its stubs only
    """One page, always there; who changed it and when is told by its history."""

    form = HelpPageForm
    list_display = ("__str__", "emergency_number", "edited_at")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Begin with our own words."""
        del request
        return {"source": words.our_help()}

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse a second one."""
        return super().has_add_permission(request) and not HelpPage.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse: leaving it empty brings our own words back."""
        del request, obj
        return False

    def save_model(self, request: HttpRequest, obj: HelpPage, form: Any, change: bool) -> None:  # noqa: ANN401, FBT001 - Django's own signature
        """Hand each change to its action."""
        del request, form, change
        actions.write_help(emergency_number=obj.emergency_number, source=obj.source)
        obj.pk = HelpPage.ONLY

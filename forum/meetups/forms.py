"""What is asked of whoever announces a meetup."""

from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from forum import moments
from forum.categories.models import Category
from forum.meetups import rules
from forum.meetups.models import Meetup
from forum.topics.forms import KeyField, LocalTimeField, TitleField, WordsField
from forum.topics.words import tidy_title

LENGTH = _("Give the length in whole minutes, from 5 to 1440.")
SEATS = _("Give the seats as a whole number from 1 to 100000, or leave this empty.")
A_WEB_ADDRESS = _("Give a web address that starts with https://")
A_CATEGORY = _("Choose a category from the list.")


class PlanForm(forms.Form):
    """When, how long, for how many and where."""

    theme = forms.CharField(
        label=_("Theme"),
        max_length=150,
        required=False,
        error_messages={"max_length": _("Keep the theme to 150 characters or fewer.")},
    )
    starts_at = LocalTimeField(
        label=_("Start"),
        help_text=_("Date and time as your own clock shows them."),
        error_messages={"required": _("Enter the date and time at which it starts.")},
    )
    timezone = forms.CharField(
        label=_("Time zone"),
        widget=forms.Select(),
        error_messages={"required": moments.CHOOSE_A_ZONE},
    )
    duration_minutes = forms.IntegerField(
        label=_("Length in minutes"),
        min_value=5,
        max_value=1440,
        initial=60,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), LENGTH),
    )
    capacity = forms.IntegerField(
        label=_("Seats"),
        help_text=_("Leave it empty if everyone is welcome."),
        min_value=1,
        max_value=100_000,
        required=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), SEATS),
    )
    join_url = forms.URLField(
        label=_("Join link"),
        help_text=_("Only people who registered are led there, from 15 minutes before the start. It is shown nowhere."),
        max_length=500,
        assume_scheme="https",
        error_messages={
            "required": A_WEB_ADDRESS,
            "invalid": A_WEB_ADDRESS,
            "max_length": _("Keep the join link to 500 characters or fewer."),
        },
    )

    def __init__(self, *args: Any, zone: str = "", **kwargs: Any) -> None:
        """Offer every zone, with `zone` chosen."""
        super().__init__(*args, **kwargs)
        self.fields["timezone"].widget.choices = [(name, name.replace("_", " ")) for name in moments.zones()]
        self.fields["timezone"].initial = zone if moments.is_zone(zone) else "UTC"

    def clean_theme(self) -> str:
        """Keep it on one line, as a title is."""
        return tidy_title(self.cleaned_data["theme"])

    def clean_timezone(self) -> str:
        """Refuse a zone that nobody lives in."""
        zone: str = self.cleaned_data["timezone"]
        if not moments.is_zone(zone):
            raise ValidationError(moments.CHOOSE_A_ZONE)
        return zone

    def clean_join_url(self) -> str:
        """Lead to web pages only."""
        url: str = self.cleaned_data["join_url"]
        if url and urlsplit(url).scheme not in {"http", "https"}:
            raise ValidationError(A_WEB_ADDRESS)
        return url

    def clean(self) -> dict[str, Any]:
        """Ask the rules about the time once both of its halves are known."""
        data = self.cleaned_data
        if "starts_at" in data and "timezone" in data:
            verdict = moments.may_be_at(data["starts_at"], data["timezone"])
            if not verdict:
                self.add_error("starts_at", str(verdict.reason))
        return data

    def plan(self) -> rules.Plan:
        """Return what was asked for, its start in UTC."""
        data = self.cleaned_data
        return rules.Plan(
            starts_at=moments.moment(data["starts_at"], data["timezone"]),
            time_zone=data["timezone"],
            duration_minutes=data["duration_minutes"],
            join_url=data["join_url"],
            capacity=data["capacity"],
            theme=data["theme"],
        )


class ChangeForm(PlanForm):
    """The plan of a meetup that stands; its join link is never shown, only replaced."""

    def __init__(self, *args: Any, meetup: Meetup, typed: dict[str, Any] | None = None, **kwargs: Any) -> None:
        """Start from what stands, or from what was `typed` and cannot be taken any more."""
        here = meetup.starts_at.astimezone(ZoneInfo(meetup.time_zone))
        initial = {
            "theme": meetup.theme,
            "starts_at": here.strftime(moments.LOCAL),
            "duration_minutes": meetup.duration_minutes,
            "capacity": meetup.capacity,
        }
        super().__init__(*args, zone=meetup.time_zone, initial=initial | (typed or {}), **kwargs)
        self.meetup = meetup
        self.fields["join_url"].required = False
        self.fields["join_url"].help_text = _("Leave it empty to keep the link as it is.")

    def clean_capacity(self) -> int | None:
        """Refuse fewer seats than are taken."""
        capacity: int | None = self.cleaned_data["capacity"]
        verdict = rules.may_seat(capacity, self.meetup)
        if not verdict:
            raise ValidationError(str(verdict.reason))
        return capacity

    def clean_join_url(self) -> str:
        """Keep the link where none is given."""
        return super().clean_join_url() or self.meetup.join_url


class AnnounceForm(PlanForm):
    """A meetup and the topic that carries it."""

    title = TitleField(label=_("Title"))
    body = WordsField(label=_("What is it about?"))
    category = forms.ModelChoiceField(
        label=_("Category"),
        queryset=Category.objects.none(),
        empty_label=None,
        error_messages=dict.fromkeys(("required", "invalid_choice"), A_CATEGORY),
    )
    key = KeyField()

    field_order = ("title", "body", "category", "theme", "starts_at", "timezone")

    def __init__(self, *args: Any, reader: User, **kwargs: Any) -> None:
        """Offer the categories that the organizer sees and the zone they live in."""
        super().__init__(*args, zone=reader.time_zone, **kwargs)
        categories = Category.objects.visible_to(reader)
        field = self.fields["category"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset, field.initial = categories, categories.first()

"""What is asked of whoever keeps a bookmark."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forum import moments
from forum.reactions.models import Bookmark
from forum.reactions.rules import version_of
from forum.topics.forms import Lines, LocalTimeField


class BookmarkForm(forms.Form):
    """A note to oneself, and a time by one's own clock; `version` is of the bookmark that one started from."""

    note = forms.CharField(
        label=_("A note to yourself"),
        help_text=_("Nobody else ever sees it."),
        max_length=500,
        required=False,
        widget=Lines(attrs={"rows": 3}),
        error_messages={"max_length": _("Keep the note to 500 characters or fewer.")},
    )
    remind_at = LocalTimeField(label=_("Remind me"), required=False)
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, zone: str, bookmark: Bookmark | None) -> None:
        """Start from the `bookmark` that is kept already; times are of `zone` (IANA name), the member's own."""
        super().__init__(data, initial=_initial(bookmark, zone))
        self.zone = zone
        hint = _("Date and time by your clock (%(zone)s). Leave it empty if you want no reminder.")
        self.fields["remind_at"].help_text = hint % {"zone": zone}

    def clean_remind_at(self) -> datetime | None:
        """Refuse a time that has passed, or that the clocks there skip or show twice; return it in UTC."""
        local: datetime | None = self.cleaned_data["remind_at"]
        if local is None:
            return None
        verdict = moments.may_be_at(local, self.zone)
        if not verdict:
            raise ValidationError(str(verdict.reason))
        return moments.moment(local, self.zone)


def _initial(bookmark: Bookmark | None, zone: str) -> dict[str, str]:
    """Return what the form begins with; a reminder that was given is no more to be had."""
    if bookmark is None:
        return {"version": version_of(None)}
    at = None if bookmark.reminded_at else bookmark.remind_at
    return {
        "note": bookmark.note,
        "remind_at": at.astimezone(ZoneInfo(zone)).strftime(moments.LOCAL) if at else "",
        "version": version_of(bookmark),
    }

"""What a member may choose, section by section; shape only."""

import zoneinfo
from collections.abc import Mapping
from itertools import groupby
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Persona, User
from forum.topics.forms import Lines

# The regions of the zone list that people look for themselves in; the rest are old names of the same zones.
REGIONS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


class Section(forms.ModelForm):  # type: ignore[type-arg]  # Django's own takes none while running
    """One part of the page, saved by itself; it says which by a hidden field."""

    section = forms.CharField(widget=forms.HiddenInput, required=False)
    title = gettext_lazy("Preferences")
    key = ""
    # Where a draft of it is kept; most are but ticked.
    place = ""

    def __init__(self, *args: Any, initial: Mapping[str, object] | None = None, **kwargs: Any) -> None:
        initial = {**(initial or {}), "section": self.key}
        super().__init__(*args, **{**kwargs, "auto_id": f"id_{self.key}_%s", "initial": initial})

    def choices(self) -> dict[str, str | bool]:
        """Return what was chosen, by column."""
        return {name: value for name, value in self.cleaned_data.items() if name != "section"}


class AboutSection(Section):
    """What others read about the member."""

    key = "about"
    place = "about:me"
    title = gettext_lazy("About you")

    class Meta:
        model = Persona
        fields = ("about",)
        labels = {"about": gettext_lazy("What you would like others to know")}
        help_texts = {
            "about": gettext_lazy(
                "Only members see it. Leave out what would tell someone who you are: places, workplaces, full names."
            ),
        }
        widgets = {"about": Lines({"rows": 5})}
        error_messages = {"about": {"max_length": gettext_lazy("Keep this to 1000 characters or fewer.")}}


class TimeSection(Section):
    """The zone that times are told in."""

    key = "time"
    title = gettext_lazy("Your time zone")
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Show times in"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose a time zone from the list.")},
    )

    class Meta:
        model = User
        fields = ("time_zone",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["time_zone"]
        if isinstance(field, forms.ChoiceField):
            field.choices = zone_choices(self.instance.time_zone)


class LanguageSelect(forms.Select):
    """Names each language in itself, and says so to whoever hears the page."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the option of a language, marked as being in it."""
        option = super().create_option(*args, **kwargs)
        if option["value"]:
            option["attrs"]["lang"] = option["value"]
        return option


class LanguageSection(Section):
    """The language of our own words; those of members stay as they were written."""

    key = "language"
    title = gettext_lazy("Language")
    language = forms.ChoiceField(
        label=gettext_lazy("Show this place in"),
        required=False,
        choices=[("", gettext_lazy("As my browser says")), *settings.LANGUAGES],
        widget=LanguageSelect,
        help_text=gettext_lazy(
            "Our own words, and our mails. What people write stays as they wrote it. What is not translated yet "
            "stands in English."
        ),
        error_messages={"invalid_choice": gettext_lazy("Choose a language from the list.")},
    )

    class Meta:
        model = User
        fields = ("language",)


class LookSection(Section):
    """The name and the icon under which the place is installed on a device."""

    key = "look"
    title = gettext_lazy("As an app on your device")

    class Meta:
        model = User
        fields = ("look",)
        widgets = {"look": forms.RadioSelect}
        labels = {"look": gettext_lazy("Name and icon")}
        help_texts = {
            "look": gettext_lazy(
                "Your browser can put this place among your apps. It stands there under this name, with a plain icon. "
                "If it is there already, take it away and add it again."
            ),
        }
        error_messages = {
            "look": dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose one of the names on the list.")),
        }


class MailSection(Section):
    """What is told by mail, and how much of it."""

    key = "mail"
    title = gettext_lazy("What we email you")

    class Meta:
        model = User
        fields = (
            "mails_mentions",
            "mails_replies",
            "mails_following",
            "mails_meetups",
            "mails_bookmarks",
            "mails_notices",
        )
        labels = {
            "mails_mentions": gettext_lazy("When someone mentions you"),
            "mails_replies": gettext_lazy("When someone replies to you"),
            "mails_following": gettext_lazy("When there is something new in a topic you follow"),
            "mails_meetups": gettext_lazy("Reminders of meetups you registered for, changes to them, and new meetups"),
            "mails_bookmarks": gettext_lazy("Reminders that you set at a bookmark"),
            "mails_notices": gettext_lazy("When a moderator changes something of yours and tells you why"),
        }
        help_texts = {
            "mails_mentions": gettext_lazy("Someone wrote @ and your name."),
            "mails_replies": gettext_lazy("In a topic you started, or under a post of yours."),
            "mails_following": gettext_lazy(
                "You watch what you start, and each topic or category for which you choose it."
            ),
            "mails_meetups": gettext_lazy(
                "A day and an hour before it starts. Also when one is called off, takes place after all or is moved."
            ),
            "mails_notices": gettext_lazy("Always with the reason. You find it among your notifications in any case."),
        }


class MeetupsSection(Section):
    """Whether the member hears of meetups they have no seat at yet."""

    key = "meetups"
    title = gettext_lazy("New meetups")

    class Meta:
        model = User
        fields = ("wants_meetups",)
        labels = {"wants_meetups": gettext_lazy("Tell me of every new meetup")}
        help_texts = {
            "wants_meetups": gettext_lazy("Among your notifications, and by mail if we may email you about meetups."),
        }


class WordsSection(Section):
    """How much a mail gives away to whoever sees it."""

    key = "words"
    title = gettext_lazy("What our mail gives away")

    class Meta:
        model = User
        fields = ("mails_in_full",)
        labels = {"mails_in_full": gettext_lazy("Put names, titles and words in my mail")}
        help_texts = {
            "mails_in_full": gettext_lazy(
                "Careful: our mails say nothing of what this place is about. With this box ticked, anyone who sees "
                "your mailbox or a locked phone can read who wrote what to you."
            ),
        }


class KeysSection(Section):
    """Whether single keys do something on a topic's page (WCAG 2.1.4)."""

    key = "keys"
    title = gettext_lazy("Keyboard")

    class Meta:
        model = User
        fields = ("uses_keys",)
        labels = {"uses_keys": gettext_lazy("Use single keys on topic pages")}
        help_texts = {
            "uses_keys": gettext_lazy(
                "j and k lead to the next post and the one before, r replies, q quotes, and ? shows the list. They "
                "rest while you type. Turn them off if you speak to your device, or if they get in your way."
            ),
        }


class LeavingSection(Section):
    """Where the button on every page leads to, and how firmly it locks."""

    key = "leaving"
    title = gettext_lazy("Leave this page")

    class Meta:
        model = User
        fields = ("leaves_to", "leaving_logs_out")
        labels = {
            "leaves_to": gettext_lazy("Take me to"),
            "leaving_logs_out": gettext_lazy("Log me out as well"),
        }
        help_texts = {
            "leaves_to": gettext_lazy("Each of them shows everyone the same, whatever was looked at before."),
            "leaving_logs_out": gettext_lazy(
                "Otherwise this site is locked on the device, and your password opens it."
            ),
        }
        error_messages = {
            "leaves_to": dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose a place from the list.")),
        }


def zone_choices(present: str) -> list[tuple[str, object]]:
    """Return the zones of the world by region, for a select; `present` is among them whatever it is."""
    zones = sorted(name for name in zoneinfo.available_timezones() if name.split("/")[0] in REGIONS and "/" in name)
    if present and present not in zones:
        zones = [present, *zones]
    groups = [
        (region, [(name, _place(name)) for name in names])
        for region, names in groupby(zones, key=lambda name: name.split("/")[0])
    ]
    return [("", _("UTC, the time of no place")), *groups]


def _place(name: str) -> str:
    """Return a zone's name as people write places: "New York", "North Dakota, Center"."""
    return ", ".join(name.split("/")[1:] or [name]).replace("_", " ")

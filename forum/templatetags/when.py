"""Times in words, in the reader's own zone."""

from datetime import datetime, timedelta

from django import template
from django.contrib.humanize.templatetags.humanize import NaturalTimeFormatter
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince, timeuntil
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from forum import keeping
from outbox import clock

register = template.Library()

MINUTE = 60
DAY = 24 * 60 * 60
UNITS = (DAY, 60 * 60, MINUTE, 1)
# Whole, since a language may turn more than the number: Django joins a span and a word, and says "1 Tage her".
AGO = {
    "year": ngettext_lazy("%(num)d year ago", "%(num)d years ago", "num"),
    "month": ngettext_lazy("%(num)d month ago", "%(num)d months ago", "num"),
    "week": ngettext_lazy("%(num)d week ago", "%(num)d weeks ago", "num"),
    "day": ngettext_lazy("%(num)d day ago", "%(num)d days ago", "num"),
    "hour": ngettext_lazy("an hour ago", "%(num)d hours ago", "num"),
    "minute": ngettext_lazy("a minute ago", "%(num)d minutes ago", "num"),
}


@register.simple_tag
def when(moment: datetime) -> SafeString:
    """Return `moment` (aware) as "3 hours ago": within a link, whose target tells the exact time, or a sentence."""
    return _ago(moment, in_words(moment))


@register.simple_tag
def when_in_full(moment: datetime) -> SafeString:
    """Return `moment` (aware) as "3 hours ago", which shows the exact time and zone once it is pressed.

    It opens by touch, by keyboard and for a screen reader, without a script; it may stand in no paragraph.
    """
    words = in_words(moment)
    return format_html(
        '<details class="when"><summary>{}</summary> <span>{}</span></details>', _ago(moment, words), words
    )


@register.simple_tag
def exact(moment: datetime) -> SafeString:
    """Return `moment` (aware) as a date, a time and the zone they are told in."""
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(timespec="seconds"), in_words(moment))


def _ago(moment: datetime, words: str) -> SafeString:
    """Return `moment` as "3 hours ago", with its `words` for a pointer that rests on it."""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', moment.isoformat(timespec="seconds"), words, from_now(moment)
    )


def in_words(moment: datetime) -> str:
    """Return `moment` (aware) as "Monday 23 November 2026, 20:00 (Europe/Berlin)", in the active zone."""
    local = timezone.localtime(moment)
    # Translators: how a date and a time are written, in the letters of Django's filter `date`.
    form = _("l j F Y, H:i")
    return f"{date_format(local, form)} ({timezone.get_current_timezone_name()})"


def from_now(moment: datetime) -> str:
    """Return `moment` (aware) as "3 hours ago" or "3 hours from now", by our clock.

    In something that is kept it leaves a hole, to be filled each time that it is shown.
    """
    if gap := keeping.hole(moment):
        return gap
    words, until = told_until(moment)
    keeping.changes_at(until)
    return words


def told_until(moment: datetime) -> tuple[str, datetime]:
    """Return `moment` (aware) as "3 hours ago", and the time until which it is called that.

    A list wants one figure of what is past; what is to come is planned for, and keeps two.
    """
    now, words = clock.now(), NaturalTimeFormatter
    seconds = int((now - moment).total_seconds())
    if moment >= now:
        span = timeuntil(moment, now, time_strings=words.future_substrings)
        return (str(words.time_strings["future-day"] % {"delta": span}) if seconds <= -MINUTE else _("now")), now
    length = next((length for length in UNITS if seconds >= length), 1)
    # Weeks, months and years pass at the same time of day.
    until = moment + timedelta(seconds=(seconds // length + 1) * length)
    if seconds >= MINUTE:
        return timesince(moment, now, time_strings=AGO, depth=1), until  # type: ignore[arg-type]  # lazy ones do as well
    told = ngettext("a second ago", "%(num)d seconds ago", seconds) % {"num": seconds} if seconds else _("now")
    return told, until

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

from forum import keeping
from outbox import clock

register = template.Library()

DAY = 24 * 60 * 60
UNITS = (("day", DAY), ("hour", 60 * 60), ("minute", 60), ("second", 1))


@register.simple_tag
def when(moment: datetime) -> SafeString:
    """Return `moment` (aware) as "3 hours ago": within a link, whose target tells the exact time, or a sentence."""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        moment.isoformat(timespec="seconds"),
        in_words(moment),
        from_now(moment),
    )


@register.simple_tag
def when_in_full(moment: datetime) -> SafeString:
    """Return `moment` (aware) as "3 hours ago", which shows the exact time and zone once it is pressed.

    It opens by touch, by keyboard and for a screen reader, without a script; it may stand in no paragraph.
    """
    return format_html(
        '<details class="when"><summary>{}</summary> <span>{}</span></details>', when(moment), in_words(moment)
    )


@register.simple_tag
def exact(moment: datetime) -> SafeString:
    """Return `moment` (aware) as a date, a time and the zone they are told in."""
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(timespec="seconds"), in_words(moment))


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

    The words are those of Django's `naturaltime`, in every language it knows. That one reads a clock of its own, and
    says "2 days, 22 hours ago", where a list wants one figure; what is to come is planned for, and keeps both.
    """
    now, words = clock.now(), NaturalTimeFormatter
    is_past = moment < now
    seconds = int(abs(now - moment).total_seconds())
    side = "past" if is_past else "future"
    unit, length = next(((unit, length) for unit, length in UNITS if seconds >= length), ("second", 1))
    # Weeks, months and years pass at the same time of day.
    until = moment + timedelta(seconds=(seconds // length + 1) * length) if is_past else now
    if seconds >= DAY:
        span = (
            timesince(moment, now, time_strings=words.past_substrings, depth=1)
            if is_past
            else timeuntil(moment, now, time_strings=words.future_substrings)
        )
        return str(words.time_strings[f"{side}-day"] % {"delta": span}), until
    if not seconds:
        return str(words.time_strings["now"]), until
    return str(words.time_strings[f"{side}-{unit}"] % {"count": seconds // length}), until

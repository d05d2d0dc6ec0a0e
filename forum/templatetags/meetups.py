"""Meetups on other nouns' pages, and their times in words."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django import template
from django.template.context import Context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Reader
from forum import keeping
from forum.meetups import queries
from forum.meetups.models import Meetup
from forum.templatetags.when import in_words
from forum.topics.models import Topic
from outbox import clock

register = template.Library()

EVENING = 17
HOUR = 60
DAY = 24 * HOUR
WEEK_DAYS = 7


@register.simple_tag(takes_context=True)
def meetup_of(context: Context, topic: Topic) -> queries.Card | None:
    """Return the card of the meetup that `topic` carries, if any; one query a page at most."""
    return _told_now(queries.card_of(topic, context["request"].user))


@register.inclusion_tag("components/meetup_card.html", takes_context=True)
def next_meetup(context: Context) -> dict[str, object]:
    """Show the nearest meetup that the reader may see, if any, with a link to its topic; one query."""
    user = context["request"].user
    return {"card": _told_now(queries.next_meetup(user)), "user": user, "is_next": True}


@register.simple_tag
def starts(meetup: Meetup) -> SafeString:
    """Return the start in the reader's zone: "tonight at 20:00", with date and zone on demand."""
    local, now = timezone.localtime(meetup.starts_at), timezone.localtime(clock.now())
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        meetup.starts_at.isoformat(timespec="seconds"),
        in_words(meetup.starts_at),
        day_and_time(local, now),
    )


@register.simple_tag
def starts_in(meetup: Meetup) -> str:
    """Return how long it is until the start: "in 3 hours"."""
    return time_left(timezone.localtime(meetup.starts_at), timezone.localtime(clock.now()))


@register.simple_tag
def starts_there(meetup: Meetup) -> str:
    """Return the start where the organizer lives: "20:00 in Europe/Berlin", with the day where it is another.

    Where the clocks show the reader the same, it says nothing.
    """
    here = timezone.localtime(meetup.starts_at)
    there = timezone.localtime(meetup.starts_at, ZoneInfo(meetup.time_zone))
    if there.utcoffset() == here.utcoffset():
        return ""
    form = "H:i" if there.date() == here.date() else _("l H:i")
    return _("%(time)s in %(zone)s") % {"time": date_format(there, form), "zone": meetup.time_zone}


@register.simple_tag
def zone_note(reader: Reader) -> str:
    """Return " UTC" for whoever has told us no zone, since times are told to them in the site's."""
    return "" if getattr(reader, "time_zone", "") else f" {timezone.get_current_timezone_name()}"


def day_and_time(start: datetime, now: datetime) -> str:
    """Return `start` as people say it at `now`; both aware and in the zone of whoever reads."""
    days = (start.date() - now.date()).days
    words = {"time": date_format(start, "H:i"), "day": date_format(start, "l")}
    if days == 0:
        return (_("tonight at %(time)s") if start.hour >= EVENING else _("today at %(time)s")) % words
    if days == 1:
        return _("tomorrow at %(time)s") % words
    if 1 < days < WEEK_DAYS:
        return _("%(day)s at %(time)s") % words
    form = _("l j F") if start.year == now.year else _("l j F Y")
    return _("%(day)s at %(time)s") % {**words, "day": date_format(start, form)}


def time_left(start: datetime, now: datetime) -> str:
    """Return the way from `now` to `start` in round words; both aware and in the zone of whoever reads."""
    # Within one zone Python subtracts what the clocks show, and would miss the hour by which they are put on or back.
    minutes = max(1, round((start.astimezone(UTC) - now.astimezone(UTC)).total_seconds() / 60))
    if minutes < HOUR:
        return ngettext("in %(count)d minute", "in %(count)d minutes", minutes) % {"count": minutes}
    if minutes < DAY:
        hours = round(minutes / HOUR)
        return ngettext("in %(count)d hour", "in %(count)d hours", hours) % {"count": hours}
    days = max(1, (start.date() - now.date()).days)
    return ngettext("in %(count)d day", "in %(count)d days", days) % {"count": days}


def _told_now(card: queries.Card | None) -> queries.Card | None:
    """Return `card`, which tells how long it is until the start, and what may be done about it now."""
    if card:
        keeping.changes_at(clock.now())
    return card

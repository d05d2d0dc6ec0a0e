"""A meetup as a calendar file."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, TimezoneDaylight, TimezoneStandard

from accounts.models import Reader, User
from forum.meetups import rules
from forum.meetups.models import Meetup
from outbox import clock

# One year to either side holds every rule that a calendar needs to place the meetup.
MARGIN = timedelta(days=366)

# What a zone's clocks do for one part of the year.
Observance = TimezoneStandard | TimezoneDaylight


def calendar_file(meetup: Meetup, reader: Reader) -> bytes:
    """Return the meetup as RFC 5545 has it, in the organizer's time zone.

    Calendars are looked at over shoulders: the title stands in it only for members who want names and titles
    in their mail. The join link never does; the address leads to the join page. One that was called off is struck
    out, and has neither.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Meetups//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_event(meetup, reader))
    day = meetup.starts_at.date()
    calendar.add_missing_timezones(first_date=day - MARGIN, last_date=day + MARGIN)
    for zone in calendar.timezones:
        observances: list[Observance] = [*zone.standard, *zone.daylight]
        for observance in observances:
            _tell_by_the_clock_before(observance)
    return bytes(calendar.to_ical())


def _tell_by_the_clock_before(observance: Observance) -> None:
    """Say by the clock as it was before when one is put forward (RFC 5545, 3.6.5); the library uses the new one."""
    skipped = observance.TZOFFSETTO - observance.TZOFFSETFROM
    if skipped > timedelta():
        observance.DTSTART -= skipped
        observance.rdates = [start - skipped for start, _end in observance.rdates]


def _event(meetup: Meetup, reader: Reader) -> Event:
    zone = ZoneInfo(meetup.time_zone)
    is_on = bool(rules.is_on(meetup))
    is_plain = is_on and isinstance(reader, User) and reader.mails_in_full
    event = Event()
    event.add("uid", str(meetup.uid))
    event.add("sequence", meetup.sequence)
    event.add("dtstamp", clock.now())
    event.add("dtstart", meetup.starts_at.astimezone(zone))
    event.add("dtend", meetup.ends_at.astimezone(zone))
    event.add("summary", meetup.topic.title if is_plain else _("Meetup"))
    if is_on:
        event.add("url", settings.SITE_URL + reverse("meetups:join", args=[meetup.pk]))
    else:
        event.add("status", "CANCELLED")
    return event

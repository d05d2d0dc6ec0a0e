"""The calendar file."""

from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event

from accounts.models import User
from forum.meetups.ical import Observance, calendar_file
from forum.meetups.models import Meetup
from tests.forum.meetups.conftest import ROOM_URL, Clock


def event_of(meetup: Meetup, reader: User) -> Event:
    calendar = Calendar.from_ical(calendar_file(meetup, reader))
    (event,) = calendar.walk("VEVENT")
    assert isinstance(event, Event)
    return event


def test_start_stands_in_the_organizers_zone(meetup: Meetup, ada: User) -> None:
    start = event_of(meetup, ada).decoded("dtstart")
    assert start.astimezone(UTC) == meetup.starts_at
    assert (start.hour, str(start.tzinfo)) == (13, "Europe/Berlin")


def test_zone_comes_with_its_rules(meetup: Meetup, ada: User) -> None:
    calendar = Calendar.from_ical(calendar_file(meetup, ada))
    assert [zone["tzid"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Berlin"]


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Toronto", "Australia/Lord_Howe", "Europe/Dublin"])
def test_clocks_change_at_the_very_moments_of_the_zone(meetup: Meetup, ada: User, zone: str) -> None:
    meetup.time_zone = zone
    (told,) = Calendar.from_ical(calendar_file(meetup, ada)).timezones
    second = timedelta(seconds=1)
    onsets = 0
    parts: list[Observance] = [*told.standard, *told.daylight]
    for part in parts:
        for onset in (part.DTSTART, *(start for start, _ in part.rdates)):
            moment = (onset - part.TZOFFSETFROM).replace(tzinfo=UTC)
            assert moment.astimezone(ZoneInfo(zone)).utcoffset() == part.TZOFFSETTO
            assert (moment - second).astimezone(ZoneInfo(zone)).utcoffset() == part.TZOFFSETFROM
            onsets += part.TZOFFSETFROM != part.TZOFFSETTO
    assert onsets >= 4


def test_identity_is_stable_and_changes_are_counted(meetup: Meetup, ada: User, time: Clock) -> None:
    meetup.sequence = 2
    first = event_of(meetup, ada)
    time.move(days=1)
    second = event_of(meetup, ada)
    assert first["uid"] == second["uid"] == str(meetup.uid)
    assert second["sequence"] == 2
    assert second.decoded("dtstamp") == time.at


def test_file_is_discreet(meetup: Meetup, ada: User) -> None:
    text = calendar_file(meetup, ada).decode()
    assert "SUMMARY:Meetup\r\n" in text
    assert "relapse" not in text


def test_title_stands_there_for_who_wants_it(meetup: Meetup, ada: User) -> None:
    ada.mails_in_full = True
    assert event_of(meetup, ada)["summary"] == meetup.topic.title


def test_address_leads_to_the_join_page_and_never_to_the_room(meetup: Meetup, ada: User) -> None:
    assert str(event_of(meetup, ada)["url"]).endswith(f"/meetups/{meetup.pk}/join/")
    assert ROOM_URL not in calendar_file(meetup, ada).decode()


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "America/New_York", "UTC", "Etc/GMT+5"])
def test_any_zone_gives_the_same_moment(meetup: Meetup, ada: User, zone: str) -> None:
    meetup.time_zone = zone
    assert event_of(meetup, ada).decoded("dtstart").astimezone(UTC) == meetup.starts_at

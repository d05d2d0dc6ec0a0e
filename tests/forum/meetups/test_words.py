"""How a start is told."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from forum.templatetags.meetups import day_and_time, time_left

BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY_NOON = datetime(2026, 12, 1, 12, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (datetime(2026, 12, 1, 20, tzinfo=BERLIN), "tonight at 20:00"),
        (datetime(2026, 12, 1, 16, 30, tzinfo=BERLIN), "today at 16:30"),
        (datetime(2026, 12, 2, 9, tzinfo=BERLIN), "tomorrow at 09:00"),
        (datetime(2026, 12, 7, 20, tzinfo=BERLIN), "Monday at 20:00"),
        (datetime(2026, 12, 8, 20, tzinfo=BERLIN), "Tuesday 8 December at 20:00"),
        (datetime(2027, 1, 12, 20, tzinfo=BERLIN), "Tuesday 12 January 2027 at 20:00"),
        (datetime(2026, 11, 30, 20, tzinfo=BERLIN), "Monday 30 November at 20:00"),
    ],
)
def test_start_is_told_as_people_say_it(start: datetime, words: str) -> None:
    assert day_and_time(start, TUESDAY_NOON) == words


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (datetime(2026, 12, 1, 15, tzinfo=BERLIN), "in 3 hours"),
        (datetime(2026, 12, 1, 13, tzinfo=BERLIN), "in 1 hour"),
        (datetime(2026, 12, 1, 12, 40, tzinfo=BERLIN), "in 40 minutes"),
        (datetime(2026, 12, 1, 12, 0, 10, tzinfo=BERLIN), "in 1 minute"),
        (datetime(2026, 12, 2, 11, 30, tzinfo=BERLIN), "in 24 hours"),
        (datetime(2026, 12, 2, 13, tzinfo=BERLIN), "in 1 day"),
        (datetime(2026, 12, 8, 20, tzinfo=BERLIN), "in 7 days"),
    ],
)
def test_way_to_the_start_is_told_in_round_words(start: datetime, words: str) -> None:
    assert time_left(start, TUESDAY_NOON) == words


@pytest.mark.parametrize(
    ("now", "start", "words"),
    [
        (datetime(2027, 3, 28, 1, tzinfo=BERLIN), datetime(2027, 3, 28, 5, tzinfo=BERLIN), "in 3 hours"),
        (datetime(2026, 10, 25, 1, tzinfo=BERLIN), datetime(2026, 10, 25, 5, tzinfo=BERLIN), "in 5 hours"),
    ],
)
def test_way_to_the_start_is_true_in_the_night_the_clocks_change(now: datetime, start: datetime, words: str) -> None:
    assert time_left(start, now) == words

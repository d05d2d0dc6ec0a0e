"""Times in words, in the reader's zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from forum.templatetags.when import exact, in_words, when

MOMENT = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)


def test_a_time_is_told_in_the_readers_zone() -> None:
    with timezone.override(ZoneInfo("Europe/Berlin")):
        assert in_words(MOMENT) == "Monday 23 November 2026, 20:00 (Europe/Berlin)"


def test_a_time_ago_carries_the_exact_time() -> None:
    html = when(datetime.now(UTC) - timedelta(hours=3))
    assert "3\xa0hours ago" in html
    assert "title=" in html


def test_an_exact_time_is_readable_by_machines_too() -> None:
    assert '<time datetime="2026-11-23T19:00:00+00:00">' in exact(MOMENT)

"""Times in words, in the reader's zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from forum.templatetags.when import exact, from_now, in_words, when, when_in_full
from outbox import clock

MOMENT = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)


def test_a_time_is_told_in_the_readers_zone() -> None:
    with timezone.override(ZoneInfo("Europe/Berlin")):
        assert in_words(MOMENT) == "Monday 23 November 2026, 20:00 (Europe/Berlin)"


@pytest.fixture(autouse=True)
def _clock_that_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: MOMENT)


def test_a_time_ago_carries_the_exact_time() -> None:
    html = when(MOMENT - timedelta(hours=3))
    assert ">3\xa0hours\xa0ago</time>" in html
    assert 'title="Monday 23 November 2026, 16:00 (UTC)"' in html


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "now"),
        (1, "now"),
        (-1, "a second ago"),
        (-59, "59 seconds ago"),
        (-119, "a\xa0minute\xa0ago"),
        (3 * 3600, "3\xa0hours from now"),
        (-86_399, "23\xa0hours\xa0ago"),
        (-86_400, "1\xa0day\xa0ago"),
        (-9 * 86_400, "1\xa0week\xa0ago"),
        (9 * 86_400, "1\xa0week, 2\xa0days from now"),
    ],
)
def test_a_time_is_told_by_our_own_clock(seconds: int, words: str) -> None:
    assert from_now(MOMENT + timedelta(seconds=seconds)) == words


def test_an_exact_time_is_readable_by_machines_too() -> None:
    assert '<time datetime="2026-11-23T19:00:00+00:00">' in exact(MOMENT)


def test_a_time_ago_opens_to_the_exact_time_without_a_script() -> None:
    html = when_in_full(MOMENT)
    assert html.startswith('<details class="when"><summary><time')
    assert html.endswith("<span>Monday 23 November 2026, 19:00 (UTC)</span></details>")


@pytest.mark.parametrize(
    ("language", "exactly", "ago"),
    [
        ("de", "Montag, 23. November 2026, 19:00 (UTC)", "vor 3 Stunden"),
        ("ar", "الاثنين 23 نوفمبر 2026، 19:00 (UTC)", "منذ 3 ساعات"),
    ],
)
def test_times_are_told_in_the_readers_language(language: str, exactly: str, ago: str) -> None:
    with translation.override(language):
        assert in_words(MOMENT) == exactly
        assert from_now(MOMENT - timedelta(hours=3)).replace("\xa0", " ") == ago


@pytest.mark.parametrize(
    ("hours", "ago"),
    [(1, "منذ ساعة"), (2, "منذ ساعتين"), (10, "منذ 10 ساعات"), (11, "منذ 11 ساعة"), (48, "منذ يومين")],
)
def test_arabic_has_a_form_for_each_kind_of_number(hours: int, ago: str) -> None:
    with translation.override("ar"):
        assert from_now(MOMENT - timedelta(hours=hours)).replace("\xa0", " ") == ago

"""Meetups for the tests, announced as organizers do, and a clock that stands still."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.models import User
from forum.categories.models import Category
from forum.meetups.actions import announce_meetup
from forum.meetups.models import Meetup
from forum.meetups.rules import Plan
from outbox import clock

ROOM_URL = "https://rooms.example.org/quiet-garden"


def words(response: Any) -> str:  # noqa: ANN401 - the test client's response has no public type
    """Return a page on one line."""
    return " ".join(response.content.decode().split())


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        """Begin on a Tuesday at noon, 13:00 in Berlin."""
        self.at = datetime(2026, 12, 1, 12, tzinfo=UTC)

    def now(self) -> datetime:
        """Return where it stands."""
        return self.at

    def move(self, **by: float) -> None:
        """Move it on, by timedelta's arguments."""
        self.at += timedelta(**by)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Return a clock that stands still."""
    standing = Clock()
    monkeypatch.setattr(clock, "now", standing.now)
    return standing


@pytest.fixture
def plan(time: Clock) -> Callable[..., Plan]:
    """Return a maker of plans: an hour, two days ahead at the same time of day, unless told otherwise."""

    def make(**fields: object) -> Plan:
        given = {
            "starts_at": time.at + timedelta(days=2),
            "time_zone": "Europe/Berlin",
            "duration_minutes": 60,
            "join_url": ROOM_URL,
            **fields,
        }
        return Plan(**given)  # type: ignore[arg-type]

    return make


@pytest.fixture
def announce(organizer: User, room: Category, plan: Callable[..., Plan]) -> Callable[..., Meetup]:
    """Return a maker of meetups; fields of the plan may be told otherwise, and `category`."""

    def make(category: Category = room, title: str = "A relapse is not the end", **fields: object) -> Meetup:
        return announce_meetup(
            persona=organizer.persona,
            category=category,
            title=title,
            source="We talk about it tonight.",
            key=uuid.uuid4(),
            plan=plan(**fields),
        )

    return make


@pytest.fixture
def meetup(announce: Callable[..., Meetup]) -> Meetup:
    """Return a meetup without a limit, two days ahead."""
    return announce()


@pytest.fixture
def typed(room: Category, time: Clock) -> dict[str, object]:
    """Return what an organizer types to announce a meetup tonight."""
    return {
        "title": "Relapse, together",
        "body": "We talk about relapse.",
        "category": room.pk,
        "theme": "",
        "starts_at": "2026-12-01T20:00",
        "timezone": "Europe/Berlin",
        "duration_minutes": "90",
        "capacity": "",
        "join_url": ROOM_URL,
    }

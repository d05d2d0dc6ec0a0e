"""The outbox is tested with a routing table and people of its own: it knows no noun of the forum."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from celery import current_app
from pytest_django import DjangoDbBlocker, Settings

from accounts.models import User
from outbox import clock, nudge
from tests.outbox import table


class Nudges(list[str]):
    """What the broker was given."""


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        """Begin at some noon."""
        self.at = datetime(2026, 9, 1, 12, tzinfo=UTC)

    def now(self) -> datetime:
        """Return where it stands."""
        return self.at

    def move(self, **by: float) -> None:
        """Move it on, by timedelta's arguments."""
        self.at += timedelta(**by)


@pytest.fixture(autouse=True)
def _own_table(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.EVENTS = "tests.outbox.table"
    monkeypatch.setattr(nudge.Silence, "until", nudge.Silence.until)


@pytest.fixture(autouse=True)
def nudges(monkeypatch: pytest.MonkeyPatch) -> Nudges:
    """Stand in for the broker, and keep what it is given."""
    given = Nudges()
    monkeypatch.setattr(current_app, "send_task", lambda name, **_: given.append(name))
    return given


@pytest.fixture
def heard() -> Iterator[table.Heard]:
    """Return what the handlers of the table wrote down."""
    table.heard.clear()
    yield table.heard
    table.heard.clear()


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Return a clock that stands still."""
    standing = Clock()
    monkeypatch.setattr(clock, "now", standing.now)
    return standing


@pytest.fixture
def reader(db: DjangoDbBlocker) -> User:
    """Return someone who has an address."""
    return User.objects.create(username="ada", email="ada@example.org")

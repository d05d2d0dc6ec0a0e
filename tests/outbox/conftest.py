"""The outbox is tested with a routing table of its own: it knows no noun of the forum."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest
from django.db import connections
from pytest_django import Settings

from outbox import clock
from tests.outbox import table

T = TypeVar("T")


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
def _own_table(settings: Settings) -> None:
    settings.EVENTS = "tests.outbox.table"


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


class Threads(ThreadPoolExecutor):
    """Runs functions beside the test, each on a connection of its own."""

    def start(self, function: Callable[[], T]) -> Future[T]:
        """Start `function`, and close its connection when it ends."""

        def run() -> T:
            try:
                return function()
            finally:
                connections.close_all()

        return self.submit(run)


@pytest.fixture
def threads(transactional_db: None) -> Iterator[Threads]:
    """Return a maker of threads that see what is committed, and nothing else."""
    with Threads(max_workers=4) as pool:
        yield pool

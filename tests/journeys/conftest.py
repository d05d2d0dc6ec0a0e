"""A clock that runs from the evening's beginning and can be moved, and the mail that was sent."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core import mail
from pytest_django import Settings

from accounts.models import Role, User
from forum.categories.models import Category
from forum.categories.visibility import Audience
from forum.meetups.actions import release_due_reminders
from forum.notifications.models import Notification
from outbox import clock
from tests.fixtures_people import make_person
from tests.journeys.evening import BEGINS, MODERATOR

now = clock.now


class Evening:
    """The time of this evening; moving it lets the workers do what is due by then."""

    def __init__(self, workers: Callable[[], None]) -> None:
        self._workers = workers
        self._ahead = BEGINS - now()

    def now(self) -> datetime:
        """Return how late it is."""
        return now() + self._ahead

    def pass_by(self, **time: float) -> None:
        """Let what is due happen, time go by, and what is due by then happen too."""
        self._workers()
        self._ahead += timedelta(**time)
        release_due_reminders()
        self._workers()


@pytest.fixture
def evening(monkeypatch: pytest.MonkeyPatch, workers: Callable[[], None], settings: Settings) -> Evening:
    """Return the evening's clock."""
    settings.EMAIL_DELAY = 300
    evening = Evening(workers)
    monkeypatch.setattr(clock, "now", evening.now)
    return evening


@pytest.fixture
def moderator(db: None) -> User:
    """Return the evening's moderator."""
    return make_person(MODERATOR, Role.MODERATOR)


@pytest.fixture
def room(db: None) -> Category:
    """Return the room in which it is asked."""
    return Category.objects.create(name="Right now", slug="right-now", audience=Audience.EVERYONE)


def code_for(name: str) -> str:
    """Return the code that stands alone on a line of the mail to someone who just joined."""
    letter = next(letter for letter in reversed(mail.outbox) if letter.to == [f"{name}@example.org"])
    code = re.search(r"^\s*([A-Za-z0-9-]{4,20})\s*$", str(letter.body), re.MULTILINE)
    assert code, letter.body
    return code[1]


def asks_for_meetups(name: str) -> None:
    """Have someone told of new meetups."""
    User.objects.filter(username=name).update(wants_meetups=True)


def told(name: str) -> Counter[str]:
    """Return for which reasons someone was told in the forum."""
    rows = Notification.objects.filter(recipient__username=name)
    return Counter(rows.values_list("reason", flat=True))


def mailed(name: str) -> int:
    """Return how many different letters someone got, the one with the code apart."""
    to_them = [letter for letter in mail.outbox if letter.to == [f"{name}@example.org"]]
    notices = [letter for letter in to_them if "List-Unsubscribe" in letter.extra_headers]
    return len({letter.extra_headers["Message-ID"] for letter in notices})

"""The thread that started it, played by four people, with the workers at their heels."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail

from accounts.models import User
from forum.categories.models import Category
from forum.categories.visibility import Audience
from forum.meetups.actions import announce_meetup, change_meetup, register, release_due_reminders
from forum.meetups.models import Meetup
from forum.meetups.rules import Plan
from forum.notifications.models import Notification
from forum.topics import actions
from forum.topics.models import Topic
from tests.forum.notifications.conftest import Clock

Told = set[tuple[str, str, str]]


def write(person: User, topic: Topic, source: str) -> None:
    """Reply as `person`."""
    actions.create_reply(persona=person.persona, topic=topic, source=source, key=uuid.uuid4())


@pytest.fixture
def thread(time: Clock, workers: Callable[[], None], ada: User, bob: User, newcomer: User, moderator: User) -> Topic:
    """Return ada's topic: bob and mona answer, the newcomer thanks mona, ada adds what came of it."""
    category = Category.objects.create(name="Room", slug="room", audience=Audience.EVERYONE)
    first = {"title": "Still using?", "source": "What do I do?", "key": uuid.uuid4()}
    topic = actions.create_topic(persona=ada.persona, category=category, **first)  # type: ignore[arg-type]
    for person, words in (
        (bob, "You are not alone."),
        (moderator, "Thanks for sharing @Ada - do come tonight."),
        (newcomer, "All the tips @mona provided! :pray:t4::sparkles:"),
    ):
        workers()
        time.move(minutes=1)
        write(person, topic, words)
    assert topic.first_post
    actions.add_update(post=topic.first_post, persona=ada.persona, source="He told me.", key=uuid.uuid4())
    workers()
    return topic


EXPECTED: Told = {
    ("ada", "reply", "bob"),
    ("ada", "mention", "mona"),
    ("ada", "reply", "newcomer-jo"),
    ("mona", "mention", "newcomer-jo"),
    ("bob", "update", "ada"),
    ("mona", "update", "ada"),
    ("newcomer-jo", "update", "ada"),
}


def test_four_people_are_told_what_they_should_be_once_each(thread: Topic) -> None:
    rows = list(Notification.objects.values_list("recipient__username", "reason", "post__persona__name"))
    assert sorted(rows) == sorted(EXPECTED)


def test_nobody_is_mailed_before_they_had_time_to_read(thread: Topic) -> None:
    assert mail.outbox == []


def test_four_people_are_mailed_what_they_should_be_once_each(
    thread: Topic, time: Clock, workers: Callable[[], None]
) -> None:
    for _ in range(3):
        time.move(minutes=10)
        workers()
    to = sorted(message.to[0] for message in mail.outbox)
    assert to == sorted(f"{name}@example.org" for name, _, _ in EXPECTED)
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == len(EXPECTED)


def test_who_reads_in_time_is_not_mailed(
    thread: Topic, time: Clock, workers: Callable[[], None], moderator: User
) -> None:
    Notification.objects.filter(recipient=moderator).update(read_at=time.now())
    time.move(minutes=10)
    workers()
    assert "mona@example.org" not in {message.to[0] for message in mail.outbox}


@pytest.fixture
def evening(time: Clock, workers: Callable[[], None], ada: User, organizer: User) -> Meetup:
    """Return a meetup that the organizer announced for tomorrow and ada took a seat at."""
    room = Category.objects.create(name="Room", slug="room", audience=Audience.EVERYONE)
    User.objects.update(wants_meetups=True)
    plan = Plan(
        theme="",
        starts_at=time.now() + timedelta(hours=30),
        time_zone="Europe/Berlin",
        duration_minutes=60,
        capacity=8,
        join_url="https://meet.example.org/secret-room",
    )
    words = {"title": "Tonight", "source": "Come as you are.", "key": uuid.uuid4()}
    meetup = announce_meetup(persona=organizer.persona, category=room, plan=plan, **words)  # type: ignore[arg-type]
    workers()
    register(persona=ada.persona, meetup=meetup)
    return meetup


def plan_of(meetup: Meetup) -> Plan:
    """Return what was planned."""
    return Plan(**{name: getattr(meetup, name) for name in Plan.__dataclass_fields__})


def told(person: User) -> list[str]:
    """Return why `person` was told, in the order of time."""
    return list(Notification.objects.filter(recipient=person).order_by("pk").values_list("reason", flat=True))


def test_meetup_is_told_and_reminded_of_twice(
    evening: Meetup, time: Clock, workers: Callable[[], None], ada: User, organizer: User
) -> None:
    for _ in range(40):
        time.move(hours=1)
        release_due_reminders()
        workers()
    assert told(ada) == ["meetup", "reminder", "reminder"]
    assert told(organizer) == []
    assert [message.to[0] for message in mail.outbox].count("ada@example.org") == 3


def test_reminder_of_a_day_ahead_is_mailed_while_it_is_true(
    evening: Meetup, time: Clock, workers: Callable[[], None], ada: User
) -> None:
    time.move(hours=6, minutes=1)
    release_due_reminders()
    workers()
    time.move(minutes=5)
    workers()
    assert "in 24 hours." in str(mail.outbox[-1].body)
    assert "secret-room" not in str(mail.outbox[-1].message())


def test_meetup_that_was_put_off_is_reminded_of_anew(
    evening: Meetup, time: Clock, workers: Callable[[], None], ada: User, organizer: User
) -> None:
    time.move(hours=6, minutes=1)
    release_due_reminders()
    workers()
    later = replace(plan_of(evening), starts_at=evening.starts_at + timedelta(days=2))
    change_meetup(meetup=evening, persona=organizer.persona, plan=later)
    time.move(days=2)
    release_due_reminders()
    workers()
    assert told(ada) == ["meetup", "moved", "reminder"]

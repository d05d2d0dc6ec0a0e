"""The thread that started it, played by four people, with the workers at their heels."""

import uuid
from collections.abc import Callable

import pytest
from django.core import mail

from accounts.models import User
from forum.categories.models import Category
from forum.categories.visibility import Audience
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
    ("bob", "following", "mona"),
    ("ada", "reply", "newcomer-jo"),
    ("mona", "mention", "newcomer-jo"),
    ("bob", "following", "newcomer-jo"),
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

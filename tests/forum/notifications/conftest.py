"""Topics, replies and meetups to be told of, and a clock that is moved by hand."""

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from accounts.models import User
from forum.categories.models import Category, Level
from forum.categories.visibility import Audience
from forum.meetups.models import Meetup, Registration, Reminder
from forum.notifications import actions
from forum.notifications.models import Notification
from forum.notifications.rules import Told
from forum.notifications.visibility import Reason
from forum.topics.models import Mention, Post, Topic, Watch
from outbox import clock

TITLE = "He says he stopped and I do not believe him"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.at = NOON

    def now(self) -> datetime:
        """Return where it stands."""
        return self.at

    def move(self, **by: float) -> None:
        """Move it on, by timedelta's arguments."""
        self.at += timedelta(**by)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Return the clock that everything asks."""
    standing = Clock()
    monkeypatch.setattr(clock, "now", standing.now)
    return standing


@pytest.fixture(autouse=True)
def _public_address(settings: Settings) -> None:
    settings.SITE_URL = "https://notes.example.org"
    settings.EMAIL_DELAY = 300


def write(person: User, topic: Topic, words: str = "So do I.", **fields: object) -> Post:
    """Store a post of `person`, without telling anyone."""
    if "updates" not in fields:
        topic.last_number += 1
        fields["number"] = topic.last_number
        topic.save()
    html = f"<p>{words}</p>"
    return Post.objects.create(
        topic=topic, persona=person.persona, source=words, html=html, renderer_version=1, **fields
    )


def make_topic(starter: User, audience: int = Audience.EVERYONE) -> Topic:
    """Store a topic with its first post, without anyone following it."""
    category, _ = Category.objects.get_or_create(
        slug=f"room-{audience}", defaults={"name": "Room", "audience": audience}
    )
    topic = Topic.objects.create(category=category, title=TITLE, audience=audience)
    topic.first_post = write(starter, topic, "What do I do?")
    topic.save()
    return topic


@pytest.fixture
def topic(ada: User) -> Topic:
    """Return a topic of ada's that she follows."""
    topic = make_topic(ada)
    watch(ada, topic)
    return topic


@pytest.fixture
def reply(bob: User, topic: Topic) -> Post:
    """Return bob's reply to ada's topic."""
    return write(bob, topic)


@pytest.fixture
def told(ada: User, reply: Post) -> Notification:
    """Return what ada was told of bob's reply."""
    actions.tell_of_post(post=reply, told=[Told(ada.pk, Reason.REPLY)])
    return Notification.objects.get()


def watch(person: User, topic: Topic, level: str = Level.WATCHING) -> None:
    """Set how closely `person` has chosen to follow `topic` from its beginning."""
    Watch.objects.create(user=person, topic=topic, level=level, since=topic.created_at, is_chosen=True)


def mention(person: User, post: Post) -> None:
    """Name `person` in `post`."""
    Mention.objects.create(post=post, persona=person.persona)


@pytest.fixture
def meetup(organizer: User) -> Meetup:
    """Return a meetup of the organizer's tomorrow at noon, UTC."""
    topic = make_topic(organizer)
    return Meetup.objects.create(
        topic=topic,
        starts_at=clock.now() + timedelta(hours=24),
        time_zone="Europe/Berlin",
        join_url="https://meet.example.org/secret-room",
    )


@pytest.fixture
def reminder(meetup: Meetup, bob: User) -> Reminder:
    """Return the reminder that bob gets a day ahead."""
    seat = Registration.objects.create(meetup=meetup, persona=bob.persona)
    return Reminder.objects.create(registration=seat, hours_before=24, due_at=clock.now())

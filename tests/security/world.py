"""A small world with one of everything, and someone of every role to knock at its doors."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import Role, User
from forum.categories.models import Category
from forum.categories.visibility import Audience
from forum.meetups.actions import announce_meetup
from forum.meetups.models import Meetup
from forum.meetups.rules import Plan
from forum.notifications.emails import stop_address
from forum.notifications.models import Notification
from forum.topics.actions import create_reply, create_topic
from forum.topics.models import Topic
from outbox import clock
from tests.fixtures_outbox import do_all_that_is_due
from tests.fixtures_people import make_person

Person = User | AnonymousUser


@dataclass
class World:
    """One of everything."""

    people: dict[str, Person]
    topics: dict[str, Topic]
    meetup: Meetup
    notification: Notification

    def address(self, name: str) -> list[Any]:
        """Return what the address called `name` is made of."""
        noun, _, where = name.partition("@")
        topic = self.topics[where if where in self.topics else "everyone"]
        first = topic.first_post
        assert first
        of: dict[str, list[Any]] = {
            "categories:category": [topic.category.slug],
            "topics:new": [topic.category.slug],
            "topics:topic": [topic.slug, topic.pk],
            "topics:post": [topic.slug, topic.pk, 1],
            "topics:reply": [topic.pk],
            "topics:watch": [topic.pk],
            "topics:watch-category": [topic.category.slug],
            "topics:read": [topic.pk],
            "topics:jump": [topic.pk],
            "topics:seen": [topic.pk, 1],
            "topics:feed": [],
            "topics:category-feed": [topic.category.slug],
            "topics:topic-feed": [topic.slug, topic.pk],
            "topics:sitemaps": [],
            "topics:sitemap": ["topics"],
            "topics:unread": [],
            "topics:recent": [],
            "topics:read-all": [],
            "topics:preview": [],
            "topics:draft": [],
            "topics:people": [],
            "topics:kept": [],
            "reactions:bookmarks": [],
            "preferences:claim": [1],
            "notifications:open": [self.notification.pk],
            "notifications:stop": [self._token(where)],
            "profiles:profile": ["arthur"],
            "account_reset_password_from_key": ["1", "set-password"],
            "demo-mail": ["x"],
            "moderation:log": [],
            "moderation:waiting": [],
            "meetups:list": [],
            "pages:manifest": ["notes"],
            "meetups:new": [],
        }
        if noun in of:
            return of[noun]
        if noun.startswith("meetups:"):
            return [self.meetup.pk]
        if noun in {f"moderation:{verb}" for verb in ("close", "reopen", "pin", "unpin", "move", "rename")}:
            return [topic.pk]
        return [first.pk] if noun.startswith(("topics:", "moderation:", "reactions:")) else []

    def _token(self, where: str) -> str:
        author = self.people["author"]
        assert isinstance(author, User)
        token = stop_address(author, "mails_replies").rstrip("/").rpartition("/")[2]
        return token[:-3] + "abc" if where == "forged" else token


def make_people() -> dict[str, Person]:
    """Store someone of every role."""
    return {
        "visitor": AnonymousUser(),
        "member": make_person("mira"),
        "author": make_person("arthur"),
        "moderator": make_person("mona", Role.MODERATOR),
        "organizer": make_person("olga", Role.ORGANIZER),
        "administrator": make_person("agnes", Role.ADMINISTRATOR),
    }


def make_world(people: dict[str, Person]) -> World:
    """Store a world in which the author wrote and was answered, and the organizer announced."""
    author, moderator, organizer = (people[role] for role in ("author", "moderator", "organizer"))
    topics = {
        "everyone": _topic(author, Audience.EVERYONE),
        "members": _topic(author, Audience.MEMBERS),
        "moderators": _topic(moderator, Audience.MODERATORS),
    }
    meetup = _meetup(organizer, topics["everyone"].category)
    assert isinstance(organizer, User)
    assert isinstance(author, User)
    create_reply(persona=organizer.persona, topic=topics["everyone"], source="With @arthur.", key=uuid.uuid4())
    do_all_that_is_due()
    return World(people, topics, meetup, Notification.objects.get(recipient=author, reason="mention"))


@pytest.fixture
def people(db: None) -> dict[str, Person]:
    """Return someone of every role."""
    return make_people()


@pytest.fixture
def world(people: dict[str, Person]) -> World:
    """Return a world of this test's own."""
    return make_world(people)


def _topic(person: Person, audience: Audience) -> Topic:
    assert isinstance(person, User)
    room = Category.objects.create(name=audience.name, slug=audience.name.lower(), audience=audience)
    return create_topic(
        persona=person.persona, category=room, title="Sleepless", source="How do you sleep?", key=uuid.uuid4()
    )


def _meetup(person: Person, room: Category) -> Meetup:
    assert isinstance(person, User)
    plan = Plan(clock.now() + timedelta(days=2), "Europe/Berlin", 60, "https://meet.example.org/room", 12, "Sleep")
    return announce_meetup(
        persona=person.persona, category=room, title="Evening round", source="Tea.", key=uuid.uuid4(), plan=plan
    )

"""Rooms and threads for the forum's tests, made by the actions that members use."""

import uuid
from collections.abc import Callable

import pytest

from accounts.models import User
from forum.categories.models import Category
from forum.categories.visibility import Audience
from forum.topics.actions import add_update, create_reply, create_topic
from forum.topics.models import Post, Topic

Reply = Callable[..., Post]


@pytest.fixture
def room(db: None) -> Category:
    """Return a category for everyone."""
    return Category.objects.create(name="Living with it", slug="living-with-it", audience=Audience.EVERYONE)


@pytest.fixture
def start(room: Category) -> Callable[..., Topic]:
    """Return a maker of topics, in the room for everyone unless told otherwise."""

    def make(user: User, source: str = "How do you sleep?", **fields: object) -> Topic:
        given = {"category": room, "title": "Sleepless", "key": uuid.uuid4(), **fields}
        return create_topic(persona=user.persona, source=source, **given)  # type: ignore[arg-type]

    return make


@pytest.fixture
def reply() -> Callable[..., Post]:
    """Return a maker of replies."""

    def make(user: User, topic: Topic, source: str = "With tea.", **fields: object) -> Post:
        given = {"key": uuid.uuid4(), **fields}
        return create_reply(persona=user.persona, topic=topic, source=source, **given)  # type: ignore[arg-type]

    return make


@pytest.fixture
def update() -> Callable[..., Post]:
    """Return a maker of updates."""

    def make(user: User, post: Post, source: str = "It is better now.", **fields: object) -> Post:
        given = {"key": uuid.uuid4(), **fields}
        return add_update(post=post, persona=user.persona, source=source, **given)  # type: ignore[arg-type]

    return make


@pytest.fixture
def topic(start: Callable[..., Topic], ada: User) -> Topic:
    """Return a topic that ada started."""
    return start(ada)


@pytest.fixture
def post(topic: Topic) -> Post:
    """Return the first post of ada's topic."""
    assert topic.first_post is not None
    return topic.first_post

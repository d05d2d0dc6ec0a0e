"""Finding one's way with a plain browser: the search, what is new or unread, and how closely one follows."""

import uuid

import pytest
from django.test import Client

from accounts.models import User
from forum.categories.models import Category
from forum.topics.actions import create_reply, create_topic
from forum.topics.models import Topic
from tests.fixtures_people import PASSWORD
from tests.walker import Answer, Walker, in_process


@pytest.fixture
def reader(bob: User) -> Walker:
    """Return bob, who logged in and runs no script."""
    walker = in_process(Client(enforce_csrf_checks=True))
    walker.fill(walker.open("/accounts/login/"), login="bob", password=PASSWORD)
    return walker


@pytest.fixture
def topic(reader: Walker, ada: User, room: Category) -> Topic:
    """Return what ada asked after bob had joined."""
    return create_topic(
        persona=ada.persona, category=room, title="The kettle at night", source="Who is awake?", key=uuid.uuid4()
    )


def leads_to(page: Answer, topic: Topic) -> bool:
    """Return whether a link of `page` leads into `topic`."""
    return any(href.startswith(topic.get_absolute_url()) for href, _ in page.links)


def answer(ada: User, topic: Topic) -> None:
    """Let ada add to her topic."""
    create_reply(persona=ada.persona, topic=topic, source="I am, and the kettle is on.", key=uuid.uuid4())


def test_search_finds_the_topic(reader: Walker, topic: Topic) -> None:
    page = reader.open("/search/")
    assert leads_to(reader.fill(page, action="/search/", q="kettle"), topic)
    assert not leads_to(reader.fill(page, action="/search/", q="umbrella"), topic)


def test_visitor_searches_what_is_open_to_everyone(topic: Topic) -> None:
    visitor = in_process(Client(enforce_csrf_checks=True))
    assert leads_to(visitor.fill(visitor.open("/search/"), action="/search/", q="kettle"), topic)


def test_new_topic_is_listed_until_it_was_read(reader: Walker, topic: Topic) -> None:
    assert leads_to(reader.open("/new/"), topic)
    reader.open(topic.get_absolute_url())
    assert not leads_to(reader.open("/new/"), topic)


def test_all_that_is_new_can_be_put_aside_at_once(reader: Walker, topic: Topic) -> None:
    page = reader.open("/new/")
    reader.send(page, page.form(action="/read/"))
    assert not leads_to(reader.open("/new/"), topic)


def test_what_is_added_to_a_followed_topic_is_listed_as_unread(reader: Walker, topic: Topic, ada: User) -> None:
    page = reader.open(topic.get_absolute_url())
    reader.fill(page, action="/watch/", level="tracking")
    answer(ada, topic)
    assert leads_to(reader.open("/unread/"), topic)


def test_muted_topic_is_listed_nowhere(reader: Walker, topic: Topic, ada: User) -> None:
    page = reader.open(topic.get_absolute_url())
    reader.fill(page, action="/watch/", level="muted")
    answer(ada, topic)
    assert not leads_to(reader.open("/unread/"), topic)


def test_muted_category_brings_nothing_new(reader: Walker, topic: Topic) -> None:
    page = reader.open("/c/right-now/")
    reader.fill(page, action="/watch/", level="muted")
    assert not leads_to(reader.open("/new/"), topic)

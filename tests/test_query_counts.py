"""What a page asks of the database, at its fullest: the figures that every later change is held to."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from forum.categories.models import Category
from forum.categories.visibility import Audience
from forum.meetups.actions import announce_meetup, register
from forum.meetups.rules import Plan
from forum.notifications.models import Notification
from forum.reactions.actions import keep_bookmark, react
from forum.reactions.models import Feeling
from forum.topics.actions import add_update, create_reply, create_topic, save_draft
from forum.topics.models import Post, Topic
from outbox import clock

PAGE = 20


@pytest.fixture
def room(db: None) -> Category:
    """Return a room for everyone."""
    return Category.objects.create(name="Right now", slug="right-now", audience=Audience.EVERYONE)


@pytest.fixture
def topic(room: Category, organizer: User, ada: User) -> Topic:
    """Return a topic that carries a meetup, at which ada has a seat."""
    plan = Plan(clock.now() + timedelta(hours=5), "Europe/Berlin", 60, "https://meet.example.org/room", 12, "Sleep")
    meetup = announce_meetup(
        persona=organizer.persona, category=room, title="Evening round", source="Tea?", key=uuid.uuid4(), plan=plan
    )
    register(persona=ada.persona, meetup=meetup)
    return meetup.topic


def fill(topic: Topic, ada: User, bob: User, posts: int) -> None:
    """Fill the topic to `posts` posts; the first page holds mentions, quotes, updates and replies to replies."""
    answered = topic.first_post
    for _ in range(min(posts, PAGE) - 1):
        source = f'[quote="olga, post:1, topic:{topic.pk}"]\nTea?\n[/quote]\nYes, @ada.'
        answered = create_reply(persona=bob.persona, topic=topic, source=source, key=uuid.uuid4(), reply_to=answered)
        add_update(post=answered, persona=bob.persona, source="Still yes.", key=uuid.uuid4())
        keep_bookmark(user=ada, post=answered, note="", remind_at=None)
        react(persona=ada.persona, post=answered, feeling=Feeling.HUG)
    rest = {"topic": topic, "persona": ada.persona, "source": "Yes.", "html": "<p>Yes.</p>", "renderer_version": 1}
    Post.objects.bulk_create([Post(number=number, **rest) for number in range(PAGE + 1, posts + 1)])
    Topic.objects.filter(pk=topic.pk).update(last_number=posts, reply_count=posts - 1)


@pytest.mark.parametrize("posts", [2, 2000])
@pytest.mark.parametrize(("is_member", "most"), [(False, 5), (True, 9)])
def test_topic_page(
    topic: Topic,
    ada: User,
    bob: User,
    client: Client,
    client_of: Callable[[User], Client],
    workers: Callable[[], None],
    django_assert_max_num_queries: DjangoAssertNumQueries,
    posts: int,
    is_member: bool,  # noqa: FBT001 - a parameter
    most: int,
) -> None:
    fill(topic, ada, bob, posts)
    workers()
    if is_member:
        client = client_of(ada)
        save_draft(user=ada, place=f"reply:{topic.pk}", key=uuid.uuid4(), title="", body="Not yet", fields={})
        assert Notification.objects.filter(recipient=ada, read_at=None).exists()
    with django_assert_max_num_queries(most):
        page = client.get(topic.get_absolute_url()).content
    assert page.count(b"<article") == min(posts, PAGE)


@pytest.mark.parametrize(("is_member", "most"), [(False, 5), (True, 9)])
def test_topic_page_on_which_nothing_stands(
    topic: Topic,
    ada: User,
    bob: User,
    client: Client,
    client_of: Callable[[User], Client],
    django_assert_max_num_queries: DjangoAssertNumQueries,
    is_member: bool,  # noqa: FBT001 - a parameter
    most: int,
) -> None:
    fill(topic, ada, bob, 100)
    Post.objects.filter(number__gt=2 * PAGE, number__lte=4 * PAGE).delete()
    reader = client_of(ada) if is_member else client
    with django_assert_max_num_queries(most):
        page = reader.get(f"/t/x/{topic.pk}/50/", follow=True).content
    assert page.count(b"<article") == 0


def test_topic_page_that_is_read_by_being_opened(
    topic: Topic,
    ada: User,
    bob: User,
    newcomer: User,
    client: Client,
    workers: Callable[[], None],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    fill(topic, ada, bob, 2000)
    workers()
    client.force_login(newcomer)
    with django_assert_max_num_queries(9):
        client.get(topic.get_absolute_url())
    assert newcomer.watches.get().last_read == PAGE


def test_topic_under_an_address_with_another_slug(
    topic: Topic,
    ada: User,
    bob: User,
    client_of: Callable[[User], Client],
    workers: Callable[[], None],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    fill(topic, ada, bob, 2000)
    workers()
    save_draft(user=ada, place=f"reply:{topic.pk}", key=uuid.uuid4(), title="", body="Not yet", fields={})
    reader = client_of(ada)
    with django_assert_max_num_queries(9):
        assert reader.get(f"/t/what-it-was-called/{topic.pk}/1/").status_code == 200


@pytest.mark.parametrize("topics", [1, 20])
@pytest.mark.parametrize(("is_member", "most"), [(False, 4), (True, 8)])
def test_front_page(
    room: Category,
    topic: Topic,
    ada: User,
    client: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    topics: int,
    is_member: bool,  # noqa: FBT001 - a parameter
    most: int,
) -> None:
    for _ in range(topics):
        create_topic(persona=ada.persona, category=room, title="Sleepless", source="Why?", key=uuid.uuid4())
    if is_member:
        client.force_login(ada)
    with django_assert_max_num_queries(most):
        page = client.get("/").content.decode()
    assert "Next meetup" in page
    assert page.count("/t/sleepless/") >= min(topics, 10)


@pytest.mark.parametrize("topics", [1, 30])
@pytest.mark.parametrize(("is_member", "most"), [(False, 11), (True, 14)])
def test_search(
    room: Category,
    ada: User,
    client: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    topics: int,
    is_member: bool,  # noqa: FBT001 - a parameter
    most: int,
) -> None:
    for _ in range(topics):
        create_topic(persona=ada.persona, category=room, title="Sleepless", source="Why?", key=uuid.uuid4())
    address = "/search/?q=sleepless"
    if is_member:
        client.force_login(ada)
        address = client.post("/search/", {"q": "sleepless"}).headers["Location"]
    # Two of them are the transaction's, which stands within that of the test; one is asked once in ten minutes.
    with django_assert_max_num_queries(most):
        page = client.get(address).content
    assert page.count(b"search-hit") == min(topics, PAGE)

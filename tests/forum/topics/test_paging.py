"""Paging: the deepest page reads as few rows as the first, and a jump leads to the right place."""

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from forum.categories.models import Category
from forum.topics.actions import hide_post, mark_read
from forum.topics.models import Post, Topic
from forum.topics.queries import category_page, recent_page, topic_page
from forum.topics.queries.items import PAGE
from forum.topics.visibility import Status
from outbox import clock

BEGAN = datetime.fromisoformat("2026-03-01T12:00:00+00:00")
POSTS = 4000


@pytest.fixture
def long(topic: Topic, ada: User) -> Topic:
    """Return ada's topic with many posts, four a day; it goes on around number 900,000."""
    rest = {"topic": topic, "persona": ada.persona, "source": "Yes.", "html": "<p>Yes.</p>", "renderer_version": 1}
    numbers = [*range(2, POSTS), *range(900_001, 900_041)]
    Post.objects.bulk_create(
        [
            Post(number=number, created_at=BEGAN + timedelta(hours=6 * place), **rest)
            for place, number in enumerate(numbers, 1)
        ]
    )
    Topic.objects.filter(pk=topic.pk).update(last_number=900_040, reply_count=len(numbers), created_at=BEGAN)
    Post.objects.filter(topic=topic, number=1).update(created_at=BEGAN)
    topic.refresh_from_db()
    return topic


def rows_read(work: Callable[[], object]) -> list[int]:
    """Return how many topics and posts each query of `work` read, those that it threw away among them."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE forum_post, forum_topic")
    with CaptureQueriesContext(connection) as asked:
        work()
    counts = []
    for query in asked.captured_queries:
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + query["sql"])
            plan = cursor.fetchone()[0]
        counts.append(sum(map(read, nodes((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]))))
    return counts


def nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a plan with all that it is made of."""
    return [plan, *(inner for part in plan.get("Plans", ()) for inner in nodes(part))]


def read(node: dict[str, Any]) -> int:
    """Return the topics or posts that one scan read."""
    if node.get("Relation Name") not in {"forum_topic", "forum_post"}:
        return 0
    return int(node["Actual Loops"] * (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)))


def test_deep_page_of_a_topic_reads_as_many_rows_as_the_first(long: Topic, bob: User) -> None:
    first, deep = (sum(rows_read(partial(topic_page, bob, long, number))) for number in (1, 900_001))
    # PostgreSQL is free to find updates by their index or from each of the posts, and what these answer likewise.
    assert deep <= first * 1.1 + 2 * PAGE
    assert max(first, deep) <= 10 * PAGE


def test_empty_page_leads_over_the_gap_to_the_next_posts_either_way(long: Topic, client: Client) -> None:
    page = client.get(f"/t/x/{long.pk}/500000/").content.decode()
    assert re.findall(r'rel="(prev|next)" href="[^"]*/(\d+)/"', page) == 2 * [("prev", "3981"), ("next", "900001")]


@pytest.mark.parametrize(("number", "towards", "to"), [(3_981, "next", 900_001), (900_001, "prev", 3_981)])
def test_page_before_a_gap_leads_over_it(long: Topic, client: Client, number: int, towards: str, to: int) -> None:
    page = client.get(f"/t/x/{long.pk}/{number}/").content.decode()
    assert re.findall(rf'rel="{towards}" href="[^"]*/(\d+)/"', page) == 2 * [str(to)]


@pytest.mark.parametrize(("missing", "queries"), [(19, 0), (20, 2)])
def test_pages_are_looked_for_only_where_one_may_be_missing(
    long: Topic, bob: User, django_assert_num_queries: DjangoAssertNumQueries, missing: int, queries: int
) -> None:
    long.reply_count = long.last_number - 1 - missing
    page = topic_page(bob, long, 2_001)
    with django_assert_num_queries(queries):
        assert page.place


def test_empty_page_leads_past_posts_that_its_reader_may_not_read(long: Topic, bob: User, moderator: User) -> None:
    for post in long.posts.filter(number__gte=900_001, number__lte=900_025):
        hide_post(post=post)
    assert [topic_page(reader, long, 500_000).later for reader in (bob, moderator)] == [900_021, 900_001]


def test_empty_page_leads_on_to_nothing_where_nothing_more_may_be_read(long: Topic, bob: User) -> None:
    Post.objects.filter(number__gt=POSTS).update(status=Status.HIDDEN)
    assert topic_page(bob, long, 500_000).later is None


def test_empty_page_finds_the_next_posts_by_reading_few_rows(long: Topic, bob: User) -> None:
    assert sum(rows_read(lambda: topic_page(bob, long, 500_000).place)) < 20


def test_hidden_post_never_shifts_a_page(long: Topic, bob: User) -> None:
    before = [item.post.number for item in topic_page(bob, long, 900_021).items]
    hide_post(post=long.posts.get(number=900_003))
    assert (
        [item.post.number for item in topic_page(bob, long, 900_021).items] == before == list(range(900_021, 900_041))
    )


@pytest.mark.parametrize("kind", ["category", "new"])
def test_deep_page_of_a_list_reads_as_many_rows_as_the_first(
    room: Category, topic: Topic, bob: User, kind: str
) -> None:
    now = clock.now()
    moments = [now - timedelta(minutes=number) for number in range(3000)]
    rest = {"category": room, "title": "Sleepless", "audience": 0, "first_post": None}
    Topic.objects.bulk_create([Topic(created_at=one, activity_at=one, last_number=1, **rest) for one in moments])
    User.objects.update(created_at=now - timedelta(days=90))
    bob.refresh_from_db()
    at = f"{(moments[1500] - datetime.fromisoformat('1970-01-01T00:00:00+00:00')) // timedelta(microseconds=1)}-1"
    with connection.cursor() as cursor:
        # What stands in the table now, and not what other tests left in it, decides how it is read.
        cursor.execute("ANALYZE forum_topic")
        # A table as small as this may be sorted as a whole, which a large one never is.
        cursor.execute("SET LOCAL enable_sort = off")
    page = partial(category_page, bob, room) if kind == "category" else partial(recent_page, bob)
    first, deep = (max(rows_read(partial(page, before))) for before in ("", at))
    # PostgreSQL is free to find what a topic begins with by its index or by reading the few posts that there are.
    assert deep <= first * 1.1 + 2 * PAGE
    assert deep <= 10 * PAGE


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("to=first", 1),
        ("to=last", 900_040),
        ("to=unread", 2001),
        ("to=anything", 1),
        ("date=2026-03-02", 3),
        ("date=1999-01-01", 1),
        ("date=2066-01-01", 900_040),
        ("date=yesterday", 1),
    ],
)
def test_jump_leads_to_a_post(
    client_of: Callable[[User], Client], bob: User, long: Topic, asked: str, number: int
) -> None:
    mark_read(user=bob, topic=long, number=2000)
    answer = client_of(bob).get(f"/t/{long.pk}/jump/?{asked}")
    assert answer["Location"] == f"/t/sleepless/{long.pk}/{number}/#post-{number}"


def test_jump_to_a_day_reads_few_rows(long: Topic, client: Client) -> None:
    assert max(rows_read(lambda: client.get(f"/t/{long.pk}/jump/?date=2027-03-02"))) < 100


def test_jump_passes_over_what_is_hidden(long: Topic, client: Client) -> None:
    hide_post(post=long.posts.get(number=900_040))
    assert client.get(f"/t/{long.pk}/jump/?to=last")["Location"].endswith("#post-900039")


def test_unreadable_date_is_explained(long: Topic, client: Client) -> None:
    assert "the year, the month, the day" in client.get(f"/t/{long.pk}/jump/?date=soon", follow=True).text

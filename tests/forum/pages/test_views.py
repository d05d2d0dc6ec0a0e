"""The front page and the help page, as a visitor and a member see them."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from forum.categories.models import Category
from forum.categories.visibility import Audience
from forum.notifications.models import Notification
from forum.pages.queries import waiting_topics
from forum.topics.models import Post, Topic
from outbox import clock

Start = Callable[..., Topic]
Reply = Callable[..., Post]

pytestmark = pytest.mark.django_db


def rooms() -> None:
    for audience in Audience:
        Category.objects.create(name=f"For {audience.label}", slug=audience.name.lower(), audience=audience)


def test_front_page_tells_a_visitor_what_this_is(client: Client) -> None:
    assert "You are not alone in this" in client.get("/").text


def test_page_that_is_not_open_says_why_and_that_nothing_was_changed(ada: User, client: Client) -> None:
    client.force_login(ada)
    page = client.get("/moderation/log/")
    assert page.status_code == 403
    assert "<p>Only moderators can do that. Nothing was changed.</p>" in page.text


def test_front_page_of_an_empty_forum_says_so(client: Client) -> None:
    assert "There is no category yet" in client.get("/").text


@pytest.mark.parametrize(
    ("who", "rooms_seen"),
    [
        ("outsider", {"everyone"}),
        ("ada", {"everyone", "members"}),
        ("moderator", {"everyone", "members", "moderators"}),
    ],
)
def test_front_page_links_every_room_its_reader_may_see(
    client: Client, request: pytest.FixtureRequest, who: str, rooms_seen: set[str]
) -> None:
    rooms()
    reader = request.getfixturevalue(who)
    if isinstance(reader, User):
        client.force_login(reader)
    page = client.get("/").text
    assert {slug for slug in ("everyone", "members", "moderators") if f'href="/c/{slug}/"' in page} == rooms_seen


def test_visitors_front_page_sets_no_cookie(client: Client) -> None:
    assert not client.get("/").cookies


def test_front_page_leads_a_visitor_to_help_now_and_to_reading(client: Client) -> None:
    page = client.get("/").text
    assert "/help/#now" in page
    assert "Read first" in page


def test_home_names_what_a_member_has_not_read_yet(
    ada: User, bob: User, client: Client, start: Start, reply: Reply, workers: Callable[[], None]
) -> None:
    reply(bob, start(ada))
    workers()
    client.force_login(ada)
    assert "bob replied to you in “Sleepless”" in client.get("/").text
    Notification.objects.update(read_at=clock.now())
    assert "Nothing new since you were last here" in client.get("/").text


def test_question_of_another_waits_until_someone_replies(
    ada: User, bob: User, client: Client, start: Start, reply: Reply
) -> None:
    topic = start(ada)
    assert waiting_topics(bob) == [topic]
    assert waiting_topics(ada) == []
    reply(bob, topic)
    assert waiting_topics(bob) == []


def test_nobody_is_shown_as_waiting_whom_the_reader_may_not_see(bob: User, moderator: User, start: Start) -> None:
    room = Category.objects.create(name="Staff", slug="staff", audience=Audience.MODERATORS)
    start(moderator, category=room)
    assert waiting_topics(bob) == []


def test_closed_pinned_and_old_questions_do_not_wait(ada: User, bob: User, start: Start) -> None:
    now = clock.now()
    for change in ({"closed_at": now}, {"pinned_at": now}, {"created_at": now - timedelta(days=61)}):
        topic = start(ada)
        Topic.objects.filter(pk=topic.pk).update(**change)
    assert waiting_topics(bob) == []


def test_who_waits_is_found_by_an_index(ada: User, room: Category, start: Start) -> None:
    start(ada)
    answered = {"category": room, "title": "Tea", "audience": room.audience, "reply_count": 1}
    Topic.objects.bulk_create(Topic(**answered) for _ in range(500))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE forum_topic")
    waiting = Topic.objects.waiting(clock.now() - timedelta(days=60)).order_by("-created_at", "-pk")
    assert "topic_waiting" in waiting.explain()


@pytest.mark.parametrize("path", ["/meetups/", "/search/", "/help/"])
def test_header_says_which_of_its_pages_is_open(client: Client, path: str) -> None:
    header = client.get(path).text.partition("</header>")[0]
    assert re.findall(r'<a href="([^"]+)" aria-current="page"', header) == [path]


def test_header_names_no_page_that_it_does_not_lead_to(client: Client) -> None:
    assert "aria-current" not in client.get("/leave/about/").text.partition("</header>")[0]


def test_help_names_the_emergency_numbers(client: Client) -> None:
    assert "112" in client.get("/help/").text


def test_help_says_what_a_mailbox_can_give_away(client: Client) -> None:
    assert "whoever reads your mailbox" in client.get("/help/").text

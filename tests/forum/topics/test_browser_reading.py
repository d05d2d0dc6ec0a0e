"""Reading in a real browser, with scripts and without: what passes through the view is read."""

import time
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from accounts.models import User
from forum.topics.actions import create_reply, mark_read
from forum.topics.models import Post, Topic, Watch
from tests.browser.fixtures import PHONE, OpenPage

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def long(topic: Topic, ada: User) -> Topic:
    """Return ada's topic with a page and a half of posts, each higher than a phone."""
    html = "<p>Yes.</p>" * 30
    rest = {"topic": topic, "persona": ada.persona, "source": "Yes.", "html": html, "renderer_version": 1}
    Post.objects.bulk_create([Post(number=number, **rest) for number in range(2, 31)])
    Topic.objects.filter(pk=topic.pk).update(last_number=30, reply_count=29)
    topic.refresh_from_db()
    return topic


def read_by(person: User) -> int:
    """Return how far `person` has read."""
    return Watch.objects.filter(user=person).values_list("last_read", flat=True).first() or 0


def comes_to(expected: int, of: Callable[[], int]) -> bool:
    """Wait until a number is what was expected."""
    until = time.monotonic() + 20
    while time.monotonic() < until and of() != expected:
        time.sleep(0.1)
    return of() == expected


def test_posts_are_read_as_they_pass_through_the_view(long: Topic, bob: User, open_page: OpenPage) -> None:
    page = open_page(bob, size=PHONE)
    page.goto(long.get_absolute_url())
    page.locator("#post-3 > :last-child").scroll_into_view_if_needed()
    assert comes_to(3, lambda: read_by(bob))


def test_one_comes_back_to_where_one_stopped(long: Topic, bob: User, open_page: OpenPage) -> None:
    mark_read(user=bob, topic=long, number=25)
    page = open_page(bob, size=PHONE)
    page.goto("/")
    page.locator("h3").get_by_role("link", name="Sleepless").first.click()
    expect(page.get_by_text("New since your last visit")).to_be_in_viewport()
    expect(page.locator("#post-26")).to_be_in_viewport()


def test_page_is_read_by_being_opened_without_scripts(long: Topic, bob: User, open_page: OpenPage) -> None:
    page = open_page(bob, javascript=False)
    page.goto(long.get_absolute_url())
    assert comes_to(20, lambda: read_by(bob))


def test_new_replies_announce_themselves_and_nothing_moves(
    long: Topic, ada: User, bob: User, open_page: OpenPage
) -> None:
    page = open_page(bob, size=PHONE)
    page.clock.install()
    page.goto(f"/t/x/{long.pk}/21/")
    page.locator("#post-23").scroll_into_view_if_needed()
    place = page.evaluate("scrollY")
    create_reply(persona=ada.persona, topic=long, source="Look.", key=uuid.uuid4())
    page.clock.fast_forward(60_000)
    expect(page.get_by_role("status").get_by_role("link", name="1 new reply")).to_be_in_viewport()
    assert page.evaluate("scrollY") == place

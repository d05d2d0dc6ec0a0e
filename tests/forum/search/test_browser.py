"""Searching in a real browser: the way back, and topics offered while a title is typed."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from accounts.models import User
from forum.topics.models import Topic
from tests.browser.fixtures import PHONE, OpenPage

pytestmark = pytest.mark.django_db(transaction=True)

Start = Callable[..., Topic]


@pytest.mark.parametrize("javascript", [True, False])
def test_back_and_reload_show_what_was_found(start: Start, ada: User, open_page: OpenPage, javascript: bool) -> None:  # noqa: FBT001 - a parameter
    start(ada, "The lantern.", title="A night")
    page = open_page(ada, size=PHONE, javascript=javascript)
    page.goto("/")
    page.get_by_role("link", name="Search").click()
    page.get_by_label("What are you looking for?").fill("lantern")
    page.get_by_label("What are you looking for?").press("Enter")
    page.get_by_role("link", name="A night").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A night")
    page.go_back()
    expect(page.get_by_text("1 post", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_label("What are you looking for?")).to_have_value("lantern")
    assert "lantern" not in page.url
    assert "lantern" not in page.title().lower()


def test_similar_topics_are_offered_while_a_title_is_typed(start: Start, ada: User, open_page: OpenPage) -> None:
    topic = start(ada, title="Bottles in the garage")
    page = open_page(ada, size=PHONE)
    page.goto(f"/c/{topic.category.slug}/new/")
    page.get_by_label("Title").press_sequentially("Again bottles in garages")
    offered = page.locator("[data-similar]")
    expect(offered.get_by_role("link", name="Bottles in the garage")).to_be_visible()
    assert offered.get_attribute("aria-live") == "polite"
    page.get_by_label("Title").fill("What of the children")
    expect(offered).to_be_empty()

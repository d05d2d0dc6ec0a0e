"""The exact time of a post, on demand: by keyboard alone, and without scripts."""

import pytest
from playwright.sync_api import expect

from forum.topics.models import Topic
from tests.browser.fixtures import PHONE, OpenPage


@pytest.mark.parametrize("javascript", [True, False])
def test_exact_time_and_zone_open_by_keyboard(open_page: OpenPage, topic: Topic, javascript: bool) -> None:  # noqa: FBT001
    page = open_page(size=PHONE, javascript=javascript)
    page.goto(topic.get_absolute_url())
    told = page.locator("#post-1 .when")
    expect(told.get_by_text("(UTC)")).to_be_hidden()
    told.locator("summary").press("Enter")
    expect(told.get_by_text("(UTC)")).to_be_visible()

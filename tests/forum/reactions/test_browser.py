"""Reacting in a real browser: in its place, by keyboard, and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import User
from forum.topics.models import Post
from tests.browser.fixtures import PHONE, OpenPage

pytestmark = pytest.mark.django_db(transaction=True)


def test_reaction_is_given_and_taken_back_in_its_place(post: Post, bob: User, open_page: OpenPage) -> None:
    page = open_page(bob, size=PHONE)
    page.goto(f"/t/x/{post.topic_id}/1/")
    page.evaluate("window.isSame = true")
    line = page.get_by_role("group", name="Reactions to #1")
    with page.expect_response("**/htmx-2.min.js"):
        line.locator("summary").focus()
    page.wait_for_function("document.querySelector('.reactions [data-hx-post]')['htmx-internal-data']")
    page.keyboard.press("Enter")
    line.get_by_role("button", name="Hug", exact=True).press("Enter")
    given = line.get_by_role("button", name="Hug 1")
    expect(given).to_have_attribute("aria-pressed", "true")
    expect(given).to_be_focused()
    given.press("Enter")
    expect(given).to_have_count(0)
    assert page.evaluate("window.isSame")


def test_reaction_needs_no_javascript(post: Post, bob: User, open_page: OpenPage) -> None:
    page = open_page(bob, size=PHONE, javascript=False)
    page.goto(f"/t/x/{post.topic_id}/1/")
    line = page.get_by_role("group", name="Reactions to #1")
    line.locator("summary").click()
    line.get_by_role("button", name="Same here").click()
    expect(page).to_have_url(re.compile("#post-1$"))
    expect(line.get_by_role("button", name="Same here 1")).to_have_attribute("aria-pressed", "true")

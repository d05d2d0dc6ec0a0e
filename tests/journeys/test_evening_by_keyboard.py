"""Joining, asking, answering and registering with the keyboard alone: Tab, Enter and typing."""

import uuid

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from forum.categories.models import Category
from forum.meetups.actions import announce_meetup
from forum.meetups.models import Meetup
from forum.meetups.rules import Plan
from tests.browser.fixtures import OpenPage
from tests.journeys import evening as said
from tests.journeys.conftest import Evening, code_for

STOPS_MAX = 120


@pytest.fixture
def meetup(room: Category, moderator: User, evening: Evening) -> Meetup:
    """Return the evening's meetup."""
    plan = Plan(said.MEETUP_STARTS, "UTC", 60, said.JOIN_URL, 12, "When it starts again")
    return announce_meetup(
        persona=moderator.persona, category=room, title="Evening round", source="Tea.", key=uuid.uuid4(), plan=plan
    )


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what `selector` names has the focus, and can be seen to have it."""
    for _ in range(STOPS_MAX):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} is not reached with Tab on {page.url}")


def type_into(page: Page, **words: str) -> None:
    """Type into the fields of these names, in this order."""
    for name, text in words.items():
        tab_to(page, f"main [name={name}]")
        page.keyboard.type(text)


def press(page: Page, selector: str) -> None:
    """Go to a link or button, and press Enter."""
    tab_to(page, selector)
    page.keyboard.press("Enter")


def join(page: Page, evening: Evening) -> None:
    page.goto("/")
    press(page, "a[href^='/accounts/signup/']")
    page.wait_for_url("**/accounts/signup/**")
    type_into(page, username="wren", email="wren@example.org", password1=said.PASSWORD, password2=said.PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("[name=code]")).to_be_visible()
    evening.pass_by(seconds=1)
    type_into(page, code=code_for("wren"))
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/accounts/" not in url)


def ask(page: Page) -> None:
    page.goto("/c/right-now/")
    press(page, "main a[href$='/c/right-now/new/']")
    page.wait_for_url("**/new/**")
    type_into(page, title="How do you sleep?", body="Badly, here.")
    press(page, "main button[type=submit].button")
    expect(page.locator("#post-1")).to_contain_text("Badly, here.")


def answer(page: Page) -> None:
    type_into(page, body="With tea, by now.")
    press(page, "main form:has([name=body]) button[type=submit].button")
    expect(page.locator("#post-2")).to_contain_text("With tea")


def register(page: Page, meetup: Meetup) -> None:
    page.goto("/meetups/")
    press(page, f"main a[href='{meetup.topic.get_absolute_url()}']")
    page.wait_for_url(f"**{meetup.topic.get_absolute_url()}")
    press(page, "main form[action$='/register/'] button")
    expect(page.locator("main form[action$='/cancel/'] button").first).to_be_visible()


def test_evening_by_keyboard(open_page: OpenPage, evening: Evening, meetup: Meetup) -> None:
    page = open_page()
    join(page, evening)
    ask(page)
    answer(page)
    register(page, meetup)
    assert meetup.registrations.count() == 1

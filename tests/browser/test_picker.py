"""Emoji to pick from: found by name, remembered by the account, in the member's own tone."""

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from forum.topics.models import Topic
from tests.browser.fixtures import PHONE, OpenPage


@pytest.fixture
def page(open_page: OpenPage, topic: Topic, ada: User) -> Page:
    """Return ada's phone with the picker open."""
    page = open_page(ada, size=PHONE)
    page.goto(topic.get_absolute_url())
    open_picker(page)
    return page


def open_picker(page: Page) -> None:
    page.get_by_role("toolbar").get_by_role("button", name="Emoji").click()
    expect(page.get_by_role("button", name="pray", exact=True).first).to_be_visible()


def box(page: Page) -> Locator:
    return page.locator("textarea[name=body]")


def test_picked_emoji_stands_in_the_box(page: Page) -> None:
    page.get_by_role("button", name="seedling").click()
    expect(box(page)).to_have_value("🌱")
    expect(box(page)).to_be_focused()
    expect(page.get_by_role("dialog", name="Emoji")).to_be_hidden()


def test_search_finds_by_name_and_enter_takes_the_first(page: Page) -> None:
    page.keyboard.type("hot spr")
    expect(page.locator("[data-picker-said]")).to_contain_text("Found: ")
    page.keyboard.press("Enter")
    expect(box(page)).to_have_value("♨️")


def test_tone_and_recent_are_remembered_on_another_device(
    page: Page, open_page: OpenPage, topic: Topic, ada: User
) -> None:
    page.get_by_label("Skin tone").select_option("t4")
    with page.expect_response("**/preferences/emoji/"):
        page.get_by_role("button", name="pray", exact=True).click()
    expect(box(page)).to_have_value("🙏🏽")
    other = open_page(ada)
    other.goto(topic.get_absolute_url())
    open_picker(other)
    expect(other.get_by_role("group", name="Picked lately").get_by_role("button")).to_have_text(["🙏🏽"])


def test_keys_walk_through_and_escape_leads_back(page: Page) -> None:
    for key in ("ArrowDown", "ArrowRight", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    expect(page.locator(":focus")).to_have_accessible_name("smile")
    page.keyboard.press("Escape")
    expect(page.get_by_role("toolbar").get_by_role("button", name="Emoji")).to_be_focused()
    expect(page.get_by_role("dialog", name="Emoji")).to_be_hidden()


def test_screen_is_never_too_narrow(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]

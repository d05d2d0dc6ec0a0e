"""Names after @ and emoji after a colon, as hands, thumbs and screen readers meet them."""

import time

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from accounts.models import User
from forum.topics.models import Post, Topic
from tests.browser.fixtures import PHONE, OpenPage


@pytest.fixture
def page(open_page: OpenPage, topic: Topic, ada: User) -> Page:
    """Return ada's phone, at the topic that bob answered, with the box ready."""
    page = open_page(ada, size=PHONE)
    page.goto(topic.get_absolute_url())
    box(page).focus()
    expect(box(page)).to_have_attribute("aria-autocomplete", "list")
    return page


def box(page: Page) -> Locator:
    return page.locator("textarea[name=body]")


def options(page: Page) -> Locator:
    return page.get_by_role("listbox").get_by_role("option")


def late(route: Route) -> None:
    """Answer after the next letter has been asked about."""
    time.sleep(0.5)
    route.continue_()


def test_people_are_offered_and_said_in_words(page: Page) -> None:
    box(page).press_sequentially("Thanks @b")
    expect(options(page)).to_have_text(["bob"])
    expect(page.locator("[data-suggestions-said]")).to_have_text("Found: 1. First: bob. Down arrow to choose.")
    assert box(page).get_attribute("role") is None
    assert box(page).get_attribute("aria-activedescendant") is None


def test_at_alone_offers_who_wrote_here(page: Page, newcomer: User) -> None:
    box(page).press_sequentially("Thanks @")
    expect(options(page)).to_have_text(["bob"])


def test_who_wrote_here_is_offered_where_one_changes_words_too(page: Page, newcomer: User) -> None:
    page.goto(f"/p/{Post.objects.get(number=1).pk}/edit/")
    box(page).focus()
    expect(box(page)).to_have_attribute("aria-autocomplete", "list")
    box(page).press_sequentially(" @")
    expect(options(page)).to_have_text(["bob"])


def test_list_stands_above_the_line_where_there_is_no_room_below(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 360})
    box(page).press_sequentially("\n" * 8 + "@b")
    box(page).evaluate("(box) => scrollBy(0, box.getBoundingClientRect().bottom - innerHeight + 10)")
    page.keyboard.type("o")
    page.wait_for_timeout(400)
    top, bottom = page.get_by_role("listbox").evaluate(
        "(list) => [list.getBoundingClientRect().top, list.getBoundingClientRect().bottom]"
    )
    assert top >= 0
    assert bottom <= 360


def test_enter_stays_a_new_line_until_an_arrow_is_pressed(page: Page) -> None:
    box(page).press_sequentially("@b")
    expect(options(page)).to_have_count(1)
    page.keyboard.press("Enter")
    expect(box(page)).to_have_value("@b\n")


def test_arrow_and_enter_take_a_name(page: Page) -> None:
    box(page).press_sequentially("@b")
    expect(options(page)).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(box(page)).to_have_attribute("aria-activedescendant", options(page).get_attribute("id") or "")
    page.keyboard.press("Enter")
    expect(box(page)).to_have_value("@bob ")
    expect(options(page)).to_have_count(0)


def test_escape_closes_for_that_word_alone(page: Page) -> None:
    box(page).press_sequentially("@b")
    expect(options(page)).to_have_count(1)
    page.keyboard.press("Escape")
    page.keyboard.type("o")
    page.wait_for_timeout(400)
    expect(options(page)).to_have_count(0)
    page.keyboard.type(" @b")
    expect(options(page)).to_have_count(1)


def test_thumb_takes_a_name(page: Page) -> None:
    box(page).press_sequentially("@b")
    options(page).first.click()
    expect(box(page)).to_have_value("@bob ")
    expect(box(page)).to_be_focused()


def test_leaving_the_box_closes(page: Page) -> None:
    box(page).press_sequentially("@b")
    expect(options(page)).to_have_count(1)
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_paste_opens_nothing(page: Page) -> None:
    box(page).evaluate(
        "(box) => { box.value = '@b'; box.dispatchEvent(new InputEvent('input', { inputType: 'insertFromPaste' })); }"
    )
    page.wait_for_timeout(400)
    expect(options(page)).to_have_count(0)


def test_stale_answer_is_dropped(page: Page) -> None:
    page.route("**/people/?q=b&**", late)
    box(page).press_sequentially("@b")
    page.wait_for_timeout(200)
    page.keyboard.type("x ")
    page.wait_for_timeout(900)
    expect(options(page)).to_have_count(0)


def test_emoji_is_written_as_it_looks(page: Page) -> None:
    box(page).press_sequentially("So tired :relie")
    expect(options(page).first).to_contain_text("relieved")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(box(page)).to_have_value("So tired 😌 ")

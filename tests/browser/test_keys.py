"""Going through a topic by single keys, quoting what is marked, copying a link, and the way to the box."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from forum.topics.actions import close_topic
from forum.topics.models import Topic
from tests.browser.fixtures import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)

MARK = """([from, to]) => {
  const first = document.querySelector(`${from} .words`), last = document.querySelector(`${to} .words`);
  getSelection().setBaseAndExtent(first, 0, last, last.childNodes.length);
}"""


@pytest.fixture
def page(topic: Topic, bob: User, open_page: OpenPage) -> Page:
    """Return bob's page of a topic with two posts, the second a long one."""
    page = open_page(bob)
    page.goto(f"/t/x/{topic.pk}/")
    return page


def mark(page: Page, first: str, last: str) -> None:
    """Mark the words from one post to another as a pointer does."""
    page.mouse.move(2, 300)
    page.mouse.down()
    page.evaluate(MARK, [first, last])
    page.mouse.up()


def test_j_and_k_move_the_focus_from_post_to_post(page: Page) -> None:
    page.keyboard.press("j")
    expect(page.locator("#post-1")).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("#post-2")).to_be_focused()
    expect(page.locator("#post-2 .post-head")).to_be_in_viewport()
    page.keyboard.press("k")
    expect(page.locator("#post-1")).to_be_focused()


def test_keys_rest_while_one_types(page: Page) -> None:
    box = page.get_by_label("Your words")
    box.press_sequentially("jkrq?")
    expect(box).to_have_value("jkrq?")
    expect(box).to_be_focused()


def test_keys_rest_with_a_modifier(page: Page) -> None:
    page.keyboard.press("Alt+j")
    page.keyboard.press("Shift+J")
    expect(page.locator("#post-1")).not_to_be_focused()


def test_r_answers_the_post_one_is_at(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("r")
    expect(page.get_by_label("In reply to #1")).to_be_checked()
    expect(page.get_by_label("Your words")).to_be_focused()
    expect(page.get_by_label("Your words")).to_have_value("")


def test_q_quotes_the_marked_words(page: Page, topic: Topic) -> None:
    page.locator("#post-1 .words p").select_text()
    page.keyboard.press("q")
    quoted = f'[quote="ada, post:1, topic:{topic.pk}"]\nHow do you sleep?\n[/quote]\n\n'
    expect(page.get_by_label("Your words")).to_have_value(quoted)


def test_q_quotes_the_post_one_is_at(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("q")
    expect(page.get_by_label("Your words")).to_have_value(re.compile("How do you sleep"))


def test_question_mark_lists_the_keys_and_escape_gives_the_focus_back(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys for this page")).to_contain_text("to the next post")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("#post-1")).to_be_focused()


def test_keys_are_listed_where_nobody_may_reply_any_more(page: Page, topic: Topic) -> None:
    close_topic(topic=topic)
    page.reload()
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys for this page")
    expect(keys).to_contain_text("to the next post")
    expect(keys).not_to_contain_text("quote")


def test_section_of_the_keys_stands_among_the_others(bob: User, open_page: OpenPage) -> None:
    page = open_page(bob)
    page.goto("/preferences/")
    assert page.locator("#keys").evaluate("section => getComputedStyle(section).position") == "static"


def test_keys_turned_off_do_nothing(topic: Topic, bob: User, open_page: OpenPage) -> None:
    User.objects.update(uses_keys=False)
    page = open_page(bob)
    page.goto(f"/t/x/{topic.pk}/")
    page.keyboard.press("j")
    page.keyboard.press("?")
    expect(page.locator("#post-1")).not_to_be_focused()
    expect(page.get_by_text("Keys for this page")).to_have_count(0)


def test_marked_words_are_quoted_by_the_button_below_them(page: Page) -> None:
    mark(page, "#post-1", "#post-1")
    below = page.get_by_role("button", name="Quote these words")
    words = page.locator("#post-1 .words").bounding_box()
    found = below.bounding_box()
    assert words
    assert found
    assert found["y"] >= words["y"] + words["height"]
    below.click()
    expect(page.get_by_label("Your words")).to_have_value(re.compile(r"post:1.*\nHow do you sleep\?\n"))


def test_words_of_two_posts_are_not_quoted_as_one(page: Page) -> None:
    mark(page, "#post-1", "#post-2")
    page.wait_for_timeout(100)
    expect(page.get_by_role("button", name="Quote these words")).to_be_hidden()


def test_link_to_a_post_is_copied_and_said(page: Page, topic: Topic) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#post-1 .post-foot").get_by_text("More").click()
    page.get_by_role("link", name="Copy the link to #1").click()
    expect(page.locator("#post-1").get_by_text("Copied")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="The link is copied.")).to_be_attached()
    assert page.evaluate("navigator.clipboard.readText()").endswith(f"/{topic.pk}/1/#post-1")


def test_link_to_a_post_is_a_link_without_javascript(topic: Topic, bob: User, open_page: OpenPage) -> None:
    page = open_page(bob, javascript=False)
    page.goto(f"/t/x/{topic.pk}/")
    page.locator("#post-2 .post-foot").get_by_text("More").click()
    page.get_by_role("link", name="Copy the link to #2").click()
    expect(page).to_have_url(re.compile(r"/2/#post-2$"))


def test_way_to_the_box_is_always_in_sight_and_rests_beside_the_box(page: Page) -> None:
    way = page.get_by_role("link", name="Answer", exact=True)
    expect(way).to_be_in_viewport()
    way.click()
    expect(page.get_by_label("Your words")).to_be_focused()
    expect(way).to_be_hidden()


def test_way_to_the_box_covers_nothing_for_whoever_has_just_come(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    way = page.get_by_role("link", name="Answer", exact=True)
    expect(way).to_be_hidden()
    page.locator("#post-2").scroll_into_view_if_needed()
    expect(way).to_be_in_viewport()


def test_way_to_the_box_and_the_way_out_stand_beside_each_other(page: Page) -> None:
    for width in (320, 360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        page.locator("#post-2").evaluate("post => scrollTo(0, post.offsetTop)")
        way, out = (page.locator(name).bounding_box() for name in (".answer-bar a", ".leave"))
        assert way
        assert out
        assert way["x"] + way["width"] + 4 <= out["x"]

"""Writing in a real browser: the draft, the preview, the quote, and what a small screen shows."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from accounts.models import User
from forum.topics.actions import create_reply
from forum.topics.models import Draft, Post, Topic
from tests.browser.fixtures import DESKTOP, PHONE, OpenPage

pytestmark = pytest.mark.django_db(transaction=True)


def address(topic: Topic) -> str:
    return f"/t/x/{topic.pk}/"


def test_words_are_kept_as_one_types_and_come_back_on_another_device(
    topic: Topic, bob: User, open_page: OpenPage
) -> None:
    page = open_page(bob)
    page.goto(address(topic))
    page.get_by_label("Your words").fill("With tea")
    expect(page.locator("[data-draft-state]")).to_have_text("Saved just now.")
    phone = open_page(bob, size=PHONE)
    phone.goto(address(topic))
    expect(phone.get_by_label("Your words")).to_have_value("With tea")


def test_words_are_kept_when_the_page_is_left_at_once(topic: Topic, bob: User, open_page: OpenPage) -> None:
    page = open_page(bob)
    page.goto(address(topic))
    page.get_by_label("Your words").fill("With tea")
    page.goto("/help/")
    for _ in range(150):
        if Draft.objects.exists():
            break
        page.wait_for_timeout(100)
    page.goto(address(topic))
    expect(page.get_by_label("Your words")).to_have_value("With tea")


def test_double_click_sends_one_reply(topic: Topic, bob: User, open_page: OpenPage) -> None:
    page = open_page(bob)
    page.goto(address(topic))
    page.get_by_label("Your words").fill("With tea")
    page.get_by_role("button", name="Send your reply").dblclick()
    expect(page.locator("#post-2")).to_contain_text("With tea")
    assert topic.posts.count() == 2
    assert not Draft.objects.exists()


def test_correction_after_going_back_is_not_lost(topic: Topic, bob: User, open_page: OpenPage) -> None:
    page = open_page(bob)
    page.goto(address(topic))
    page.get_by_label("Your words").fill("With tea")
    page.get_by_role("button", name="Send your reply").click()
    expect(page.locator("#post-2")).to_be_visible()
    page.go_back()
    page.get_by_label("Your words").fill("With milk")
    page.get_by_role("button", name="Send your reply").click()
    if page.get_by_text("You have sent this once already").count():
        page.get_by_role("button", name="Send your reply").click()
    expect(page.locator("#post-3")).to_contain_text("With milk")


def test_preview_stands_beside_the_box(topic: Topic, bob: User, open_page: OpenPage) -> None:
    page = open_page(bob)
    page.goto(address(topic))
    page.get_by_label("Your words").fill("**With tea**")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".preview-box strong")).to_have_text("With tea")
    expect(page.get_by_label("Your words")).to_have_value("**With tea**")
    expect(page.locator("[data-draft-state]")).to_have_text("Saved just now.")


def test_marked_words_are_quoted_into_the_box(topic: Topic, bob: User, open_page: OpenPage) -> None:
    page = open_page(bob)
    page.goto(address(topic))
    page.get_by_label("Your words").fill("Well")
    page.locator("#post-1 .words p").select_text()
    page.locator("#post-1 .post-foot").get_by_text("More").click()
    page.get_by_role("button", name="Quote #1").click()
    quoted = f'Well\n\n[quote="ada, post:1, topic:{topic.pk}"]\nHow do you sleep?\n[/quote]\n\n'
    expect(page.get_by_label("Your words")).to_have_value(quoted)
    expect(page.locator("[data-draft-state]")).to_have_text("Saved just now.")


def test_reply_button_keeps_what_is_in_the_box(topic: Topic, bob: User, open_page: OpenPage) -> None:
    page = open_page(bob)
    page.goto(address(topic))
    page.get_by_label("Your words").fill("With tea")
    page.locator("#post-1").get_by_role("button", name="Reply").click()
    expect(page.get_by_label("In reply to #1")).to_be_checked()
    expect(page.get_by_label("Your words")).to_have_value("With tea")


def test_enter_in_the_form_presses_no_button_of_a_post(topic: Topic, bob: User, open_page: OpenPage) -> None:
    page = open_page(bob)
    page.goto(f"{address(topic)}?reply_to=1")
    page.get_by_label("Your words").fill("With tea")
    page.get_by_label("In reply to #1").press("Enter")
    expect(page).to_have_url(re.compile(r"/2/#post-2$"))


def test_quote_button_keeps_what_is_in_the_box_without_javascript(topic: Topic, bob: User, open_page: OpenPage) -> None:
    page = open_page(bob, javascript=False)
    page.goto(address(topic))
    page.get_by_label("Your words").fill("Well")
    page.locator("#post-1 .post-foot").get_by_text("More").click()
    page.get_by_role("button", name="Quote #1").press("Enter")
    page.get_by_role("button", name="Reply to #1").press("Enter")
    expect(page.get_by_label("In reply to #1")).to_be_checked()
    quoted = f'Well\n\n[quote="ada, post:1, topic:{topic.pk}"]\nHow do you sleep?\n[/quote]'
    expect(page.get_by_label("Your words")).to_have_value(quoted)


def test_everything_works_without_javascript(topic: Topic, ada: User, open_page: OpenPage) -> None:
    page = open_page(ada, javascript=False)
    page.goto(address(topic))
    page.locator("#post-1 .post-foot").get_by_text("More").click()
    page.locator("#post-1").get_by_role("button", name="Quote").click()
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".preview-box")).to_contain_text("How do you sleep?")
    page.get_by_role("button", name="Keep for later").click()
    page.get_by_role("button", name="Send your reply").click()
    expect(page).to_have_url(re.compile(r"/2/#post-2$"))


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
@pytest.mark.parametrize("dark", [False, True])
def test_no_page_is_wider_than_the_screen(
    topic: Topic, post: Post, ada: User, open_page: OpenPage, size: tuple[int, int], *, dark: bool
) -> None:
    create_reply(persona=ada.persona, topic=topic, source="https://example.org/" + "long" * 60, key=uuid.UUID(int=3))
    page = open_page(ada, size=size, dark=dark)
    for place in (address(topic), "/c/living-with-it/", "/c/living-with-it/new/", f"/p/{post.pk}/edit/"):
        page.goto(place)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], place


def test_following_takes_no_one_from_what_they_read(topic: Topic, bob: User, open_page: OpenPage) -> None:
    page = open_page(bob)
    page.goto(address(topic))
    page.get_by_label("Your words").fill("half a thought")
    page.locator("#follow").click()
    follow = page.get_by_role("button", name="Following every reply")
    follow.hover()  # nobody's hand is as quick as a program's
    page.wait_for_function("window.htmx")
    follow.click()
    expect(page.locator("#follow")).to_be_focused()
    expect(page.locator("#follow")).to_contain_text("Following every reply")
    expect(page.get_by_label("Your words")).to_have_value("half a thought")

"""Writing is safe: what someone types is never lost, never sent twice, and shown before as it will be."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from forum.topics.actions import close_topic
from forum.topics.models import Draft, Post, Topic
from tests.browser.fixtures import PHONE, OpenPage, Watch

WORDS = "It **was** a long night, @bob.\n\n- tea\n- a walk :pray:t4:\n\n> and rain\n\n||a secret||"


@pytest.fixture
def page(open_page: OpenPage, topic: Topic, ada: User) -> Page:
    """Return ada's device, at the topic."""
    page = open_page(ada)
    page.goto(topic.get_absolute_url())
    return page


def box(page: Page) -> str:
    """Return what stands in the box."""
    return page.locator("textarea[name=body]").input_value()


def send(page: Page) -> None:
    page.get_by_role("button", name="Send your reply").click()


def test_draft_is_kept_while_typing_and_restored_on_another_device(
    page: Page, open_page: OpenPage, topic: Topic, ada: User
) -> None:
    page.locator("textarea[name=body]").press_sequentially("I am still writ")
    expect(page.locator("[data-draft-state]")).to_have_text("Saved just now.")
    phone = open_page(ada, size=PHONE)
    phone.goto(topic.get_absolute_url())
    assert box(phone) == "I am still writ"


def test_draft_is_kept_when_the_page_is_left_at_once(page: Page, topic: Topic) -> None:
    page.locator("textarea[name=body]").press_sequentially("Off to")
    page.goto("/help/")
    page.goto(topic.get_absolute_url())
    assert box(page) == "Off to"


def test_sent_words_leave_no_draft(page: Page, topic: Topic) -> None:
    page.locator("textarea[name=body]").press_sequentially("Sent and gone.")
    expect(page.locator("[data-draft-state]")).to_have_text("Saved just now.")
    send(page)
    expect(page.locator("#post-3")).to_contain_text("Sent and gone.")
    assert (box(page), Draft.objects.count()) == ("", 0)


def test_double_click_makes_one_post(page: Page) -> None:
    page.locator("textarea[name=body]").fill("Once.")
    page.get_by_role("button", name="Send your reply").dblclick()
    expect(page.locator("#post-3")).to_contain_text("Once.")
    assert Post.objects.filter(source="Once.").count() == 1


def test_preview_is_exactly_what_the_post_will_be(page: Page) -> None:
    page.locator("textarea[name=body]").fill(WORDS)
    page.get_by_role("button", name="Preview").click()
    preview = page.locator("[data-preview-area] .words")
    expect(preview).to_contain_text("a long night")
    foreseen = preview.inner_html()
    send(page)
    assert page.locator("#post-3 .words").inner_html() == foreseen


def test_back_and_a_correction_lose_nothing(page: Page) -> None:
    page.locator("textarea[name=body]").fill("A first worde.")
    send(page)
    expect(page.locator("#post-3")).to_contain_text("A first worde.")
    page.go_back()
    page.locator("textarea[name=body]").fill("A first word.")
    send(page)
    # Either it stands as a post, or it is in the box with the reason why not.
    assert "A first word." in (*Post.objects.values_list("source", flat=True), box(page))


def test_expired_session_gives_the_words_back(page: Page, watch: Watch) -> None:
    watch.expected.append("status of 403")
    page.locator("textarea[name=body]").fill("All of this, and the session gone.")
    page.context.clear_cookies(name="sessionid")
    send(page)
    assert box(page) == "All of this, and the session gone."


def test_topic_closed_meanwhile_gives_the_words_back(page: Page, topic: Topic) -> None:
    page.locator("textarea[name=body]").fill("A moment too late.")
    close_topic(topic=topic)
    send(page)
    assert box(page) == "A moment too late."
    expect(page.locator(".error").first).to_contain_text("closed")


def test_lost_connection_keeps_the_words(page: Page, topic: Topic, watch: Watch) -> None:
    watch.expected.append("ERR_INTERNET_DISCONNECTED|ERR_FAILED")
    page.locator("textarea[name=body]").press_sequentially("In a tunnel.")
    page.context.set_offline(offline=True)
    expect(page.locator("[data-draft-state]")).to_contain_text("Not saved yet: no connection")
    page.context.set_offline(offline=False)
    send(page)
    expect(page.locator("#post-3")).to_contain_text("In a tunnel.")


def test_everything_works_without_javascript(open_page: OpenPage, topic: Topic, ada: User) -> None:
    page = open_page(ada, javascript=False)
    page.goto(topic.get_absolute_url())
    page.locator("textarea[name=body]").fill(WORDS)
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".preview .words")).to_contain_text("a long night")
    send(page)
    expect(page.locator("#post-3 .words")).to_contain_text("a long night")


def test_hidden_words_open_with_keyboard_alone(page: Page) -> None:
    page.locator("textarea[name=body]").fill("[spoiler]the end[/spoiler]")
    send(page)
    hidden = page.locator("#post-3 .words :is(.spoiler, summary)").first
    hidden.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#post-3 .words")).to_contain_text("the end")


def test_quote_button_takes_the_marked_words(page: Page) -> None:
    page.locator("#post-1 .words p").select_text()
    page.locator("#post-1 .post-foot").get_by_text("More").click()
    page.locator("#post-1").get_by_role("button", name="Quote").click()
    expect(page.locator("textarea[name=body]")).to_have_value(
        f'[quote="ada, post:1, topic:{page.url.split("/")[5]}"]\nHow do you sleep?\n[/quote]\n\n'
    )


def test_preview_whose_script_gets_no_answer_is_a_page_of_its_own(page: Page, watch: Watch) -> None:
    watch.expected.append("Failed to load resource")
    page.route("**/preview/", lambda route: route.abort())
    page.locator("textarea[name=body]").fill("A **long** night.")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".preview-box strong")).to_have_text("long")
    assert (page.locator("h1").inner_text(), box(page)) == ("Your reply", "A **long** night.")

"""A press that changes a part of the page changes that part; what that takes is fetched as it is needed."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from forum.topics.models import Post, Topic
from forum.topics.rules import OUT_OF_SIGHT
from forum.topics.visibility import Status
from tests.browser.fixtures import OpenPage, Watch

pytestmark = pytest.mark.django_db(transaction=True)

FOLLOWING, EVERY_REPLY = re.compile("^Following You"), re.compile("^Following every reply")


@pytest.fixture
def asked() -> list[str]:
    """Return the addresses that the page asked for."""
    return []


@pytest.fixture
def page(topic: Topic, bob: User, open_page: OpenPage, asked: list[str]) -> Page:
    """Return bob's page of a topic."""
    page = open_page(bob)
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"/t/x/{topic.pk}/", wait_until="networkidle")
    return page


def test_topic_is_followed_without_another_page(page: Page, asked: list[str]) -> None:
    assert not any("htmx-2" in address for address in asked)
    button = page.locator("#follow")
    with page.expect_response("**/htmx-2.min.js"):
        button.focus()
    page.evaluate("window.isSame = true")
    page.wait_for_function("() => document.querySelector('[data-hx-post]')['htmx-internal-data']")
    button.press("Enter")
    page.get_by_role("button", name=FOLLOWING).press("Enter")
    expect(page.locator("#follow")).to_contain_text("Following")
    assert page.evaluate("window.isSame")


def test_htmx_is_fetched_once(page: Page, asked: list[str]) -> None:
    for _ in range(3):
        page.locator("#follow").focus()
        page.locator("h1").evaluate("element => { element.tabIndex = -1; element.focus(); }")
    page.wait_for_load_state("networkidle")
    assert len([address for address in asked if "htmx-2" in address]) == 1


@pytest.fixture
def ready(page: Page) -> Page:
    """Return bob's page once htmx is there, with the ways to follow in sight."""
    page.locator("#follow").focus()
    page.wait_for_function("() => document.querySelector('[data-hx-post]')['htmx-internal-data']")
    page.locator("#follow").press("Enter")
    return page


def press(page: Page, label: re.Pattern[str]) -> None:
    page.get_by_role("button", name=label).press("Enter")


def test_press_after_the_session_ended_leads_to_the_log_in(ready: Page, topic: Topic, watch: Watch) -> None:
    watch.expected += ["status of 403"]  # nor does anyone hear how far they read
    ready.context.clear_cookies(name="sessionid")
    press(ready, FOLLOWING)
    ready.wait_for_url(f"**/accounts/login/?next=/t/topic/{topic.pk}/")


def test_refusal_is_told_in_the_words_of_its_rule(
    topic: Topic, moderator: User, open_page: OpenPage, watch: Watch
) -> None:
    watch.expected += ["status of 403", "Error Code 403"]
    page = open_page(moderator)
    page.goto(f"/t/x/{topic.pk}/")
    line = page.get_by_role("group", name="Reactions to #1")
    line.locator("summary").focus()
    page.wait_for_function("() => document.querySelector('.reactions [data-hx-post]')['htmx-internal-data']")
    Post.objects.filter(topic=topic, number=1).update(status=Status.HIDDEN)
    line.locator("summary").press("Enter")
    line.get_by_role("button", name="Hug", exact=True).press("Enter")
    expect(line.get_by_role("alert")).to_have_text(str(OUT_OF_SIGHT.reason))


def test_refusal_without_a_reason_is_told_in_general_words(ready: Page, watch: Watch) -> None:
    watch.expected += ["status of 403", "Error Code 403"]
    ready.context.route("**/watch/", lambda route: route.fulfill(status=403, body="<h1>No</h1>"))
    press(ready, FOLLOWING)
    expect(ready.get_by_role("alert")).to_have_text("That was not saved. Load the page again, then try once more.")


def test_silence_is_told_in_words_and_once(ready: Page, watch: Watch) -> None:
    watch.expected += ["ERR_", "htmx:"]
    ready.context.set_offline(True)
    press(ready, FOLLOWING)
    expect(ready.get_by_role("alert")).to_contain_text("We could not be reached")
    press(ready, EVERY_REPLY)
    expect(ready.get_by_role("alert")).to_have_count(1)

"""On a weak connection (400 ms, 400 kbit/s): words within three seconds, and nothing jumps as they are read."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from forum.meetups.models import Meetup
from forum.topics.models import Topic
from tests.browser.fixtures import PHONE, OpenPage
from tests.fixtures_people import PASSWORD

WEAK = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
FIRST_WORDS = 3_000  # milliseconds
SHIFT = 0.05
# What moves without a press or a key just before it.
NOTE_SHIFTS = """window.shifted = 0;
new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });"""
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"

OnWeakNetwork = Callable[..., Page]


@pytest.fixture
def weak(open_page: OpenPage) -> OnWeakNetwork:
    """Return a maker of phones on a weak connection, each with nothing kept from before."""

    def make(person: User | None = None) -> Page:
        page = open_page(person, size=PHONE)
        page.add_init_script(NOTE_SHIFTS)
        line = page.context.new_cdp_session(page)
        line.send("Network.enable")
        line.send("Network.emulateNetworkConditions", WEAK)
        return page

    return make


def is_quick_and_still(page: Page) -> None:
    """Assert what holds of the page that has just been opened."""
    page.wait_for_load_state("networkidle")
    page.wait_for_function(PAINTED)
    assert page.evaluate(PAINTED) <= FIRST_WORDS, page.url
    assert page.evaluate("window.shifted") <= SHIFT, page.url


def test_visitors_pages_are_quick_on_a_weak_network(weak: OnWeakNetwork, topic: Topic, meetup: Meetup) -> None:
    for path in ("/", topic.get_absolute_url(), "/meetups/", "/accounts/signup/"):
        page = weak()
        page.goto(path)
        is_quick_and_still(page)


def test_evening_goes_well_on_a_weak_network(weak: OnWeakNetwork, topic: Topic, meetup: Meetup, ada: User) -> None:
    page = weak()
    page.goto("/accounts/login/")
    is_quick_and_still(page)
    page.locator("[name=login]").fill("ada")
    page.locator("[name=password]").fill(PASSWORD)
    with page.expect_navigation(url="**/"):
        page.keyboard.press("Enter")
    is_quick_and_still(page)
    for path in (topic.get_absolute_url(), "/c/right-now/new/", "/notifications/"):
        page.goto(path)
        is_quick_and_still(page)


def test_writing_goes_well_on_a_weak_network(weak: OnWeakNetwork, topic: Topic, meetup: Meetup, ada: User) -> None:
    page = weak(ada)
    page.goto(topic.get_absolute_url())
    page.locator("textarea[name=body]").fill("From the kitchen.")
    page.get_by_role("button", name="Send your reply").click()
    expect(page.locator("#post-3")).to_contain_text("From the kitchen.")
    is_quick_and_still(page)
    page.goto(meetup.topic.get_absolute_url())
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_role("button", name="Cancel my seat")).to_be_visible()
    is_quick_and_still(page)

"""The frame of every page: the console is silent, nothing is asked of elsewhere, nothing scrolls sideways."""

import pytest
from playwright.sync_api import Page

from accounts.models import User
from forum.meetups.models import Meetup
from forum.topics.models import Topic
from tests.browser.fixtures import DESKTOP, PHONE, OpenPage

NARROW = (320, 640)
SIZES = pytest.mark.parametrize(("size", "dark"), [(DESKTOP, False), (PHONE, True), (NARROW, False)])

TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# WCAG 2.2, 2.5.8: 24 by 24 CSS pixels, but for links within a line of text.
SMALL = """() => [...document.querySelectorAll("button, input:not([type=hidden]), select, textarea, .button")]
    .filter((one) => one.checkVisibility())
    .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
    .filter(([, box]) => (box.width < 24 || box.height < 24) && box.width > 1)
    .map(([html, box]) => `${html} ${box.width} x ${box.height}`)"""


def is_well_formed(page: Page, url: str) -> None:
    """Open a page and assert what holds for all of them."""
    answer = page.goto(url)
    assert answer
    assert answer.status == 200, url
    assert page.locator("h1").count() == 1, url
    assert page.locator("main").count() == 1, url
    assert page.evaluate(TOO_WIDE) == 0, url
    unnamed = page.locator("main :is(input:not([type=hidden]), textarea, select)").evaluate_all(
        "(fields) => fields.filter((one) => !one.labels.length && !one.ariaLabel).map((one) => one.outerHTML)"
    )
    assert unnamed == [], url


@SIZES
def test_visitors_pages(
    open_page: OpenPage, topic: Topic, meetup: Meetup, size: tuple[int, int], *, dark: bool
) -> None:
    page = open_page(size=size, dark=dark)
    for url in ("/", "/help/", "/c/right-now/", topic.get_absolute_url(), meetup.topic.get_absolute_url(), "/meetups/"):
        is_well_formed(page, url)
    for url in ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"):
        is_well_formed(page, url)


@SIZES
def test_members_pages(
    open_page: OpenPage, topic: Topic, meetup: Meetup, ada: User, size: tuple[int, int], *, dark: bool
) -> None:
    page = open_page(ada, size=size, dark=dark)
    for url in ("/", "/c/right-now/", "/c/right-now/new/", topic.get_absolute_url(), meetup.topic.get_absolute_url()):
        is_well_formed(page, url)
    for url in ("/notifications/", "/preferences/", "/@ada/", f"/meetups/{meetup.pk}/join/", "/accounts/email/"):
        is_well_formed(page, url)
    first = topic.first_post_id
    for url in (f"/p/{first}/edit/", f"/p/{first}/update/", f"/p/{first}/history/", f"/p/{first}/delete/"):
        is_well_formed(page, url)


@SIZES
def test_staffs_pages(open_page: OpenPage, topic: Topic, moderator: User, size: tuple[int, int], *, dark: bool) -> None:
    page = open_page(moderator, size=size, dark=dark)
    act = "/moderation"
    for url in ("/meetups/new/", f"{act}/log/", f"{act}/p/{topic.first_post_id}/edit/", f"{act}/t/{topic.pk}/move/"):
        is_well_formed(page, url)


def test_targets_are_large_enough_for_a_thumb(open_page: OpenPage, topic: Topic, ada: User) -> None:
    page = open_page(ada, size=PHONE)
    for url in (topic.get_absolute_url(), "/preferences/", "/c/right-now/new/"):
        page.goto(url)
        assert page.evaluate(SMALL) == []

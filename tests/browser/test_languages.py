"""A long language and one that runs from right to left: every main page fits a narrow phone."""

import pytest

from accounts.models import User
from forum.meetups.models import Meetup
from forum.topics.models import Topic
from tests.browser.fixtures import OpenPage

NARROW = (320, 640)
# What stands in the heading of the front page.
GREETING = {"de": "Du bist damit nicht allein", "ar": "لست وحدك في هذا"}
DIRECTION = "[document.documentElement.lang, getComputedStyle(document.body).direction]"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize(("language", "direction"), [("de", "ltr"), ("ar", "rtl")])
def test_main_pages_fit_and_run_the_right_way(
    open_page: OpenPage, topic: Topic, meetup: Meetup, ada: User, language: str, direction: str
) -> None:
    main = ["/", topic.get_absolute_url(), "/accounts/signup/", "/help/"]
    own = ["/", topic.get_absolute_url(), "/preferences/", "/meetups/", "/c/right-now/new/"]
    visitor, member = (open_page(who, size=NARROW, locale=language) for who in (None, ada))
    for page, path in [(visitor, path) for path in main] + [(member, path) for path in own]:
        page.goto(path)
        assert page.evaluate(DIRECTION) == [language, direction], path
        assert page.evaluate(OVERFLOW) <= 0, path


@pytest.mark.parametrize("language", GREETING)
def test_front_page_greets_in_the_language(open_page: OpenPage, language: str) -> None:
    page = open_page(locale=language)
    page.goto("/")
    assert page.locator("h1").inner_text() == GREETING[language]


def test_words_of_members_keep_their_own_direction(open_page: OpenPage, topic: Topic) -> None:
    page = open_page(locale="ar")
    page.goto(topic.get_absolute_url())
    assert page.locator("#post-1 .words").evaluate("words => getComputedStyle(words).direction") == "ltr"

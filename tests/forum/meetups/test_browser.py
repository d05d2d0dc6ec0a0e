"""A meetup from the announcement to the seat, in a real browser."""

from datetime import timedelta

import pytest

from accounts.models import User
from forum.categories.models import Category
from forum.meetups.models import Meetup
from outbox import clock
from tests.browser.fixtures import PHONE, OpenPage
from tests.forum.meetups.conftest import ROOM_URL


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.django_db(transaction=True)
def test_organizer_announces_and_a_member_takes_a_seat(
    organizer: User, ada: User, room: Category, open_page: OpenPage, *, javascript: bool
) -> None:
    page = open_page(organizer, javascript=javascript)
    page.goto("/meetups/new/")
    page.get_by_label("Title").fill("Relapse, together")
    page.get_by_label("What is it about?").fill("We talk about relapse.")
    page.get_by_label("Start").fill(f"{clock.now() + timedelta(hours=3):%Y-%m-%dT%H:%M}")
    page.get_by_label("Join link").fill(ROOM_URL)
    page.get_by_role("button", name="Announce").click()
    address = page.url
    page = open_page(ada, javascript=javascript, size=PHONE)
    page.goto(address)
    page.get_by_role("button", name="Register").click()
    page.get_by_role("button", name="Cancel my seat").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    assert Meetup.objects.get(topic__category=room).seats_taken == 1

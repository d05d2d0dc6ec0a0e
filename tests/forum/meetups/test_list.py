"""The list of meetups and of guests."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from forum.meetups import actions
from forum.meetups.models import Meetup
from tests.fixtures_people import ClientOf, make_person
from tests.forum.meetups.conftest import Clock, words


def test_list_puts_the_nearest_first_and_the_past_below(
    announce: Callable[..., Meetup], ada: User, client_of: ClientOf, time: Clock
) -> None:
    for title, days in (("Past one", 1), ("Far one", 9), ("Near one", 5)):
        announce(title=title, starts_at=time.at + timedelta(days=days))
    time.move(days=2)
    page = words(client_of(ada).get("/meetups/"))
    assert page.index("Near one") < page.index("Far one") < page.index("Past one")


def test_list_leads_members_to_where_they_ask_to_be_told(ada: User, client_of: ClientOf) -> None:
    assert "/preferences/#meetups" in client_of(ada).get("/meetups/").text
    User.objects.update(wants_meetups=True)
    assert "/preferences/#meetups" not in client_of(ada).get("/meetups/").text


def test_one_press_in_the_list_takes_a_seat(
    announce: Callable[..., Meetup], ada: User, client_of: ClientOf, time: Clock
) -> None:
    meetup = announce(starts_at=time.at + timedelta(days=1))
    client = client_of(ada)
    assert f'action="/meetups/{meetup.pk}/register/"' in client.get("/meetups/").text
    client.post(f"/meetups/{meetup.pk}/register/")
    page = client.get("/meetups/").text
    assert "You are registered" in page
    assert f'action="/meetups/{meetup.pk}/register/"' not in page


def test_list_goes_on_behind_twenty(
    announce: Callable[..., Meetup], ada: User, client_of: ClientOf, time: Clock
) -> None:
    start = time.at + timedelta(days=1)
    for number in range(45):
        announce(title=f"No. {number:02}", starts_at=start)
    seen, address = [], "/meetups/"
    client = client_of(ada)
    while address:
        page = client.get(address).context["coming"]
        seen += [card.meetup.topic.title for card in page.cards]
        address = page.further and f"/meetups/?after={page.further}"
    assert seen == [f"No. {number:02}" for number in range(45)]


@pytest.mark.parametrize("cursor", ["x", "1.", ".1", "9" * 40 + ".1", "1." + "9" * 40, "-1.1", "٣.١"])
def test_list_bears_any_cursor(ada: User, client_of: ClientOf, cursor: str) -> None:
    for name in ("after", "before"):
        assert client_of(ada).get("/meetups/", {name: cursor}).status_code == 200


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize(("who", "queries"), [("outsider", 2), ("ada", 5)])
def test_list_costs_the_same_whatever_its_length(
    announce: Callable[..., Meetup],
    client_of: ClientOf,
    request: pytest.FixtureRequest,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    time: Clock,
    count: int,
    who: str,
    queries: int,
) -> None:
    for number in range(count):
        announce(starts_at=time.at + timedelta(hours=number + 1))
        announce(starts_at=time.at + timedelta(days=number + 9))
    time.move(days=3)
    client = client_of(request.getfixturevalue(who))
    with django_assert_max_num_queries(queries):
        assert client.get("/meetups/").status_code == 200


@pytest.mark.parametrize("count", [1, 20])
def test_guests_cost_the_same_however_many(
    meetup: Meetup,
    moderator: User,
    client_of: ClientOf,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for persona in (make_person(f"guest{number}").persona for number in range(count)):
        actions.register(persona=persona, meetup=meetup)
    client = client_of(moderator)
    with django_assert_max_num_queries(5):
        assert client.get(f"/meetups/{meetup.pk}/guests/").status_code == 200

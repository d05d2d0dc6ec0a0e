"""Seats, the join page and the calendar file, as people meet them."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from accounts.models import User
from forum.categories.models import Category
from forum.categories.visibility import Audience
from forum.meetups import actions
from forum.meetups.models import Meetup
from forum.topics.actions import delete_post, hide_post, move_topic
from tests.fixtures_people import ClientOf
from tests.forum.meetups.conftest import ROOM_URL, Clock, words


@pytest.mark.parametrize("address", ["new/", "1/register/", "1/cancel/", "1/join/", "1/guests/", "1/change/"])
def test_visitor_is_asked_to_log_in(client: Client, db: None, address: str) -> None:
    response = client.get(f"/meetups/{address}")
    assert response["location"] == f"/accounts/login/?next=/meetups/{address}"


def test_link_in_a_post_leads_to_one_button(meetup: Meetup, ada: User, client_of: ClientOf) -> None:
    client = client_of(ada)
    assert "Register</button>" in words(client.get(f"/meetups/{meetup.pk}/register/"))
    assert not meetup.registrations.exists()
    response = client.post(f"/meetups/{meetup.pk}/register/")
    assert response["location"] == meetup.topic.get_absolute_url()
    assert meetup.registrations.live().filter(persona=ada.persona).exists()


def test_full_meetup_says_so(announce: Callable[..., Meetup], ada: User, bob: User, client_of: ClientOf) -> None:
    meetup = announce(capacity=1)
    actions.register(persona=bob.persona, meetup=meetup)
    client = client_of(ada)
    client.post(f"/meetups/{meetup.pk}/register/")
    assert "All seats are taken" in words(client.get(f"/meetups/{meetup.pk}/register/"))
    assert not meetup.registrations.filter(persona=ada.persona).exists()


def test_cancelling_gives_the_seat_back(meetup: Meetup, ada: User, client_of: ClientOf) -> None:
    actions.register(persona=ada.persona, meetup=meetup)
    client = client_of(ada)
    assert "Cancel my seat</button>" in words(client.get(f"/meetups/{meetup.pk}/cancel/"))
    client.post(f"/meetups/{meetup.pk}/cancel/")
    assert not meetup.registrations.live().exists()


@pytest.mark.parametrize("minutes", [48 * 60 - 15, 48 * 60, 48 * 60 + 59])
def test_join_page_leads_the_registered_to_the_room(
    meetup: Meetup, ada: User, client_of: ClientOf, time: Clock, minutes: int
) -> None:
    actions.register(persona=ada.persona, meetup=meetup)
    time.move(minutes=minutes)
    response = client_of(ada).get(f"/meetups/{meetup.pk}/join/")
    assert (response.status_code, response["location"]) == (302, ROOM_URL)
    assert response["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("minutes", "reason"),
    [(48 * 60 - 16, "opens 15 minutes before the start"), (49 * 60, "This meetup is over")],
)
def test_join_page_says_why_it_is_too_early_or_too_late(
    meetup: Meetup, ada: User, client_of: ClientOf, time: Clock, minutes: int, reason: str
) -> None:
    actions.register(persona=ada.persona, meetup=meetup)
    time.move(minutes=minutes)
    response = client_of(ada).get(f"/meetups/{meetup.pk}/join/")
    assert response.status_code == 200
    assert reason in words(response)


def test_join_page_names_day_and_zone_of_the_opening(meetup: Meetup, ada: User, client_of: ClientOf) -> None:
    # The evening before: a start just after midnight has its doors open on another day than itself.
    Meetup.objects.filter(pk=meetup.pk).update(starts_at=datetime(2026, 12, 4, 0, 5, tzinfo=UTC))
    actions.register(persona=ada.persona, meetup=meetup)
    page = words(client_of(ada).get(f"/meetups/{meetup.pk}/join/"))
    assert "Thursday 3 December 2026, 23:50 (UTC)" in page


def test_join_page_offers_a_seat_to_who_has_none(meetup: Meetup, ada: User, client_of: ClientOf, time: Clock) -> None:
    time.move(minutes=48 * 60 - 5)
    page = words(client_of(ada).get(f"/meetups/{meetup.pk}/join/"))
    assert "You are not registered" in page
    assert f'action="/meetups/{meetup.pk}/register/"' in page


def test_host_always_gets_in(meetup: Meetup, organizer: User, client_of: ClientOf) -> None:
    assert client_of(organizer).get(f"/meetups/{meetup.pk}/join/")["location"] == ROOM_URL


def test_nobody_gets_in_once_the_topic_is_hidden(
    meetup: Meetup, ada: User, moderator: User, client_of: ClientOf, time: Clock
) -> None:
    for person in (ada, moderator):
        actions.register(persona=person.persona, meetup=meetup)
    assert meetup.topic.first_post
    hide_post(post=meetup.topic.first_post)
    time.move(hours=48)
    for person in (ada, moderator):
        assert "This meetup was called off" in words(client_of(person).get(f"/meetups/{meetup.pk}/join/"))
        assert client_of(person).get(f"/meetups/{meetup.pk}/register/").status_code == 404


def test_join_page_of_what_its_organizer_called_off_says_so_and_no_more(
    meetup: Meetup, ada: User, bob: User, client_of: ClientOf
) -> None:
    actions.register(persona=ada.persona, meetup=meetup)
    assert meetup.topic.first_post
    delete_post(post=meetup.topic.first_post, persona=meetup.topic.first_post.persona)
    page = words(client_of(ada).get(f"/meetups/{meetup.pk}/join/"))
    assert "This meetup was called off" in page
    assert meetup.topic.title not in page
    assert client_of(bob).get(f"/meetups/{meetup.pk}/join/").status_code == 404


def test_nobody_gets_in_whom_the_topic_was_moved_away_from(
    meetup: Meetup, ada: User, client_of: ClientOf, time: Clock
) -> None:
    actions.register(persona=ada.persona, meetup=meetup)
    move_topic(
        topic=meetup.topic,
        category=Category.objects.create(name="Team", slug="team", audience=Audience.MODERATORS),
    )
    time.move(hours=48)
    assert client_of(ada).get(f"/meetups/{meetup.pk}/join/").status_code == 404


def test_join_link_stands_in_no_page(meetup: Meetup, ada: User, organizer: User, client_of: ClientOf) -> None:
    actions.register(persona=ada.persona, meetup=meetup)
    own = [f"/meetups/{meetup.pk}/{page}/" for page in ("register", "cancel", "change", "guests")]
    pages = ["/", "/meetups/", f"/meetups/{meetup.pk}.ics", *own]
    for person in (ada, organizer):
        for page in pages:
            assert b"rooms.example.org" not in client_of(person).get(page).content, page


def test_calendar_file_is_for_whoever_may_see_the_topic(meetup: Meetup, client: Client) -> None:
    response = client.get(f"/meetups/{meetup.pk}.ics")
    assert response["content-type"] == "text/calendar; charset=utf-8"
    move_topic(
        topic=meetup.topic,
        category=Category.objects.create(name="Us", slug="us", audience=Audience.MEMBERS),
    )
    assert client.get(f"/meetups/{meetup.pk}.ics").status_code == 404


@pytest.mark.parametrize(("who", "status"), [("ada", 403), ("organizer", 200), ("moderator", 200)])
def test_who_registered_is_shown_to_those_who_look_after_it(
    meetup: Meetup, ada: User, client_of: ClientOf, request: pytest.FixtureRequest, who: str, status: int
) -> None:
    actions.register(persona=ada.persona, meetup=meetup)
    response = client_of(request.getfixturevalue(who)).get(f"/meetups/{meetup.pk}/guests/")
    assert response.status_code == status
    assert ("ada" in words(response).split("</h1>")[1]) == (status == 200)


def test_called_off_meetup_is_struck_out_of_the_calendars_of_its_guests_alone(
    meetup: Meetup, ada: User, bob: User, client_of: ClientOf
) -> None:
    actions.register(persona=ada.persona, meetup=meetup)
    assert meetup.topic.first_post
    hide_post(post=meetup.topic.first_post)
    User.objects.update(mails_in_full=True)
    text = client_of(ada).get(f"/meetups/{meetup.pk}.ics").content.decode()
    assert "STATUS:CANCELLED" in text
    assert meetup.topic.title not in text
    assert client_of(bob).get(f"/meetups/{meetup.pk}.ics").status_code == 404


def test_visitor_learns_nothing_of_a_meetup_that_was_called_off(meetup: Meetup, client: Client) -> None:
    assert meetup.topic.first_post
    hide_post(post=meetup.topic.first_post)
    assert client.get(f"/meetups/{meetup.pk}.ics").status_code == 404


def test_seat_given_back_has_no_calendar_file_of_what_was_called_off(
    meetup: Meetup, ada: User, client_of: ClientOf
) -> None:
    actions.register(persona=ada.persona, meetup=meetup)
    actions.cancel(persona=ada.persona, meetup=meetup)
    assert meetup.topic.first_post
    hide_post(post=meetup.topic.first_post)
    assert client_of(ada).get(f"/meetups/{meetup.pk}.ics").status_code == 404

"""Taking seats and giving them back."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts.models import Persona, User
from accounts.verdict import RefusedError
from forum.categories.models import Category
from forum.categories.visibility import Audience
from forum.meetups import actions
from forum.meetups.models import Meetup, Reminder
from forum.topics.actions import delete_post, hide_post, move_topic
from tests.fixtures_people import make_person
from tests.forum.meetups.conftest import Clock

CONNECTIONS, PEOPLE = 50, 200


def test_registering_takes_a_seat(meetup: Meetup, ada: User) -> None:
    actions.register(persona=ada.persona, meetup=meetup)
    meetup.refresh_from_db()
    assert meetup.seats_taken == 1


def test_registering_twice_takes_one_seat(meetup: Meetup, ada: User) -> None:
    first = actions.register(persona=ada.persona, meetup=meetup)
    assert actions.register(persona=ada.persona, meetup=meetup) == first
    meetup.refresh_from_db()
    assert meetup.seats_taken == 1


def test_registering_follows_nothing(meetup: Meetup, ada: User) -> None:
    actions.register(persona=ada.persona, meetup=meetup)
    assert not ada.watches.exists()


def test_full_meetup_refuses_with_a_reason(announce: Callable[..., Meetup], ada: User, bob: User) -> None:
    meetup = announce(capacity=1)
    actions.register(persona=ada.persona, meetup=meetup)
    with pytest.raises(RefusedError, match="All seats are taken"):
        actions.register(persona=bob.persona, meetup=meetup)


def test_cancelled_seat_can_be_taken_by_another(announce: Callable[..., Meetup], ada: User, bob: User) -> None:
    meetup = announce(capacity=1)
    actions.register(persona=ada.persona, meetup=meetup)
    actions.cancel(persona=ada.persona, meetup=meetup)
    assert actions.register(persona=bob.persona, meetup=meetup).pk


def test_cancelling_twice_frees_one_seat(meetup: Meetup, ada: User, bob: User) -> None:
    for person in (ada, bob):
        actions.register(persona=person.persona, meetup=meetup)
    for _ in range(2):
        actions.cancel(persona=ada.persona, meetup=meetup)
    meetup.refresh_from_db()
    assert meetup.seats_taken == 1


def test_whoever_cancelled_can_come_back_with_reminders(meetup: Meetup, ada: User) -> None:
    actions.register(persona=ada.persona, meetup=meetup)
    actions.cancel(persona=ada.persona, meetup=meetup)
    assert not Reminder.objects.exists()
    seat = actions.register(persona=ada.persona, meetup=meetup)
    assert seat.cancelled_at is None
    assert seat.reminders.count() == 2


@pytest.mark.parametrize(("hours", "reason"), [(48, "has started"), (49, "is over")])
def test_nobody_registers_once_it_has_begun(meetup: Meetup, ada: User, time: Clock, hours: int, reason: str) -> None:
    time.move(hours=hours)
    with pytest.raises(RefusedError, match=reason):
        actions.register(persona=ada.persona, meetup=meetup)


def test_nobody_cancels_once_it_is_over(meetup: Meetup, ada: User, time: Clock) -> None:
    actions.register(persona=ada.persona, meetup=meetup)
    time.move(hours=49)
    with pytest.raises(RefusedError, match="is over"):
        actions.cancel(persona=ada.persona, meetup=meetup)


def test_hidden_topic_takes_no_registrations(meetup: Meetup, moderator: User) -> None:
    assert meetup.topic.first_post
    hide_post(post=meetup.topic.first_post)
    with pytest.raises(RefusedError, match="called off"):
        actions.register(persona=moderator.persona, meetup=meetup)


def test_deleted_announcement_takes_no_registrations(meetup: Meetup, organizer: User, moderator: User) -> None:
    assert meetup.topic.first_post
    delete_post(post=meetup.topic.first_post, persona=organizer.persona)
    with pytest.raises(RefusedError, match="called off"):
        actions.register(persona=moderator.persona, meetup=meetup)


def test_meetup_in_a_narrower_room_refuses_those_outside(meetup: Meetup, ada: User) -> None:
    staff = Category.objects.create(name="Team", slug="team", audience=Audience.MODERATORS)
    move_topic(topic=meetup.topic, category=staff)
    with pytest.raises(RefusedError, match="not open to you"):
        actions.register(persona=ada.persona, meetup=meetup)


@pytest.mark.django_db(transaction=True)
def test_last_seat_goes_to_one_of_two_hundred(announce: Callable[..., Meetup]) -> None:
    meetup = announce(capacity=1)
    people = [make_person(f"guest{number}").persona for number in range(PEOPLE)]
    everyone_is_here = threading.Barrier(CONNECTIONS)

    def ask(mine: list[Persona]) -> tuple[int, int]:
        connection.ensure_connection()
        everyone_is_here.wait()
        got = sum(is_seated(persona, meetup) for persona in mine)
        server_process = connection.connection.info.backend_pid
        connection.close()
        return got, server_process

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        answers = list(pool.map(ask, [people[number::CONNECTIONS] for number in range(CONNECTIONS)]))
    assert len({server_process for _, server_process in answers}) == CONNECTIONS
    seated = sum(got for got, _ in answers)
    meetup.refresh_from_db()
    assert (seated, meetup.seats_taken, meetup.registrations.live().count()) == (1, 1, 1)


def is_seated(persona: Persona, meetup: Meetup) -> bool:
    try:
        actions.register(persona=persona, meetup=meetup)
    except RefusedError:
        return False
    return True

"""Announcing and changing meetups."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.models import User
from accounts.verdict import RefusedError
from forum.categories.models import Category
from forum.categories.visibility import Audience
from forum.meetups import actions
from forum.meetups.models import Meetup, Reminder
from forum.meetups.rules import Plan
from forum.topics.actions import AlreadySentError, move_topic
from forum.topics.models import Topic
from tests.forum.meetups.conftest import Clock

KEY = uuid.UUID(int=3)


def announce_as(person: User, room: Category, plan: Plan) -> Meetup:
    return actions.announce_meetup(
        persona=person.persona, category=room, title="Tonight", source="Come.", key=KEY, plan=plan
    )


def test_meetup_is_a_topic_with_a_plan(meetup: Meetup) -> None:
    assert meetup.topic.title == "A relapse is not the end"
    assert (meetup.capacity, meetup.seats_taken, meetup.sequence) == (None, 0, 0)


def test_member_cannot_announce(ada: User, room: Category, plan: Callable[..., Plan]) -> None:
    with pytest.raises(RefusedError, match="announced by organizers"):
        announce_as(ada, room, plan())
    assert not Topic.objects.exists()


@pytest.mark.parametrize("who", ["organizer", "moderator", "administrator"])
def test_those_who_look_after_the_place_announce(
    who: str, request: pytest.FixtureRequest, room: Category, plan: Callable[..., Plan]
) -> None:
    assert announce_as(request.getfixturevalue(who), room, plan()).pk


def test_same_form_sent_twice_is_one_meetup(organizer: User, room: Category, plan: Callable[..., Plan]) -> None:
    first = announce_as(organizer, room, plan())
    assert announce_as(organizer, room, plan()) == first
    assert Meetup.objects.count() == 1


def test_same_key_with_another_plan_is_refused(organizer: User, room: Category, plan: Callable[..., Plan]) -> None:
    announce_as(organizer, room, plan())
    with pytest.raises(AlreadySentError):
        announce_as(organizer, room, plan(capacity=3))


def test_meetup_that_has_passed_leaves_no_topic(
    organizer: User, room: Category, plan: Callable[..., Plan], time: Clock
) -> None:
    with pytest.raises(RefusedError, match="has started"):
        announce_as(organizer, room, plan(starts_at=time.at))
    assert not Topic.objects.exists()


def test_organizer_changes_the_time_and_calendars_notice(
    meetup: Meetup, organizer: User, plan: Callable[..., Plan], time: Clock
) -> None:
    later = time.at + timedelta(days=3)
    changed = actions.change_meetup(meetup=meetup, persona=organizer.persona, plan=plan(starts_at=later))
    assert (changed.starts_at, changed.sequence, changed.uid) == (later, 1, meetup.uid)


def test_reminders_follow_a_changed_time(
    meetup: Meetup, ada: User, organizer: User, plan: Callable[..., Plan], time: Clock
) -> None:
    actions.register(persona=ada.persona, meetup=meetup)
    later = time.at + timedelta(hours=20)
    actions.change_meetup(meetup=meetup, persona=organizer.persona, plan=plan(starts_at=later))
    reminder = Reminder.objects.get()
    assert (reminder.hours_before, reminder.due_at) == (1, later - timedelta(hours=1))


def test_plan_made_among_fewer_stays_among_them(moderator: User, room: Category, plan: Callable[..., Plan]) -> None:
    meetup = announce_as(moderator, room, plan())
    team = Category.objects.create(name="Team", slug="team", audience=Audience.MODERATORS)
    move_topic(topic=meetup.topic, category=team)
    actions.change_meetup(meetup=meetup, persona=moderator.persona, plan=plan(capacity=9))
    move_topic(topic=meetup.topic, category=room)
    assert Topic.objects.get().audience == Audience.MODERATORS


def test_only_its_organizer_changes_a_meetup(meetup: Meetup, moderator: User, plan: Callable[..., Plan]) -> None:
    with pytest.raises(RefusedError, match="Only the organizer"):
        actions.change_meetup(meetup=meetup, persona=moderator.persona, plan=plan())


def test_nobody_loses_a_seat_to_a_smaller_room(
    meetup: Meetup, ada: User, bob: User, organizer: User, plan: Callable[..., Plan]
) -> None:
    for person in (ada, bob):
        actions.register(persona=person.persona, meetup=meetup)
    with pytest.raises(RefusedError, match="2 people are registered"):
        actions.change_meetup(meetup=meetup, persona=organizer.persona, plan=plan(capacity=1))

"""Reminders: who is told, when, and once."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.models import User
from config.celery import app
from forum.meetups import actions
from forum.meetups.events import ReminderDue
from forum.meetups.models import Meetup, Reminder
from forum.meetups.tasks import remind
from forum.notifications.visibility import Reason
from forum.topics.actions import hide_post, restore_post
from outbox.tasks import deliver_due
from tests.forum.meetups.conftest import Clock


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that grows by the hours of each reminder that is let go."""
    hours: list[int] = []

    def keep(event: ReminderDue) -> None:
        hours.append(Reminder.objects.get(pk=event.reminder_id).hours_before)

    monkeypatch.setattr("forum.meetups.actions.remind.record", keep)
    return hours


@pytest.fixture
def seat(meetup: Meetup, ada: User) -> Meetup:
    """Return a meetup two days ahead that ada registered for."""
    actions.register(persona=ada.persona, meetup=meetup)
    return meetup


def test_reminders_a_day_and_an_hour_before(seat: Meetup, told: list[int], time: Clock) -> None:
    remind()
    assert told == []
    time.move(hours=24)
    remind()
    assert told == [24]
    time.move(hours=23)
    remind()
    assert told == [24, 1]


def test_same_task_run_twice_tells_once(seat: Meetup, told: list[int], time: Clock) -> None:
    time.move(hours=24)
    remind()
    remind()
    assert told == [24]


@pytest.mark.parametrize(("hours_ahead", "planned"), [(30, [1, 24]), (5, [1]), (0.5, [])])
def test_only_reminders_still_ahead_are_planned(
    announce: Callable[..., Meetup], ada: User, time: Clock, hours_ahead: float, planned: list[int]
) -> None:
    meetup = announce(starts_at=time.at + timedelta(hours=hours_ahead))
    seat = actions.register(persona=ada.persona, meetup=meetup)
    assert sorted(seat.reminders.values_list("hours_before", flat=True)) == planned


def test_whoever_cancelled_is_not_reminded(seat: Meetup, ada: User, told: list[int], time: Clock) -> None:
    actions.cancel(persona=ada.persona, meetup=seat)
    time.move(hours=24)
    remind()
    assert told == []


def test_nobody_is_reminded_of_what_has_started(seat: Meetup, told: list[int], time: Clock) -> None:
    time.move(hours=48)
    remind()
    assert told == []
    assert not Reminder.objects.exists()


def test_late_worker_tells_of_the_nearest_hour_only(seat: Meetup, told: list[int], time: Clock) -> None:
    time.move(hours=47.5)
    remind()
    assert told == [1]


def test_hidden_topic_keeps_its_reminders_until_it_is_back(seat: Meetup, told: list[int], time: Clock) -> None:
    assert seat.topic.first_post
    hide_post(post=seat.topic.first_post)
    time.move(hours=24)
    remind()
    assert told == []
    restore_post(post=seat.topic.first_post)
    remind()
    assert told == [24]


def test_reminder_arrives_in_the_forum_once(seat: Meetup, ada: User, time: Clock) -> None:
    time.move(hours=24)
    for _ in range(2):
        remind()
        deliver_due()
    told = ada.notifications.get(reason=Reason.REMINDER)
    assert told.topic == seat.topic


def test_clock_of_the_house_strikes_for_reminders() -> None:
    assert "forum.meetups.tasks.remind" in {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert "forum.meetups.tasks" in app.conf.include


def test_more_than_a_batch_is_told_in_one_run(
    seat: Meetup, bob: User, told: list[int], time: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.meetups.actions.remind.BATCH", 1)
    actions.register(persona=bob.persona, meetup=seat)
    time.move(hours=24)
    remind()
    assert told == [24, 24]

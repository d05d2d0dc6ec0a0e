"""Changing the time, the seats or the room of a meetup."""

from dataclasses import asdict

from django.db import transaction

from accounts.models import Persona
from accounts.verdict import require
from forum.meetups import rules
from forum.meetups.actions.remind import plan_reminders
from forum.meetups.actions.tell import write_change
from forum.meetups.models import Change, Meetup, Reminder
from forum.meetups.rules import Plan, plan_of
from forum.topics.actions import keep_among_readers
from forum.topics.rules import account_of


def change_meetup(*, meetup: Meetup, persona: Persona, plan: Plan) -> Meetup:
    """Give a meetup another plan; calendars and reminders follow, and guests hear of another time.

    Raises RefusedError.
    """
    with transaction.atomic():
        locked = Meetup.objects.select_for_update(of=("self",)).select_related("topic__first_post__persona")
        meetup = locked.get(pk=meetup.pk)
        require(rules.may_change(account_of(persona), meetup))
        require(rules.may_seat(plan.capacity, meetup))
        before = plan_of(meetup)
        for name, value in asdict(plan).items():
            setattr(meetup, name, value)
        require(rules.has_not_started(meetup))
        meetup.sequence += 1
        meetup.save()
        keep_among_readers(meetup.topic)
        if plan.starts_at != before.starts_at:
            _plan_reminders_anew(meetup)
        if rules.is_moved(before, plan):
            write_change(meetup, Change.Kind.MOVED, before=before)
        return meetup


def _plan_reminders_anew(meetup: Meetup) -> None:
    """Told ones go too: whoever was reminded of the old time is reminded of the new."""
    Reminder.objects.filter(registration__meetup=meetup).delete()
    for registration in meetup.registrations.live():
        plan_reminders(registration, meetup.starts_at)

"""Changing the time, the seats or the room of a meetup."""

from dataclasses import asdict

from django.db import transaction

from accounts.models import Persona
from accounts.verdict import require
from forum.meetups import rules
from forum.meetups.actions.remind import plan_reminders
from forum.meetups.models import Meetup, Reminder
from forum.meetups.rules import Plan
from forum.topics.rules import account_of


def change_meetup(*, meetup: Meetup, persona: Persona, plan: Plan) -> Meetup:
    """Give a meetup another plan; calendars take the newer, and reminders follow a new start."""
    with transaction.atomic():
        locked = Meetup.objects.select_for_update(of=("self",)).select_related("topic__first_post__persona")
        meetup = locked.get(pk=meetup.pk)
        require(rules.may_change(account_of(persona), meetup))
        require(rules.may_seat(plan.capacity, meetup))
        is_moved = plan.starts_at != meetup.starts_at
        for name, value in asdict(plan).items():
            setattr(meetup, name, value)
        require(rules.has_not_started(meetup))
        meetup.sequence += 1
        meetup.save()
        if is_moved:
            _plan_reminders_anew(meetup)
        return meetup


def _plan_reminders_anew(meetup: Meetup) -> None:
    """Told ones go too: whoever was reminded of the old time is reminded of the new."""
    Reminder.objects.filter(registration__meetup=meetup).delete()
    for registration in meetup.registrations.live():
        plan_reminders(registration, meetup.starts_at)

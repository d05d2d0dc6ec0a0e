"""Taking a seat and giving it back."""

from django.db import transaction

from accounts.models import Persona
from accounts.verdict import require
from forum.meetups import rules
from forum.meetups.actions.remind import plan_reminders
from forum.meetups.models import Meetup, Registration
from forum.topics.rules import account_of
from outbox import clock


def register(*, persona: Persona, meetup: Meetup) -> Registration:
    """Give `persona` a seat, or the one they hold; the last seat goes to one. Raises RefusedError."""
    with transaction.atomic():
        meetup = _locked(meetup)
        seat = meetup.registrations.filter(persona=persona).first()
        if seat and seat.cancelled_at is None:
            return seat
        require(rules.may_register(account_of(persona), meetup))
        seat = seat or Registration(meetup=meetup, persona=persona)
        seat.registered_at, seat.cancelled_at = clock.now(), None
        seat.save()
        _count(meetup, 1)
        plan_reminders(seat, meetup.starts_at)
        return seat


def cancel(*, persona: Persona, meetup: Meetup) -> None:
    """Take back the seat of `persona`, if they hold one. Raises RefusedError once the meetup is over."""
    with transaction.atomic():
        meetup = _locked(meetup)
        seat = meetup.registrations.live().filter(persona=persona).first()
        if seat is None:
            return
        require(rules.may_cancel(meetup))
        seat.cancelled_at = clock.now()
        seat.save(update_fields=["cancelled_at"])
        seat.reminders.filter(told_at=None).delete()
        _count(meetup, -1)


def _locked(meetup: Meetup) -> Meetup:
    """Lock the meetup's row alone: whoever wants the same seats waits for it."""
    rows = Meetup.objects.select_for_update(of=("self",)).select_related(
        "topic__category", "topic__first_post__persona"
    )
    return rows.get(pk=meetup.pk)


def _count(meetup: Meetup, change: int) -> None:
    meetup.seats_taken += change
    meetup.save(update_fields=["seats_taken"])

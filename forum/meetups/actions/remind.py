"""Planning reminders, and letting them go when they are due."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from forum.meetups.events import ReminderDue
from forum.meetups.models import Registration, Reminder
from forum.meetups.querysets import stands
from outbox import clock
from outbox.record import record

BATCH = 200


def plan_reminders(registration: Registration, starts_at: datetime) -> None:
    """Store the reminders of a seat that are still ahead; inside the caller's transaction."""
    planned = [
        Reminder(registration=registration, hours_before=hours, due_at=starts_at - timedelta(hours=hours))
        for hours in Reminder.HOURS
    ]
    ahead = [reminder for reminder in planned if reminder.due_at > clock.now()]
    Reminder.objects.bulk_create(ahead, ignore_conflicts=True)


def release_due_reminders() -> int:
    """Release a batch of what is due, each once, and drop what comes too late; return how many were settled."""
    with transaction.atomic():
        due = _due(clock.now())
        for reminder in due:
            _settle(reminder)
        return len(due)


def _due(now: datetime) -> list[Reminder]:
    """A hidden topic keeps its reminders back until it is restored, or until the meetup has started."""
    stands_or_started = stands("registration__meetup__topic__") | Q(registration__meetup__starts_at__lte=now)
    rows = Reminder.objects.filter(stands_or_started, told_at=None, due_at__lte=now, registration__cancelled_at=None)
    locked = rows.select_for_update(of=("self",), skip_locked=True).select_related("registration__meetup")
    return list(locked.order_by("due_at", "pk")[:BATCH])


def _settle(reminder: Reminder) -> None:
    """Tell only of the nearest hour: a late "in 24 hours" beside "in 1 hour" would be noise, or untrue."""
    now = clock.now()
    left = reminder.registration.meetup.starts_at - now
    passed = [hours for hours in Reminder.HOURS if left <= timedelta(hours=hours)]
    if left <= timedelta(0) or reminder.hours_before != min(passed):
        reminder.delete()
        return
    reminder.told_at = now
    reminder.save(update_fields=["told_at"])
    record(ReminderDue(reminder.pk))

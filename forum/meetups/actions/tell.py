"""Writing down what happened to a meetup, for its guests to be told."""

from django.db import transaction

from forum.meetups import rules
from forum.meetups.events import MeetupChanged
from forum.meetups.models import Change, Meetup
from forum.meetups.rules import Plan, plan_of
from outbox import clock
from outbox.record import record


def note_standing(post_id: int) -> None:
    """Write down that the meetup which opens with this post was called off, or is back; the same news once."""
    with transaction.atomic():
        meetup = Meetup.objects.select_for_update(of=("self",)).filter(topic__first_post=post_id).first()
        # The topic is read under the meetup's lock: of two that come at once, the later sees how both ended.
        if meetup is None or clock.now() >= meetup.ends_at:
            return
        is_on = bool(rules.is_on(meetup))
        told = meetup.changes.exclude(kind=Change.Kind.MOVED).order_by("-pk").first()
        if is_on == (told is None or told.kind == Change.Kind.BACK_ON):
            return
        meetup.sequence += 1
        meetup.save(update_fields=["sequence"])
        kind = Change.Kind.BACK_ON if is_on else Change.Kind.CALLED_OFF
        write_change(meetup, kind, before=plan_of(meetup))


def write_change(meetup: Meetup, kind: Change.Kind, before: Plan) -> None:
    """Write what happened to `meetup`, whose time stood as in `before`; inside the caller's transaction."""
    change = Change.objects.create(
        meetup=meetup,
        kind=kind,
        starts_at=meetup.starts_at,
        time_zone=meetup.time_zone,
        duration_minutes=meetup.duration_minutes,
        made_at=clock.now(),
        was_starts_at=before.starts_at,
        was_time_zone=before.time_zone,
        was_duration_minutes=before.duration_minutes,
    )
    record(MeetupChanged(change.pk))

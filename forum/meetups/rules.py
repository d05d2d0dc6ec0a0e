"""Who may announce, register and join, and when; the texts of every refusal."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from accounts.models import Reader, User
from accounts.verdict import YES, Verdict
from forum.meetups.models import Meetup
from forum.topics.rules import may_see_topic
from forum.topics.visibility import Status
from outbox import clock

DOORS_OPEN = timedelta(minutes=15)


@dataclass(frozen=True)
class Plan:
    """What a meetup has beside its topic's words: `starts_at` in UTC, `time_zone` the organizer's (IANA name)."""

    starts_at: datetime
    time_zone: str
    duration_minutes: int
    join_url: str
    capacity: int | None = None
    theme: str = ""


def plan_of(meetup: Meetup) -> Plan:
    """Return the plan that stands."""
    return Plan(**{name: getattr(meetup, name) for name in Plan.__dataclass_fields__})


def is_moved(before: Plan, after: Plan) -> bool:
    """Return whether guests must look at their calendars again."""
    return (before.starts_at, before.time_zone, before.duration_minutes) != (
        after.starts_at,
        after.time_zone,
        after.duration_minutes,
    )


def may_announce(reader: Reader) -> Verdict:
    """Organizers, moderators and administrators announce meetups."""
    if isinstance(reader, User) and reader.is_organizer:
        return YES
    return Verdict.no(_("Meetups are announced by organizers and moderators."))


def may_change(reader: Reader, meetup: Meetup) -> Verdict:
    """Only whoever announced a meetup changes it, and only before it starts."""
    if not is_host(reader, meetup):
        return Verdict.no(_("Only the organizer of this meetup can change it."))
    return is_on(meetup) and has_not_started(meetup)


def may_register(reader: Reader, meetup: Meetup) -> Verdict:
    """Members take a seat in what they see, before it starts and while seats are left."""
    if not isinstance(reader, User):
        return Verdict.no(_("Log in to register."))
    return may_see_topic(reader, meetup.topic) and takes_guests(meetup)


def takes_guests(meetup: Meetup) -> Verdict:
    """Return whether a seat can be had at all, whoever asks."""
    return is_on(meetup) and has_not_started(meetup) and _has_seats(meetup)


def may_cancel(meetup: Meetup) -> Verdict:
    """A seat can be given back until the end."""
    if clock.now() >= meetup.ends_at:
        return Verdict.no(_("This meetup is over."))
    return YES


def may_join(reader: Reader, meetup: Meetup, *, has_seat: bool) -> Verdict:
    """The room opens to registered members shortly before the start, until the end; to its host always."""
    if not (open_to := _is_open_to(reader, meetup)) or is_host(reader, meetup):
        return open_to
    if clock.now() >= meetup.ends_at:
        return Verdict.no(_("This meetup is over. Thank you for wanting to come."))
    if not has_seat:
        return Verdict.no(_("You are not registered for this meetup yet."))
    if clock.now() < doors_open_at(meetup):
        return Verdict.no(
            _("The room opens 15 minutes before the start. You have a seat, so there is no need to hurry.")
        )
    return YES


def may_see_guests(reader: Reader, meetup: Meetup) -> Verdict:
    """Who comes is for those who look after the meetup."""
    if isinstance(reader, User) and (is_host(reader, meetup) or reader.is_moderator):
        return YES
    return Verdict.no(_("Who comes is shown to the organizer and the moderators only."))


def is_host(reader: Reader, meetup: Meetup) -> bool:
    """Return whether `reader` announced the meetup."""
    post = meetup.topic.first_post
    return isinstance(reader, User) and post is not None and post.persona.user_id == reader.pk


def has_not_started(meetup: Meetup) -> Verdict:
    """Return a yes before the start, or which side of the end we are on."""
    if clock.now() >= meetup.ends_at:
        return Verdict.no(_("This meetup is over."))
    if clock.now() >= meetup.starts_at:
        return Verdict.no(_("This meetup has started."))
    return YES


def doors_open_at(meetup: Meetup) -> datetime:
    """Return when registered members are let in, in UTC."""
    return meetup.starts_at - DOORS_OPEN


def may_seat(capacity: int | None, meetup: Meetup) -> Verdict:
    """Nobody who registered loses their seat to a smaller room."""
    if capacity is not None and capacity < meetup.seats_taken:
        text = _("%(taken)s people are registered already, so there must be at least that many seats.")
        return Verdict.no(text % {"taken": meetup.seats_taken})
    return YES


def is_on(meetup: Meetup) -> Verdict:
    """A topic that is hidden or deleted, or whose first words are, calls its meetup off."""
    post = meetup.topic.first_post
    if meetup.topic.status != Status.PUBLISHED or post is None or post.status != Status.PUBLISHED:
        return Verdict.no(_("This meetup was called off."))
    return YES


def _is_open_to(reader: Reader, meetup: Meetup) -> Verdict:
    return may_see_topic(reader, meetup.topic) and is_on(meetup)


def _has_seats(meetup: Meetup) -> Verdict:
    if meetup.capacity is not None and meetup.seats_taken >= meetup.capacity:
        return Verdict.no(_("All seats are taken. A seat may become free when someone cancels."))
    return YES

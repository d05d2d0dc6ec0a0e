"""Who is told of something, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import User
from forum.categories.models import Level
from forum.categories.visibility import reached_by
from forum.notifications.rules import EVERYBODY, Batch, Told
from forum.notifications.visibility import Reason
from forum.topics.models import Post, Topic, Watch
from forum.topics.visibility import Status
from outbox import clock

if TYPE_CHECKING:
    from collections.abc import Iterable

    from forum.meetups.models import Change, Meetup, Reminder


def audience_for(post: Post, batch: Batch = EVERYBODY) -> list[Told]:
    """Return who in `batch` is told of `post`, in the order of ids, each once and for the most personal reason.

    Never its author, nobody who may not read it, and nobody who muted the topic.
    """
    if not _is_published(post):
        return []
    # Whoever only read it stands among them, and has chosen nothing.
    watches = list(post.topic.watches.filter(user__pk__range=batch).exclude(level=Level.NORMAL, is_chosen=False))
    levels = {watch.user_id: watch.level for watch in watches}
    reasons = dict.fromkeys(_followers(post, watches), Reason.UPDATE if post.updates else Reason.FOLLOWING)
    reasons |= _personal_reasons(post, levels)
    author_id = post.persona.user_id
    silent = {user_id for user_id, level in levels.items() if level == Level.MUTED} | {author_id}
    readers = _readers(post.topic, batch, reasons.keys() - silent)
    return [Told(user_id, reasons[user_id]) for user_id in readers]


def audience_for_meetup(meetup: Meetup, batch: Batch = EVERYBODY) -> list[Told]:
    """Return who in `batch` asked to be told of new meetups and may see this one; never who announced it."""
    post = meetup.topic.first_post
    if post is None or not _is_published(post):
        return []
    members = User.objects.filter(is_active=True, wants_meetups=True, pk__range=batch)
    readers = members.filter(reached_by(meetup.topic.audience)).exclude(pk=post.persona.user_id or 0)
    return [Told(user_id, Reason.MEETUP) for user_id in readers.order_by("pk").values_list("pk", flat=True)]


def guests_to_tell(change: Change, batch: Batch = EVERYBODY) -> list[Told]:
    """Return who in `batch` is told of `change`: who held a seat when it was made and still does; never the host."""
    meetup = change.meetup
    post = meetup.topic.first_post
    seats = meetup.registrations.live().filter(registered_at__lte=change.made_at)
    guests = set(seats.exclude(persona__user=None).values_list("persona__user", flat=True))
    host_id = post and post.persona.user_id
    return [Told(user_id, Reason(change.kind)) for user_id in _readers(meetup.topic, batch, guests - {host_id})]


def reminded(reminder: Reminder) -> int | None:
    """Return the account that `reminder` still concerns, or None: seat given back, meetup over or out of sight."""
    registration = reminder.registration
    meetup = registration.meetup
    user_id = registration.persona.user_id
    if user_id is None or registration.cancelled_at or meetup.ends_at <= clock.now():
        return None
    if meetup.topic.status != Status.PUBLISHED:
        return None
    return next(iter(_readers(meetup.topic, EVERYBODY, {user_id})), None)


def _is_published(post: Post) -> bool:
    """Return whether all whom the topic is for may read `post`; what only its author sees is told to nobody."""
    statuses = {post.topic.status, post.status, post.updates.status if post.updates else post.status}
    return statuses == {Status.PUBLISHED}


def _followers(post: Post, watches: list[Watch]) -> list[int]:
    """Return who followed the topic when `post` was written: whoever came later has it before them already."""
    return [watch.user_id for watch in watches if watch.level == Level.WATCHING and watch.since <= post.created_at]


def _personal_reasons(post: Post, levels: dict[int, str]) -> dict[int, Reason]:
    """Return a reason for each account that `post` speaks to; the later lines are more personal and win."""
    reasons: dict[int, Reason] = {}
    starter_id = post.topic.first_post and post.topic.first_post.persona.user_id
    # A starter who chose not to follow their own topic is told of what is said to them, no more.
    if starter_id and not post.updates and levels.get(starter_id) != Level.NORMAL:
        reasons[starter_id] = Reason.REPLY
    if post.reply_to and post.reply_to.persona.user_id:
        reasons[post.reply_to.persona.user_id] = Reason.REPLY
    mentioned = User.objects.filter(persona__mentions__post=post).values_list("pk", flat=True)
    return reasons | dict.fromkeys(mentioned, Reason.MENTION)


def _readers(topic: Topic, batch: Batch, user_ids: Iterable[int]) -> list[int]:
    """Return those of `user_ids` in `batch` who are here and may see `topic`, in order."""
    here = User.objects.filter(pk__in=user_ids, pk__range=batch, is_active=True)
    return list(here.filter(reached_by(topic.audience)).order_by("pk").values_list("pk", flat=True))

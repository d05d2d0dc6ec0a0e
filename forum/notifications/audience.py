"""Who is told of something, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import User
from forum.categories.models import CategoryWatch, Level
from forum.categories.visibility import reached_by
from forum.notifications.rules import EVERYBODY, Batch, Told, level_of
from forum.notifications.visibility import Reason
from forum.topics.models import Post, Topic, Watch
from forum.topics.visibility import Status
from outbox import clock

if TYPE_CHECKING:
    from collections.abc import Iterable

    from forum.meetups.models import Change, Meetup, Reminder


def audience_for(post: Post, batch: Batch = EVERYBODY) -> list[Told]:
    """Return who in `batch` is told of `post`, in the order of ids, each once and for the most personal reason.

    Never its author, nobody who may not read it, and nobody who muted the topic. Whoever muted its category is told of
    what is said to them, no more.
    """
    if not _is_published(post):
        return []
    # Whoever only read it stands among them, and has chosen nothing.
    watches = list(post.topic.watches.filter(user__pk__range=batch).exclude(level=Level.NORMAL, is_chosen=False))
    levels = {watch.user_id: watch.level for watch in watches}
    followers = _followers(post, watches, batch)
    reasons = dict.fromkeys(followers, Reason.UPDATE if post.updates else Reason.FOLLOWING)
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


def _followers(post: Post, watches: list[Watch], batch: Batch) -> list[int]:
    """Return who watched the topic or its category as `post` was written: whoever came later has it before them."""
    own = {watch.user_id: watch for watch in watches}
    of_category = CategoryWatch.objects.filter(category=post.topic.category_id, user__pk__range=batch)
    here = {watch.user_id: watch for watch in of_category.filter(level__in=(Level.WATCHING, Level.MUTED))}
    return [pk for pk in own.keys() | here.keys() if _watched(post, own.get(pk), here.get(pk))]


def _watched(post: Post, own: Watch | None, here: CategoryWatch | None) -> bool:
    """Return whether someone with these places in the topic and its category is told of `post` for that.

    Whoever tracks the topic is told of updates alone: those have no number, so no count of what is unread shows them.
    """
    levels = {Level.WATCHING, Level.TRACKING} if post.updates else {Level.WATCHING}
    followed = [one for one in (own, here) if one and (one.level == Level.WATCHING or one is own)]
    since = [one.since for one in followed if one.level in levels]
    return level_of(own, here) in levels and any(moment <= post.created_at for moment in since)


def _personal_reasons(post: Post, levels: dict[int, str]) -> dict[int, Reason]:
    """Return a reason for each account that `post` speaks to; the later lines are more personal and win."""
    reasons: dict[int, Reason] = {}
    starter_id = post.topic.first_post and post.topic.first_post.persona.user_id
    # A starter who chose not to watch their own topic is told of what is said to them, no more.
    if starter_id and not post.updates and levels.get(starter_id, Level.WATCHING) == Level.WATCHING:
        reasons[starter_id] = Reason.REPLY
    if post.reply_to and post.reply_to.persona.user_id:
        reasons[post.reply_to.persona.user_id] = Reason.REPLY
    mentioned = User.objects.filter(persona__mentions__post=post).values_list("pk", flat=True)
    return reasons | dict.fromkeys(mentioned, Reason.MENTION)


def _readers(topic: Topic, batch: Batch, user_ids: Iterable[int]) -> list[int]:
    """Return those of `user_ids` in `batch` who are here and may see `topic`, in order."""
    here = User.objects.filter(pk__in=user_ids, pk__range=batch, is_active=True)
    return list(here.filter(reached_by(topic.audience)).order_by("pk").values_list("pk", flat=True))

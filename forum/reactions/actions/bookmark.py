"""Keeping a bookmark at a post, taking it away, and letting its reminder go when it is due."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from accounts.verdict import RefusedError, require
from forum.reactions.events import BookmarkDue
from forum.reactions.models import Bookmark
from forum.reactions.rules import CHANGED_MEANWHILE, version_of
from forum.topics.models import Post
from forum.topics.rules import may_read_post
from forum.topics.visibility import Status
from outbox import clock
from outbox.record import record

BATCH = 200
# How soon a reminder of a post that is out of sight is looked at again: after as long as it has waited, within these.
SOONEST, LATEST = timedelta(minutes=10), timedelta(days=1)
# All that the rule asks of the post at a bookmark.
_NEAR = ("user", "post__persona", "post__topic__first_post__persona", "post__updates__persona")


def keep_bookmark(*, user: User, post: Post, note: str, remind_at: datetime | None, base: str = "") -> Bookmark:
    """Keep a bookmark of `user` at `post`, or change the one there; `remind_at` in UTC, or never.

    `base` is the version of the bookmark that they started from. Raises RefusedError where another is there now, or
    they may not read the post.
    """
    require(may_read_post(user, post))
    with transaction.atomic():
        kept, is_new = Bookmark.objects.select_for_update().get_or_create(user=user, post=post)
        is_same = (kept.note, kept.remind_at) == (note, remind_at)
        if base and not is_new and not is_same and version_of(kept) != base:
            raise RefusedError(CHANGED_MEANWHILE)
        if kept.remind_at != remind_at:
            kept.remind_at, kept.reminded_at, kept.look_at = remind_at, None, None
        kept.note = note
        kept.save(update_fields=["note", "remind_at", "reminded_at", "look_at"])
    return kept


def remove_bookmark(*, user: User, pk: int) -> None:
    """Take away the bookmark `pk`, if it is one of `user`."""
    Bookmark.objects.filter(user=user, pk=pk).delete()


def release_due_bookmarks() -> int:
    """Look at a batch of the reminders that are due and release each once; return how many were looked at.

    One whose post its keeper may not read now waits until they may; one whose post is gone for ever goes with it.
    """
    now = clock.now()
    with transaction.atomic():
        due = Bookmark.objects.filter(Q(look_at=None) | Q(look_at__lte=now), remind_at__lte=now, reminded_at=None)
        rows = list(
            due.select_related(*_NEAR)
            .order_by("remind_at", "pk")
            .select_for_update(of=("self",), skip_locked=True)[:BATCH]
        )
        for bookmark in rows:
            if may_read_post(bookmark.user, bookmark.post):
                bookmark.reminded_at = now
                record(BookmarkDue(bookmark.pk))
            elif bookmark.post.status == Status.DELETED:
                bookmark.reminded_at = now
            else:
                bookmark.look_at = _next_look(bookmark.remind_at, now)
        Bookmark.objects.bulk_update(rows, ["reminded_at", "look_at"])
    return len(rows)


def put_off_reminder(*, bookmark: Bookmark) -> None:
    """Let the reminder of `bookmark` wait, whose post went out of sight after it was released."""
    released = Bookmark.objects.filter(pk=bookmark.pk, remind_at=bookmark.remind_at).exclude(reminded_at=None)
    released.update(reminded_at=None, look_at=_next_look(bookmark.remind_at, clock.now()))


def look_again(*, topic_id: int) -> None:
    """Let the clock look at once at the reminders that wait for posts of a topic."""
    waiting = Bookmark.objects.filter(post__topic=topic_id, reminded_at=None, look_at__gt=clock.now())
    waiting.update(look_at=clock.now())


def _next_look(remind_at: datetime | None, now: datetime) -> datetime:
    """Return when to look again at a reminder that has been due since `remind_at`; ever more seldom."""
    return now + min(max(now - (remind_at or now), SOONEST), LATEST)

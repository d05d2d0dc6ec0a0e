"""Keeping a bookmark at a post, taking it away, and letting its reminder go when it is due."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.verdict import require
from forum.reactions.events import BookmarkDue
from forum.reactions.models import Bookmark
from forum.topics.models import Post
from forum.topics.rules import may_read_post
from outbox import clock
from outbox.record import record

BATCH = 200


def keep_bookmark(*, user: User, post: Post, note: str, remind_at: datetime | None) -> Bookmark:
    """Keep a bookmark of `user` at `post`, or change the one there; `remind_at` in UTC, or never.

    Raises RefusedError where they may not read the post.
    """
    require(may_read_post(user, post))
    with transaction.atomic():
        kept, _ = Bookmark.objects.select_for_update().get_or_create(user=user, post=post)
        if kept.remind_at != remind_at:
            kept.remind_at, kept.reminded_at = remind_at, None
        kept.note = note
        kept.save(update_fields=["note", "remind_at", "reminded_at"])
    return kept


def remove_bookmark(*, user: User, pk: int) -> None:
    """Take away the bookmark `pk`, if it is one of `user`."""
    Bookmark.objects.filter(user=user, pk=pk).delete()


def release_due_bookmarks() -> int:
    """Release a batch of the reminders that are due, each once; return how many."""
    now = clock.now()
    with transaction.atomic():
        due = Bookmark.objects.filter(remind_at__lte=now, reminded_at=None).order_by("remind_at", "pk")
        rows = list(due.select_for_update(skip_locked=True)[:BATCH])
        for bookmark in rows:
            bookmark.reminded_at = now
            bookmark.save(update_fields=["reminded_at"])
            record(BookmarkDue(bookmark.pk))
    return len(rows)

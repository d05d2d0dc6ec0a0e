"""Telling people, once each, and taking note of what they have read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, transaction

from accounts.models import User
from accounts.queries import PreparedFor
from forum.notifications.models import Notification
from forum.notifications.rules import SWITCHES, less_personal_than
from forum.notifications.visibility import Reason
from outbox import clock
from outbox.mail import send_later

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from forum.meetups.models import Change, Reminder
    from forum.notifications.rules import Told
    from forum.reactions.models import Bookmark
    from forum.topics.models import Post

LETTER = "notification"


def tell_of_post(*, post: Post, told: Iterable[Told]) -> None:
    """Tell each of `told` of `post`, in the forum and later by mail; telling again changes nothing.

    Who was told for a less personal reason before finds it unread again, on top, with the better reason.
    """
    key = f"post:{post.pk}"
    rows = [
        Notification(recipient_id=one.user_id, key=key, reason=one.reason, topic_id=post.topic_id, post=post)
        for one in told
    ]
    with transaction.atomic():
        _store(key, rows)


def tell_of_past_post(*, post: Post, told: Iterable[Told], is_read: bool) -> None:
    """Give each of `told` what they would have been told when `post` was written; no mail goes out."""
    Notification.objects.bulk_create(
        Notification(
            recipient_id=one.user_id,
            key=f"post:{post.pk}",
            reason=one.reason,
            topic_id=post.topic_id,
            post=post,
            created_at=post.created_at,
            read_at=post.created_at if is_read else None,
        )
        for one in told
    )


def tell(*, recipient_id: int, key: str, topic_id: int, post_id: int | None = None, text: str) -> None:
    """Tell a member what the moderators say in `text`, about their topic or post; once for each `key`."""
    row = Notification(
        recipient_id=recipient_id,
        key=key,
        reason=Reason.NOTICE,
        topic_id=topic_id,
        post_id=post_id,
        text=text,
    )
    with transaction.atomic():
        _store(key, [row])


def remind(*, reminder: Reminder, recipient_id: int) -> None:
    """Tell a registered member that their meetup is near; once for each reminder."""
    key = f"reminder:{reminder.pk}"
    topic = reminder.registration.meetup.topic
    row = Notification(
        recipient_id=recipient_id,
        key=key,
        reason=Reason.REMINDER,
        topic=topic,
        post_id=topic.first_post_id,
        reminder=reminder,
    )
    with transaction.atomic():
        _store(key, [row])


def remind_of_post(*, bookmark: Bookmark) -> None:
    """Tell a member of the post at their bookmark; once for each time that they chose."""
    assert bookmark.remind_at  # noqa: S101 - a reminder that was let go had a time
    key = f"bookmark:{bookmark.pk}:{bookmark.remind_at.timestamp():.0f}"
    post = bookmark.post
    row = Notification(
        recipient_id=bookmark.user_id, key=key, reason=Reason.BOOKMARK, topic_id=post.topic_id, post=post
    )
    with transaction.atomic():
        _store(key, [row])


def tell_of_change(*, change: Change, told: Iterable[Told]) -> None:
    """Tell each of `told` what happened to their meetup; once for each change.

    Who has neither read nor been mailed of the changes that this one undoes is left in peace: both stand in the list,
    as read.
    """
    key = f"change:{change.pk}"
    topic = change.meetup.topic
    rows = [
        Notification(
            recipient_id=one.user_id,
            key=key,
            reason=one.reason,
            topic=topic,
            post_id=topic.first_post_id,
            change=change,
            created_at=clock.now(),
        )
        for one in told
    ]
    with transaction.atomic():
        undone = _read_what_is_undone(change, {row.recipient_id for row in rows})
        for row in rows:
            row.read_at = clock.now() if row.recipient_id in undone else None
        _store(key, rows)


def read(*, notification: Notification) -> None:
    """Mark one notification as read."""
    Notification.objects.filter(pk=notification.pk, read_at=None).update(read_at=clock.now())


def read_posts(*, reader: User, posts: Sequence[int]) -> int:
    """Mark as read what `reader` was told of these posts; returns how much else of what they may see is unread."""
    told, values = _UNREAD.sql(reader)
    # One statement, since every page pays for it; both halves see the rows as they were before it.
    statement = f"""
        WITH told AS ({told}),
        seen AS (
            UPDATE {Notification._meta.db_table} SET read_at = %s
            WHERE id IN (SELECT pk FROM told WHERE post_id = ANY(%s)) RETURNING id
        )
        SELECT count(*) FROM told WHERE pk NOT IN (SELECT id FROM seen)
    """  # noqa: S608 - Django's own SQL, its values apart
    with connection.cursor() as cursor:
        if posts:
            cursor.execute(statement, [*values, clock.now(), list(posts)])
        else:
            cursor.execute(f"SELECT count(*) FROM ({told}) AS told", values)  # noqa: S608 - as above
        return int(cursor.fetchone()[0])


def read_all(*, reader: User, until: datetime) -> None:
    """Mark as read all that `reader` was told up to `until`; what came later was not on their page."""
    told = Notification.objects.filter(recipient=reader, created_at__lte=until)
    told.unread().update(read_at=clock.now())


def stop_mails(*, user: User, switches: Iterable[str]) -> None:
    """Turn off these mail preferences of `user`; names that are none of SWITCHES are passed over."""
    stopped = dict.fromkeys(SWITCHES.intersection(switches), False)
    if stopped:
        User.objects.filter(pk=user.pk).update(**stopped)


def _read_what_is_undone(change: Change, recipients: set[int]) -> set[int]:
    """Mark as read the changes that wait to be mailed and that `change` undoes; return whom that leaves in peace."""
    waiting_since = clock.now() - timedelta(seconds=settings.EMAIL_DELAY)
    earlier = Notification.objects.filter(change__meetup=change.meetup_id, change__lt=change.pk)
    waiting = earlier.unread().filter(recipient__in=recipients, created_at__gt=waiting_since)
    # The first of each: what stood before it is what that member knows.
    first = {row.recipient_id: row.change for row in waiting.select_related("change").order_by("-change")}
    undone = {recipient for recipient, other in first.items() if other and change.undoes(other)}
    waiting.filter(recipient__in=undone).update(read_at=clock.now())
    return undone


def _raise_reason(row: Notification) -> None:
    """Give what was told before the reason of `row` where that is more personal, and make it new again."""
    if weaker := less_personal_than(Reason(row.reason)):
        told = Notification.objects.filter(recipient_id=row.recipient_id, key=row.key, reason__in=weaker)
        told.update(reason=row.reason, created_at=row.created_at, read_at=None)


def _store(key: str, rows: list[Notification]) -> None:
    """Write the rows that are not there yet, and a letter for each that is unread."""
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    # Only now: whoever tells the same people at the same time has committed when our insert is passed over.
    for row in rows:
        _raise_reason(row)
    due_at = clock.now() + timedelta(seconds=settings.EMAIL_DELAY)
    told = Notification.objects.filter(key=key, recipient__in=[row.recipient_id for row in rows]).unread()
    for row in told.order_by("recipient_id"):
        letter_key = f"{LETTER}:{row.pk}:{row.reason}"
        send_later(LETTER, row.recipient_id, letter_key, {LETTER: row.pk, "reason": row.reason}, due_at)


def _unread(reader: User) -> QuerySet[Notification, tuple[int, int | None]]:
    """Return what a member was told, may still see and has not read."""
    return Notification.objects.visible_to(reader).unread().values_list("pk", "post_id")


_UNREAD = PreparedFor(_unread)

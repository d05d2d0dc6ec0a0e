"""How far a member has read, which only ever rises."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import F, OuterRef, Q, Subquery

from accounts.models import User
from accounts.verdict import require
from forum.categories.models import Category, CategoryWatch, Level
from forum.topics import rules
from forum.topics.models import Topic, Watch
from outbox import clock

# Whoever has read for so long, in seconds, tracks the topic; time beyond that is not kept.
TRACKS_AFTER = 300
# As much as one report may say.
MOST_SECONDS = 60

# Whoever chose a level in a list without ever going there has not opened it.
_OPENED = Q(last_read__gt=0) | Q(read_at__isnull=False)

# One statement, so that two tabs cannot undo each other; the time between two reports is the most that counts.
_SINCE = "GREATEST(0, EXTRACT(EPOCH FROM EXCLUDED.read_at - mine.read_at))"
_TIME = f"""LEAST({TRACKS_AFTER},
    mine.seconds + LEAST(EXCLUDED.seconds, COALESCE({_SINCE}, {MOST_SECONDS})::int))"""
_TRACKS = f"(NOT mine.is_chosen AND mine.level = '{Level.NORMAL.value}' AND {_TIME} >= {TRACKS_AFTER})"
_MARK = f"""
    INSERT INTO {Watch._meta.db_table} AS mine
        (user_id, topic_id, level, is_chosen, since, last_read, seconds, read_at)
    VALUES (%(user)s, %(topic)s, '{Level.NORMAL.value}', false, %(now)s, %(number)s, %(seconds)s, %(now)s)
    ON CONFLICT (user_id, topic_id) DO UPDATE SET
        last_read = GREATEST(mine.last_read, EXCLUDED.last_read),
        seconds = {_TIME},
        read_at = GREATEST(mine.read_at, EXCLUDED.read_at),
        since = CASE WHEN {_TRACKS} THEN EXCLUDED.since ELSE mine.since END,
        level = CASE WHEN {_TRACKS} THEN '{Level.TRACKING.value}' ELSE mine.level END
"""  # noqa: S608 - only names of ours; values are apart

# Whoever took it for seen in its category, unless they did so in the next one as well.
_SEEN = f"""
    INSERT INTO {Watch._meta.db_table} AS mine (user_id, topic_id, level, is_chosen, since, is_seen)
    SELECT here.user_id, %(topic)s, '{Level.NORMAL.value}', false, %(now)s, true
    FROM {CategoryWatch._meta.db_table} AS here
    LEFT JOIN {CategoryWatch._meta.db_table} AS there ON there.user_id = here.user_id AND there.category_id = %(next)s
    WHERE here.category_id = %(category)s AND here.seen_until >= %(begun)s
        AND (there.seen_until IS NULL OR there.seen_until < %(begun)s)
    ON CONFLICT (user_id, topic_id) DO UPDATE SET is_seen = true
"""  # noqa: S608 - as above


def mark_read(*, user: User, topic: Topic, number: int, seconds: int = 0) -> None:
    """Take note that `user` has read `topic` up to post `number`, for `seconds` more; a lower number changes nothing.

    Five minutes of reading track a topic whose level was never chosen. Raises RefusedError where they may not see it.
    """
    require(rules.may_see_topic(user, topic))
    values: dict[str, int | datetime] = {
        "user": user.pk,
        "topic": topic.pk,
        "number": min(max(number, 0), topic.last_number),
        "seconds": min(max(seconds, 0), MOST_SECONDS),
        "now": clock.now(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_MARK, values)


def mark_all_read(
    *, user: User, until: datetime, category: Category | None = None, followed_only: bool = False
) -> None:
    """Take every topic that `user` has opened for read to its end, but for those where something came after `until`.

    In one category alone, or those alone that they follow, where that is asked for.
    """
    last = Topic.objects.filter(pk=OuterRef("topic")).values("last_number")
    opened = Watch.objects.filter(_OPENED, user=user, topic__last_number__gt=F("last_read"))
    if category:
        opened = opened.filter(topic__category=category)
    if followed_only:
        opened = opened.filter(topic__in=Topic.objects.as_read_by(user, until).followed().values("pk"))
    opened.filter(topic__activity_at__lte=until).update(last_read=Subquery(last))


def mark_all_seen(*, user: User, until: datetime, category: Category | None = None) -> None:
    """Let no topic begun up to `until` be new to `user` any more; one row a category, however many topics there are."""
    until = min(until, clock.now())
    categories = [category] if category else list(Category.objects.visible_to(user))
    rows = [CategoryWatch(user=user, category=one, seen_until=until) for one in categories]
    with transaction.atomic():
        CategoryWatch.objects.bulk_create(rows, ignore_conflicts=True)
        earlier = Q(seen_until=None) | Q(seen_until__lt=until)
        CategoryWatch.objects.filter(earlier, user=user, category__in=categories).update(seen_until=until)


def keep_seen(*, topic: Topic, category: Category) -> None:
    """Let `topic`, which is about to go into `category`, stay seen to all who took it for seen where it stands.

    One statement, however many they are; nothing is written for a topic that is new to nobody any more.
    """
    now = clock.now()
    if topic.created_at <= now - rules.FRESH_FOR:
        return
    values: dict[str, int | datetime] = {
        "topic": topic.pk,
        "category": topic.category_id,
        "next": category.pk,
        "begun": topic.created_at,
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SEEN, values)

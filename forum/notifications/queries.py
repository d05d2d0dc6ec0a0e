"""What a member was told, as the pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, QuerySet
from django.urls import reverse

from accounts.models import User
from accounts.queries import PreparedFor
from forum.notifications.models import Notification
from forum.notifications.visibility import KEPT, Reason
from forum.paging import PAGE, behind, place_of
from forum.topics.models import Post, Topic
from forum.topics.visibility import visible_topics

if TYPE_CHECKING:
    from accounts.models import Reader
    from forum.notifications.querysets import NotificationQuerySet

NEAR = "post__persona", "post__topic", "post__updates", "topic", "reminder__registration__meetup", "change"

# More replies than anyone counts.
MOST_NEWS = 100

_LIVE_STATE = f"""
    SELECT count(told.id), max(told.id), (SELECT topic::text FROM ({{topic}}) AS topic)
    FROM {Notification._meta.db_table} AS told WHERE told.recipient_id = %s AND told.read_at IS NULL
"""  # noqa: S608 - only names of ours; values are apart


def _topic_of(reader: Reader, topic_id: int) -> QuerySet[Topic, tuple[Any, ...]]:
    """Return what changes in a topic."""
    return Topic.objects.visible_to(reader).filter(pk=topic_id).values_list("last_number", "status", "audience")


_TOPIC_OF = PreparedFor(_topic_of)


@dataclass(frozen=True)
class Line:
    """What stands in one place of a list: one thing that was told, or all that is unread of a topic one follows."""

    # In the order in which they were told.
    told: list[Notification]

    @property
    def first(self) -> Notification:
        """Return where reading goes on."""
        return self.told[0]

    @property
    def newest(self) -> Notification:
        """Return what was told last."""
        return self.told[-1]

    @property
    def names(self) -> list[str]:
        """Return who wrote, each once; without those who left."""
        names = [row.post.persona.name for row in self.told if row.post]
        return [name for name in dict.fromkeys(names) if name]


@dataclass(frozen=True)
class Page:
    """Some notifications, newest first, and the mark after which the older ones begin."""

    rows: list[Notification]
    older: str

    @property
    def lines(self) -> list[Line]:
        """Return the rows as the page shows them."""
        return gathered(self.rows)


def gathered(rows: list[Notification]) -> list[Line]:
    """Return `rows`, newest first; what is unread of a topic one follows stands together, where its newest would."""
    lines: dict[tuple[str, int], list[Notification]] = {}
    for row in rows:
        is_news = row.reason == Reason.FOLLOWING and row.read_at is None
        lines.setdefault(("topic", row.topic_id) if is_news else ("row", row.pk), []).append(row)
    return [Line(told[::-1]) for told in lines.values()]


def notifications_page(reader: User, before: str = "") -> Page:
    """Return what `reader` was told and may still see, older than the mark `before` where it is one."""
    rows = list(_told(reader).filter(behind("created_at", before)).order_by("-created_at", "-pk")[: PAGE + 1])
    return Page(rows[:PAGE], place_of(rows[PAGE - 1].created_at, rows[PAGE - 1].pk) if len(rows) > PAGE else "")


def newest_unread(reader: User) -> list[Notification]:
    """Return the newest that `reader` was told and has not read yet, as many as a page holds."""
    return _NEWEST_UNREAD.things(reader)


def notification(reader: User, pk: int) -> Notification | None:
    """Return the notification `pk` of `reader`, or None where it is someone else's or out of sight."""
    return _told(reader).filter(pk=pk).first()


def live_state(reader: Reader, topic_id: int) -> str:
    """Return what changes with all that an open page is told of, in one statement that is cheap to make and to run.

    A topic that `reader` may not see changes nothing, as if there were none.
    """
    role, me = (reader.role, reader.pk) if isinstance(reader, User) else (None, 0)
    topic, values = _TOPIC_OF.sql(reader, topic_id)
    with connection.cursor() as cursor:
        cursor.execute(_LIVE_STATE.format(topic=topic), [*values, me])
        return f"{me} {role} {cursor.fetchone()}"


def news_in_topic(reader: Reader, topic_id: int, after: int) -> tuple[Topic, list[int]] | None:
    """Return the topic and the numbers, `MOST_NEWS` at most, of what others wrote in it behind number `after`.

    None where `reader` may see no such topic.
    """
    topic = Topic.objects.visible_to(reader).filter(pk=topic_id).only("title", "last_number").first()
    if topic is None:
        return None
    posts = Post.objects.visible_to(reader).filter(topic=topic, number__gt=after).exclude(persona__user=reader.pk or 0)
    numbers = posts.order_by("number").values_list("number", flat=True)[:MOST_NEWS]
    return topic, [number for number in numbers if number]


def address(reader: User, told: Notification) -> str:
    """Return where `told` leads: the post, or what `reader` may still open of that which was taken from them."""
    if told.post and (told.reason not in KEPT or Post.objects.visible_to(reader).filter(pk=told.post.pk).exists()):
        return told.post.get_absolute_url()
    if Topic.objects.visible_to(reader).filter(pk=told.topic_id).exists():
        return told.topic.get_absolute_url()
    return reverse("notifications:list")


def _told(reader: User) -> NotificationQuerySet:
    is_open = ExpressionWrapper(visible_topics(reader, "topic__"), output_field=BooleanField())
    return Notification.objects.visible_to(reader).select_related(*NEAR).annotate(is_open=is_open)


def _newest_unread(reader: User) -> NotificationQuerySet:
    return _told(reader).unread().order_by("-created_at", "-pk")[:PAGE]


_NEWEST_UNREAD = PreparedFor(_newest_unread)

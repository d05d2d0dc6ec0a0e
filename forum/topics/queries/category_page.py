"""A category's topics, pinned ones on top, then the newest activity first."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Q

from accounts.models import Reader
from accounts.verdict import Verdict
from forum.categories.models import Category
from forum.topics import rules
from forum.topics.models import Topic

PAGE = 20
MOST_PINNED = 20

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CURSOR = re.compile(r"(?a:(\d{1,16})-(\d{1,18}))")


@dataclass(frozen=True)
class CategoryPage:
    """One page of a category; `older` is the cursor of the next one, empty on the last."""

    category: Category
    pinned: list[Topic]
    topics: list[Topic]
    older: str
    is_first: bool
    may_start: Verdict


def find_category(reader: Reader, slug: str) -> Category | None:
    """Return the category if `reader` may see it."""
    return Category.objects.visible_to(reader).filter(slug=slug).first()


def category_page(reader: Reader, category: Category, before: str) -> CategoryPage:
    """Return the topics of `category` whose activity is older than the cursor `before`, or the newest."""
    rows = Topic.objects.visible_to(reader).filter(category=category).with_starter()
    cursor = _read(before)
    unpinned = rows.filter(pinned_at=None).order_by("-activity_at", "-pk")
    if cursor:
        moment, pk = cursor
        unpinned = unpinned.filter(Q(activity_at__lt=moment) | Q(activity_at=moment, pk__lt=pk))
    topics = list(unpinned[: PAGE + 1])
    pinned = [] if cursor else list(rows.exclude(pinned_at=None).order_by("-pinned_at", "-pk")[:MOST_PINNED])
    return CategoryPage(
        category=category,
        pinned=pinned,
        topics=topics[:PAGE],
        older=_write(topics[PAGE - 1]) if len(topics) > PAGE else "",
        is_first=cursor is None,
        may_start=rules.may_start_topic(reader, category),
    )


def _write(topic: Topic) -> str:
    """Return the cursor that stands just below `topic`: its microsecond and its id."""
    return f"{(topic.activity_at - _EPOCH) // timedelta(microseconds=1)}-{topic.pk}"


def _read(cursor: str) -> tuple[datetime, int] | None:
    """Return the moment and the id that `cursor` names, or None where it is no cursor of ours."""
    match = _CURSOR.fullmatch(cursor)
    if match is None:
        return None
    return _EPOCH + timedelta(microseconds=int(match[1])), int(match[2])

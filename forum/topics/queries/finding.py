"""A topic as its page begins: found, with how its reader stands to it and with the versions of all that it shows."""

from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Persona, Reader, User
from accounts.prepared import Prepared, of_row
from accounts.queries import PreparedFor
from forum.categories.models import Category
from forum.topics.models import Draft, FormerTopic, House, Post, Topic, reply_place
from forum.topics.querysets import TopicQuerySet

# The largest id that a column holds.
MAX_OLD_ID = 2**63 - 1

_TOPIC = [field.attname for field in Topic._meta.concrete_fields]
_CATEGORY = [field.attname for field in Category._meta.concrete_fields]
_FIRST = ("first_post__persona_id", "first_post__persona__user_id")
_COLUMNS = (*_TOPIC, *(f"category__{name}" for name in _CATEGORY), *_FIRST, "has_namesake", "house")
_FIRST_POST = _TOPIC.index("first_post_id")
# What this page asks of how a member stands to a topic.
_STANDING = ("last_read", "is_opened", "level", "has_draft")
_HOUSE = Coalesce(Subquery(House.objects.values("version")[:1]), 0)
# When topics are new is asked by lists alone.
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


class Version(NamedTuple):
    """What is another once anything changed on a topic's pages or at its address."""

    revision: int
    house: int
    has_namesake: bool


def find_topic(reader: Reader, topic_id: int) -> Topic | None:
    """Return the topic with its category if `reader` may see it, and with how they stand to it.

    That is how far they read, how closely they follow it, and whether they were writing a reply. It carries `house`,
    too: the version of what shows on the pages of every topic; and `has_namesake`: whether another topic had its id in
    the forum that it came from.
    """
    if isinstance(reader, User):
        rows = _MEMBERS.rows(reader, topic_id, reply_place(topic_id))
    else:
        rows = _VISITORS.rows(topic_id)
    return _topic(rows[0]) if rows else None


def find_former(reader: Reader, old_id: int, slug: str, *, whatever_slug: bool) -> Topic | None:
    """Return the topic that `reader` may see and that stood under this id and slug in the forum it came from.

    With `whatever_slug` the id will do.
    """
    if old_id > MAX_OLD_ID:
        return None
    came = Topic.objects.visible_to(reader).filter(former__old_id=old_id)
    return (came if whatever_slug else came.filter(former__slug=slug)).first()


def is_gone(reader: Reader, topic_id: int) -> bool:
    """Return whether `reader` may be told that the topic was here and its author removed it."""
    return Topic.objects.gone_for(reader).filter(pk=topic_id).exists()


def has_draft(topic: Topic) -> bool:
    """Return whether the member for whom `topic` was found was writing a reply."""
    return bool(vars(topic).get("has_draft", True))


def version_of(topic: Topic) -> Version:
    """Return the version of a topic that `find_topic` found."""
    found = vars(topic)
    return Version(topic.revision, found["house"], found["has_namesake"])


def version_for_everyone(topic_id: int) -> Version | None:
    """Return the version that a topic has now, if everyone may see it; one look by its id."""
    rows = _VERSION.rows(topic_id)
    return Version(*rows[0]) if rows else None


def _topic(row: tuple[Any, ...]) -> Topic:
    """Return the topic that a row holds."""
    end = len(_TOPIC) + len(_CATEGORY)
    persona, account = row[end : end + len(_FIRST)]
    category = of_row(Category, _CATEGORY, row[len(_TOPIC) : end])
    # Who began it is all that is asked of its first post.
    starter = of_row(Persona, ("id", "user_id"), (persona, account))
    first = of_row(Post, ("id", "persona_id"), (row[_FIRST_POST], persona), persona=starter)
    topic = of_row(Topic, _TOPIC, row[: len(_TOPIC)], category=category, first_post=first)
    vars(topic).update(zip(("has_namesake", "house", *_STANDING), row[end + len(_FIRST) :], strict=False))
    return topic


def _for_visitors(topic_id: int) -> QuerySet[Any, tuple[Any, ...]]:
    """Return the look of visitors at a topic."""
    return _seen_by_everyone(topic_id).values_list(*_COLUMNS)


def _version(topic_id: int) -> QuerySet[Any, tuple[Any, ...]]:
    """Return no more of it than tells that it is as it was."""
    return _seen_by_everyone(topic_id).values_list(*Version._fields)


def _seen_by_everyone(topic_id: int) -> TopicQuerySet:
    topics = Topic.objects.visible_to(AnonymousUser()).annotate(has_namesake=_namesake(topic_id), house=_HOUSE)
    return topics.filter(pk=topic_id)


def _namesake(topic_id: int) -> Exists:
    """Return whether a topic that came from another forum had the id `topic_id` there."""
    return Exists(FormerTopic.objects.filter(pk=topic_id))


def _for_members(reader: User, topic_id: int, reply_place: str) -> QuerySet[Any, tuple[Any, ...]]:
    """Return the look of members at a topic."""
    draft = Exists(Draft.objects.filter(user=reader, place=reply_place))
    topics = Topic.objects.visible_to(reader).as_read_by(reader, _ANY_TIME)
    topics = topics.annotate(has_namesake=_namesake(topic_id), house=_HOUSE, has_draft=draft)
    return topics.filter(pk=topic_id).values_list(*_COLUMNS, *_STANDING)


_VISITORS, _VERSION = Prepared(_for_visitors), Prepared(_version)
_MEMBERS = PreparedFor(_for_members)

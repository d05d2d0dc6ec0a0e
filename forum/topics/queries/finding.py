"""A topic as its page begins: found, with how its reader stands to it and with the versions of all that it shows."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Exists, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Persona, Reader, Role, User
from accounts.prepared import Prepared
from forum.categories.models import Category
from forum.topics.models import FormerTopic, House, Post, Topic

# The largest id that a column holds.
MAX_OLD_ID = 2**63 - 1

_TOPIC = [field.attname for field in Topic._meta.concrete_fields]
_CATEGORY = [field.attname for field in Category._meta.concrete_fields]
_FIRST = ("first_post__persona_id", "first_post__persona__user_id")
_COLUMNS = (*_TOPIC, *(f"category__{name}" for name in _CATEGORY), *_FIRST, "has_namesake", "house")
_REVISION = _TOPIC.index("revision")
# What this page asks of how a member stands to a topic.
_STANDING = ("last_read", "is_opened", "level")
_HOUSE = Coalesce(Subquery(House.objects.values("version")[:1]), 0)
# When topics are new is asked by lists alone.
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class OpenTopic:
    """A topic that everyone may see, as a row that need not be looked into any further."""

    row: tuple[Any, ...]

    @property
    def version(self) -> tuple[int, int]:
        """Return what rises with each change that shows on the topic's pages."""
        return self.row[_REVISION], self.row[-1]

    @cached_property
    def topic(self) -> Topic:
        """Return the topic, as `find_topic` does for visitors."""
        return _topic(self.row)


def find_topic(reader: Reader, topic_id: int) -> Topic | None:
    """Return the topic with its category if `reader` may see it, with how far they read and how closely they follow it.

    It carries `house`, too: the version of what shows on the pages of every topic; and `has_namesake`: whether another
    topic had its id in the forum that it came from.
    """
    if isinstance(reader, User):
        rows = _MEMBERS[Role(reader.role)].rows(reader.pk, topic_id)
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


def open_topic(topic_id: int) -> OpenTopic | None:
    """Return what everyone may see of a topic, if everyone may see it; one look by its id."""
    rows = _VISITORS.rows(topic_id)
    return OpenTopic(rows[0]) if rows else None


def _topic(row: tuple[Any, ...]) -> Topic:
    """Return the topic that a row holds."""
    end = len(_TOPIC) + len(_CATEGORY)
    persona, account = row[end : end + len(_FIRST)]
    topic = Topic.from_db(DEFAULT_DB_ALIAS, _TOPIC, row[: len(_TOPIC)])
    topic.category = Category.from_db(DEFAULT_DB_ALIAS, _CATEGORY, row[len(_TOPIC) : end])
    # Who began it is all that is asked of its first post.
    first = Post.from_db(DEFAULT_DB_ALIAS, ("id", "persona_id"), (topic.first_post_id, persona))
    first.persona = Persona.from_db(DEFAULT_DB_ALIAS, ("id", "user_id"), (persona, account))
    topic.first_post = first
    vars(topic).update(zip(("has_namesake", "house", *_STANDING), row[end + len(_FIRST) :], strict=False))
    return topic


def _for_visitors(topic_id: int) -> QuerySet[Any, tuple[Any, ...]]:
    """Return the look of visitors at a topic."""
    topics = Topic.objects.visible_to(AnonymousUser()).annotate(has_namesake=_namesake(topic_id), house=_HOUSE)
    return topics.filter(pk=topic_id).values_list(*_COLUMNS)


def _namesake(topic_id: int) -> Exists:
    """Return whether a topic that came from another forum had the id `topic_id` there."""
    return Exists(FormerTopic.objects.filter(pk=topic_id))


def _for_member(role: Role) -> Prepared:
    """Return the look of members in `role` at a topic."""

    def look(user_id: int, topic_id: int) -> QuerySet[Any, tuple[Any, ...]]:
        reader = User(pk=user_id, role=role)
        topics = Topic.objects.visible_to(reader).as_read_by(reader, _ANY_TIME)
        topics = topics.annotate(has_namesake=_namesake(topic_id), house=_HOUSE)
        return topics.filter(pk=topic_id).values_list(*_COLUMNS, *_STANDING)

    return Prepared(look)


_VISITORS = Prepared(_for_visitors)
_MEMBERS = {role: _for_member(role) for role in Role}

"""A topic as its page begins: found, with how its reader stands to it and with the versions of all that it shows."""

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Persona, Reader, Role, User
from forum.categories.models import Category
from forum.topics.models import House, Post, Topic
from forum.topics.queries.prepared import Prepared

_TOPIC = [field.attname for field in Topic._meta.concrete_fields]
_CATEGORY = [field.attname for field in Category._meta.concrete_fields]
_FIRST = ("first_post__persona_id", "first_post__persona__user_id")
_COLUMNS = (*_TOPIC, *(f"category__{name}" for name in _CATEGORY), *_FIRST, "house")
# What this page asks of how a member stands to a topic.
_STANDING = ("last_read", "level")
_HOUSE = Coalesce(Subquery(House.objects.values("version")[:1]), 0)
# When topics are new is asked by lists alone.
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


def find_topic(reader: Reader, topic_id: int) -> Topic | None:
    """Return the topic with its category if `reader` may see it, with how far they read and how closely they follow it.

    It carries `house`, too: the version of what shows on the pages of every topic.
    """
    if isinstance(reader, User):
        rows = _MEMBERS[Role(reader.role)].rows(reader.pk, topic_id)
    else:
        rows = _VISITORS.rows(topic_id)
    return _topic(rows[0]) if rows else None


def is_gone(reader: Reader, topic_id: int) -> bool:
    """Return whether `reader` may be told that the topic was here and its author removed it."""
    return Topic.objects.gone_for(reader).filter(pk=topic_id).exists()


def open_version(topic_id: int) -> tuple[int, int] | None:
    """Return the versions of all that the pages of a topic show, if everyone may see it; one look by its id."""
    rows = _VERSIONS.rows(topic_id)
    return (rows[0][0], rows[0][1]) if rows else None


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
    vars(topic).update(zip(("house", *_STANDING), row[end + len(_FIRST) :], strict=False))
    return topic


def _open(topic_id: int, *names: str) -> QuerySet[Any, tuple[Any, ...]]:
    """Return the look of visitors at a topic."""
    topics = Topic.objects.visible_to(AnonymousUser()).annotate(house=_HOUSE)
    return topics.filter(pk=topic_id).values_list(*names)


def _for_member(role: Role) -> Prepared:
    """Return the look of members in `role` at a topic."""

    def look(user_id: int, topic_id: int) -> QuerySet[Any, tuple[Any, ...]]:
        reader = User(pk=user_id, role=role)
        topics = Topic.objects.visible_to(reader).as_read_by(reader, _ANY_TIME).annotate(house=_HOUSE)
        return topics.filter(pk=topic_id).values_list(*_COLUMNS, *_STANDING)

    return Prepared(look)


_VISITORS = Prepared(lambda topic_id: _open(topic_id, *_COLUMNS))
_VERSIONS = Prepared(lambda topic_id: _open(topic_id, "revision", "house"))
_MEMBERS = {role: _for_member(role) for role in Role}

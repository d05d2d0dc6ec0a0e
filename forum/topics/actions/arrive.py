"""Writing threads that come from another forum: as they stood there, told to nobody."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from django.db import connection, models, transaction

from forum.categories.models import Category
from forum.markup.render import RENDERER_VERSION, Rendered
from forum.topics.actions.locks import locked_category
from forum.topics.actions.title import carry_title
from forum.topics.models import FormerTopic, Mention, Post, Topic

_BATCH = 500

# A topic may come before one that it quotes, so the rows are made when all are here.
_QUOTES = r"""
INSERT INTO forum_quote (post_id, quoted_id, version)
SELECT DISTINCT post.id, quoted.id, quoted.version
FROM forum_formertopic AS former
JOIN forum_post AS post ON post.topic_id = former.topic_id AND post.html LIKE '%<aside class="quote" data-%'
JOIN accounts_persona AS persona ON persona.id = post.persona_id AND persona.user_id IS NULL
CROSS JOIN LATERAL regexp_matches(post.html, 'data-topic="(\d{1,18})" data-post="(\d{1,9})"', 'g') AS place
JOIN forum_post AS quoted ON quoted.topic_id = place[1]::bigint AND quoted.number = place[2]::int
JOIN forum_formertopic AS whose ON whose.topic_id = quoted.topic_id
WHERE quoted.id <> post.id
ON CONFLICT DO NOTHING
"""

_RAISE = """
INSERT INTO forum_house (id, version) VALUES (1, 1)
ON CONFLICT (id) DO UPDATE SET version = forum_house.version + 1
"""


@dataclass(frozen=True)
class ArrivedPost:
    """One post; `key` is made of what it was called there, and `reply_to` is the key of the post it answers."""

    key: uuid.UUID
    persona_id: int
    number: int
    kind: str
    source: str
    rendered: Rendered
    names: Sequence[int]
    reply_to: uuid.UUID | None
    written_at: datetime
    edited_at: datetime | None
    likes: int = 0


@dataclass(frozen=True)
class ArrivedTopic:
    """A thread, under the id that `reserve_ids` kept for it."""

    pk: int
    category: Category
    title: str
    audience: int
    started_at: datetime
    closed_at: datetime | None
    pinned_at: datetime | None


@dataclass(frozen=True)
class Arrival:
    """Whether a thread was begun, and how many posts got another number."""

    is_new: bool
    moved: int


def reserve_ids(model: type[models.Model], number: int) -> list[int]:
    """Return so many ids that no row of `model` has or will get by itself."""
    with connection.cursor() as cursor:
        table = model._meta.db_table
        sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
        cursor.execute(sequence, [table, number])
        return [int(pk) for (pk,) in cursor.fetchall()]


def keep_former(rows: Sequence[FormerTopic]) -> None:
    """Let old addresses lead to topics that come; whole pages that were kept under such addresses are made anew."""
    with transaction.atomic(), connection.cursor() as cursor:
        FormerTopic.objects.bulk_create(rows)
        cursor.execute(_RAISE)


def write_arrived(arrived: ArrivedTopic, posts: Sequence[ArrivedPost]) -> Arrival:
    """Add `posts` to the thread, which is begun with them where it is not here yet.

    A number that a reply written here took meanwhile stays with that; the post that comes gets the next.
    """
    with transaction.atomic():
        topic = Topic.objects.select_related("category").select_for_update(of=("self",), no_key=True)
        found = topic.filter(pk=arrived.pk).first()
        if found is None:
            _begin(arrived, posts)
            return Arrival(is_new=True, moved=0)
        taken = set(Post.objects.filter(topic=found).values_list("number", flat=True))
        answered = {past.reply_to for past in posts if past.reply_to} - {past.key for past in posts}
        known = dict(Post.objects.filter(topic=found, key__in=answered).values_list("key", "pk"))
        numbers, moved = _free_numbers(posts, taken, found.last_number)
        rows = _write(found, posts, numbers, known)
        Topic.objects.filter(pk=found.pk).update(**_counts(rows, found))
        carry_title(found)
    return Arrival(is_new=False, moved=moved)


def link_quotes() -> int:
    """Remember which post each that came quotes, as far as that one came too; return how many are new."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_QUOTES)
        return int(cursor.rowcount)


def _begin(arrived: ArrivedTopic, posts: Sequence[ArrivedPost]) -> None:
    """Store a topic with its posts, never for more people than its category."""
    category = locked_category(arrived.category.pk)
    topic = Topic(
        pk=arrived.pk,
        category=category,
        title=arrived.title,
        audience=max(arrived.audience, category.audience),
        created_at=arrived.started_at,
        activity_at=posts[0].written_at,
        closed_at=arrived.closed_at,
        pinned_at=arrived.pinned_at,
    )
    topic.save(force_insert=True)
    rows = _write(topic, posts, [past.number for past in posts], {})
    Topic.objects.filter(pk=topic.pk).update(first_post=rows[0], **_counts(rows, topic))


def _free_numbers(posts: Sequence[ArrivedPost], taken: set[int | None], last: int) -> tuple[list[int], int]:
    """Return the posts' numbers, and how many of them are others than they had."""
    wanted = [past.number for past in posts]
    next_ones = count(max([last, *wanted]) + 1)
    return [next(next_ones) if number in taken else number for number in wanted], len(taken.intersection(wanted))


def _write(
    topic: Topic, posts: Sequence[ArrivedPost], numbers: Sequence[int], known: Mapping[uuid.UUID, int]
) -> list[Post]:
    """Store posts with those that they name; the one that opens the thread carries its title for the search."""
    ids = dict(zip((past.key for past in posts), reserve_ids(Post, len(posts)), strict=True))
    places = {**known, **ids}
    rows = [_row(topic, past, places, number) for past, number in zip(posts, numbers, strict=True)]
    if topic.first_post_id is None:
        rows[0].title = topic.title
    Post.objects.bulk_create(rows, batch_size=_BATCH)
    mentions = [Mention(post_id=ids[past.key], persona_id=name) for past in posts for name in past.names]
    Mention.objects.bulk_create(mentions, batch_size=_BATCH, ignore_conflicts=True)
    return rows


def _row(topic: Topic, past: ArrivedPost, places: Mapping[uuid.UUID, int], number: int) -> Post:
    """Return one post as it is stored; `places` are the ids of posts by their keys."""
    pk = places[past.key]
    reply_to = places.get(past.reply_to) if past.reply_to else None
    return Post(
        pk=pk,
        topic=topic,
        persona_id=past.persona_id,
        number=number,
        kind=past.kind,
        reply_to_id=reply_to if reply_to != pk else None,
        source=past.source,
        html=past.rendered.html,
        renderer_version=RENDERER_VERSION,
        created_at=past.written_at,
        edited_at=past.edited_at,
        former_likes=past.likes,
        key=past.key,
        language=topic.category.language,
    )


def _counts(rows: Sequence[Post], topic: Topic) -> dict[str, Any]:
    """Return what the topic stores about its posts once `rows` are among them."""
    return {
        "last_number": max(topic.last_number, *(row.number or 0 for row in rows)),
        "activity_at": max(topic.activity_at, *(row.created_at for row in rows)),
        "reply_count": topic.reply_count + sum(1 for row in rows if row.number and row.number > 1),
    }

"""Writing threads that come from another forum: as they stood there, told to nobody."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
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

# A topic may come before one that it quotes, so the rows are made when all are here. What came has a key of version 5,
# and an edit made here keeps its quotes itself.
_QUOTES = r"""
INSERT INTO forum_quote (post_id, quoted_id, version)
SELECT DISTINCT post.id, quoted.id, quoted.version
FROM forum_formertopic AS former
JOIN forum_post AS post ON post.topic_id = former.topic_id AND post.html LIKE '%<aside class="quote" data-%'
    AND post.version = 1 AND substr(post.key::text, 15, 1) = '5'
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


@dataclass(frozen=True, eq=False)
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
    """Let old addresses lead to topics once they come."""
    with transaction.atomic():
        FormerTopic.objects.bulk_create(rows)


def write_arrived(threads: Mapping[ArrivedTopic, Sequence[ArrivedPost]]) -> dict[int, Arrival]:
    """Add posts to their threads, which are begun with them where they are not here yet; all of it or nothing.

    Returns by the topic's id what became of each. A number that a reply written here took meanwhile stays with that;
    the post that comes gets the next. Raises DatabaseError where the database refuses any of it.
    """
    with transaction.atomic():
        categories = {pk: locked_category(pk) for pk in sorted({topic.category.pk for topic in threads})}
        topics = Topic.objects.select_related("category", "first_post").select_for_update(of=("self",), no_key=True)
        here = topics.order_by("pk").in_bulk([topic.pk for topic in threads])
        new = {topic: posts for topic, posts in threads.items() if topic.pk not in here}
        _begin(new, categories)
        done = {topic.pk: Arrival(is_new=True, moved=0) for topic in new}
        for topic, posts in threads.items():
            if topic.pk in here:
                done[topic.pk] = Arrival(is_new=False, moved=_go_on(here[topic.pk], posts))
        if new:
            # Last, as everyone who changes a name or a category waits for this row.
            _make_pages_anew()
    return done


def link_quotes() -> int:
    """Remember which post each that came quotes, as far as that one came too; return how many are new."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_QUOTES)
        return int(cursor.rowcount)


def _make_pages_anew() -> None:
    """Let go of whole pages that were kept under an address that leads to a topic that came now."""
    with connection.cursor() as cursor:
        cursor.execute(_RAISE)


def _begin(threads: Mapping[ArrivedTopic, Sequence[ArrivedPost]], categories: Mapping[int, Category]) -> None:
    """Store topics with their posts, none for more people than its category."""
    ids = _ids(threads.values())
    topics, rows = [], []
    for arrived, posts in threads.items():
        category = categories[arrived.category.pk]
        topic = Topic(
            pk=arrived.pk,
            category=category,
            title=arrived.title,
            audience=max(arrived.audience, category.audience),
            first_post_id=ids[posts[0].key],
            created_at=arrived.started_at,
            activity_at=posts[0].written_at,
            closed_at=arrived.closed_at,
            pinned_at=arrived.pinned_at,
        )
        own = [_row(topic, past, ids, past.number) for past in posts]
        own[0].title = topic.title
        for field, value in _counts(own, topic).items():
            setattr(topic, field, value)
        topics.append(topic)
        rows += own
    # The database looks for a topic's first post when all is written.
    Topic.objects.bulk_create(topics)
    _store(rows, threads.values())


def _go_on(topic: Topic, posts: Sequence[ArrivedPost]) -> int:
    """Add posts to a topic that is here; return how many of them got another number."""
    taken = set(Post.objects.filter(topic=topic).values_list("number", flat=True))
    answered = {past.reply_to for past in posts if past.reply_to} - {past.key for past in posts}
    known = dict(Post.objects.filter(topic=topic, key__in=answered).values_list("key", "pk"))
    numbers, moved = _free_numbers(posts, taken, topic.last_number)
    places = known | _ids([posts])
    rows = [_row(topic, past, places, number) for past, number in zip(posts, numbers, strict=True)]
    _store(rows, [posts])
    first, earliest = topic.first_post, min(rows, key=lambda row: row.number or 0)
    # What opened the thread there may come with a later export than its replies.
    is_first = first is not None and (earliest.number or 0) < (first.number or 0)
    begun = {"first_post": earliest} if is_first else {}
    Topic.objects.filter(pk=topic.pk).update(**begun, **_counts(rows, topic))
    carry_title(topic, first)
    return moved


def _free_numbers(posts: Sequence[ArrivedPost], taken: set[int | None], last: int) -> tuple[list[int], int]:
    """Return the posts' numbers, and how many of them are others than they had."""
    wanted = [past.number for past in posts]
    next_ones = count(max([last, *wanted]) + 1)
    return [next(next_ones) if number in taken else number for number in wanted], len(taken.intersection(wanted))


def _ids(threads: Iterable[Sequence[ArrivedPost]]) -> dict[uuid.UUID, int]:
    """Return an id for each post, in the order in which they come."""
    keys = [past.key for posts in threads for past in posts]
    return dict(zip(keys, reserve_ids(Post, len(keys)), strict=True))


def _store(rows: Sequence[Post], threads: Iterable[Sequence[ArrivedPost]]) -> None:
    """Store posts with those that they name."""
    Post.objects.bulk_create(rows, batch_size=_BATCH)
    names = [past.names for posts in threads for past in posts]
    mentions = [
        Mention(post_id=row.pk, persona_id=name) for row, named in zip(rows, names, strict=True) for name in named
    ]
    Mention.objects.bulk_create(mentions, batch_size=_BATCH, ignore_conflicts=True)


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

"""What a search finds, as one reader may see it, a page at a time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from accounts.models import Reader
from accounts.queries import PreparedFor
from accounts.verdict import RefusedError
from forum.categories.models import Category, Language
from forum.categories.queries import categories_for
from forum.paging import microseconds_of, moment_at
from forum.search import rules
from forum.search.queries import weighing
from forum.search.queries.asking import ask, ask_for_any, marked, patience
from forum.search.words import Run, Wanted
from forum.topics.models import Post
from forum.topics.querysets import PostQuerySet
from outbox import clock

PAGE = 20
_CURSOR = re.compile(r"(?a:(\d{1,16})-(\d{1,18})-(\d{1,18})-([01]))")


class Place(NamedTuple):
    """Where a page ends: posts of one moment, weighed at that moment, below one score and id."""

    asked_at: datetime
    score: int
    pk: int
    is_loose: bool


@dataclass(frozen=True)
class Hit:
    """A post that was found, with what matched in its topic's title and in its words."""

    post: Post
    title: Sequence[Run]
    words: Sequence[Run]


@dataclass(frozen=True)
class Results:
    """One page of what was found; `older` is the cursor of the next one, empty on the last.

    Where `is_loose`, no post holds all of the words, and these hold some.
    """

    hits: list[Hit]
    found: int
    is_more: bool
    is_loose: bool
    is_first: bool
    older: str


def find(reader: Reader, wanted: Wanted, after: str = "", readable: Sequence[Category] | None = None) -> Results:
    """Return the posts that `reader` may read and `wanted` asks for, from below the cursor `after`.

    `readable` are the categories that the reader may look in, where they are at hand. Raises RefusedError where it
    cannot be looked for.
    """
    place = _read(after)
    asked_at = place.asked_at if place else clock.now()
    categories = _chosen(wanted, categories_for(reader) if readable is None else readable)
    languages = sorted({category.language for category in categories})
    with transaction.atomic(), patience(by_index=bool(wanted.words) and not wanted.is_mine):
        is_loose = bool(place and place.is_loose)
        if wanted.words and languages and not any(ask(languages, wanted.words)):
            raise RefusedError(rules.TOO_COMMON if any(ask([Language.SIMPLE], wanted.words)) else rules.NO_WORD)
        if is_loose:
            ask_for_any(languages)
        weighed = weighing.weighed_posts(reader, wanted, categories, languages, asked_at)
        if not weighed and wanted.may_be_loosened and not place:
            is_loose = True
            ask_for_any(languages)
            weighed = weighing.weighed_posts(reader, wanted, categories, languages, asked_at)
        below = [row for row in weighed if place is None or row < (place.score, place.pk)]
        return Results(
            hits=_hits(reader, [pk for _, pk in below[:PAGE]], languages if wanted.words else ()),
            found=min(len(weighed), weighing.MOST),
            is_more=len(weighed) >= weighing.MOST,
            is_loose=is_loose,
            is_first=place is None,
            older=_write(Place(asked_at, *below[PAGE - 1], is_loose)) if len(below) > PAGE else "",
        )


def _chosen(wanted: Wanted, readable: Sequence[Category]) -> Sequence[Category]:
    """Return the categories to look in; raises RefusedError where one is not there for the reader."""
    seen = {category.slug: category for category in readable}
    for slug in wanted.categories:
        if slug not in seen:
            raise RefusedError(rules.no_such_category(slug, list(seen)))
    return [seen[slug] for slug in wanted.categories] or readable


def _hits(reader: Reader, pks: Sequence[int], languages: Sequence[str]) -> list[Hit]:
    """Return the posts in this order, as far as `reader` may still read them, with their matches marked."""
    posts = {post.pk: post for post in _FOUND.things(reader, list(pks))}
    shown = [posts[pk] for pk in pks if pk in posts]
    return [Hit(post, *runs) for post, runs in zip(shown, marked(shown, languages), strict=True)]


def _found(reader: Reader, pks: list[int]) -> PostQuerySet:
    near = Post.objects.visible_to(reader).select_related("persona", "topic__category", "updates")
    return near.defer("source").filter(pk__one_of=pks)


_FOUND = PreparedFor(_found)


def _write(place: Place) -> str:
    """Return the cursor that stands at `place`; it holds nothing of what was asked for."""
    return f"{microseconds_of(place.asked_at)}-{place.score}-{place.pk}-{int(place.is_loose)}"


def _read(cursor: str) -> Place | None:
    """Return the place that `cursor` names, or None where it is no cursor of ours."""
    match = _CURSOR.fullmatch(cursor)
    return Place(moment_at(match[1]), int(match[2]), int(match[3]), match[4] == "1") if match else None

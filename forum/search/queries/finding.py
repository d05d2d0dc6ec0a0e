"""What a search finds, as one reader may see it: the newest five hundred matches, the best of them first."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts.models import Persona, Reader, User
from accounts.queries import PreparedFor
from accounts.verdict import RefusedError
from forum.categories.models import Category, Language
from forum.categories.queries import categories_for
from forum.paging import microseconds_of, moment_at
from forum.search import rules
from forum.search.queries.asking import ask, ask_for_any, marked, patience
from forum.search.queries.newest import moments, newest
from forum.search.querysets import matches, score, title_vector, vector
from forum.search.words import Run, Wanted
from forum.topics.models import Post
from forum.topics.querysets import PostQuerySet
from outbox import clock

PAGE = 20
# The newest matches that are weighed: whoever finds more than these needs another word, not another page.
MOST = 500
# Beside them, so many whose titles match.
MOST_TITLED = 100
# Of a member's posts, the newest that tell which topics they took part in.
MOST_OF_MINE = 5_000

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
    posts = _narrowed(reader, wanted, categories).filter(created_at__lte=asked_at)
    with transaction.atomic(), patience():
        is_loose = bool(place and place.is_loose)
        if wanted.words and languages and not any(ask(languages, wanted.words)):
            raise RefusedError(rules.TOO_COMMON if any(ask([Language.SIMPLE], wanted.words)) else rules.NO_WORD)
        if is_loose:
            ask_for_any(languages)
        weighed = _weighed(posts, wanted, languages, asked_at)
        if not weighed and wanted.may_be_loosened and not place:
            is_loose = True
            ask_for_any(languages)
            weighed = _weighed(posts, wanted, languages, asked_at)
        below = [row for row in weighed if place is None or row < (place.score, place.pk)]
        return Results(
            hits=_hits(reader, [pk for _, pk in below[:PAGE]], languages if wanted.words else ()),
            found=min(len(weighed), MOST),
            is_more=len(weighed) >= MOST,
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


def _narrowed(reader: Reader, wanted: Wanted, categories: Sequence[Category]) -> PostQuerySet:
    """Return what `reader` may read of the authors, categories and days that are wanted."""
    posts = Post.objects.visible_to(reader)
    if wanted.categories:
        posts = posts.filter(topic__category__in=categories)
    if wanted.authors:
        posts = posts.filter(persona__in=list(Persona.objects.named(wanted.authors).values_list("pk", flat=True)))
    if wanted.is_mine:
        if not isinstance(reader, User):
            raise RefusedError(rules.LOG_IN_FOR_MINE)
        mine = Post.objects.filter(persona=reader.persona).order_by("-created_at")[:MOST_OF_MINE]
        posts = posts.filter(topic__in=mine.values("topic"))
    if wanted.after:
        posts = posts.filter(created_at__gte=_midnight(wanted.after))
    if wanted.before:
        posts = posts.filter(created_at__lt=_midnight(wanted.before))
    return posts


def _weighed(
    posts: PostQuerySet, wanted: Wanted, languages: Sequence[str], asked_at: datetime
) -> list[tuple[int, int]]:
    """Return score and id of the newest posts that match, the best first; older ones with titles that do as well."""
    until = min(asked_at, _midnight(wanted.before)) if wanted.before else asked_at
    if not languages:
        return []
    if not wanted.words:
        return [(microseconds_of(moment), pk) for moment, pk in newest(posts, moments(until), "created_at", MOST)]
    scored = posts.annotate(score=score(vector(), languages, asked_at))
    spread = moments(until)
    rows = newest(scored.filter(matches(vector(), languages)), spread, "score", MOST)
    if len(rows) == MOST:
        titled = scored.exclude(title="").filter(matches(title_vector(), languages))
        rows = list({*rows, *newest(titled, spread, "score", MOST_TITLED)})
    return sorted(rows, reverse=True)


def _hits(reader: Reader, pks: Sequence[int], languages: Sequence[str]) -> list[Hit]:
    """Return the posts in this order, as far as `reader` may still read them, with their matches marked."""
    posts = {post.pk: post for post in _FOUND.things(reader, list(pks))}
    shown = [posts[pk] for pk in pks if pk in posts]
    return [Hit(post, *runs) for post, runs in zip(shown, marked(shown, languages), strict=True)]


def _found(reader: Reader, pks: list[int]) -> PostQuerySet:
    near = Post.objects.visible_to(reader).select_related("persona", "topic__category", "updates")
    return near.defer("source").filter(pk__one_of=pks)


_FOUND = PreparedFor(_found)


def _midnight(day: date) -> datetime:
    """Return when `day` begins where the reader is."""
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())


def _write(place: Place) -> str:
    """Return the cursor that stands at `place`; it holds nothing of what was asked for."""
    return f"{microseconds_of(place.asked_at)}-{place.score}-{place.pk}-{int(place.is_loose)}"


def _read(cursor: str) -> Place | None:
    """Return the place that `cursor` names, or None where it is no cursor of ours."""
    match = _CURSOR.fullmatch(cursor)
    return Place(moment_at(match[1]), int(match[2]), int(match[3]), match[4] == "1") if match else None

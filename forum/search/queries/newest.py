"""The newest posts that match, found at a cost that no size of the forum and no common word changes much."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from typing import Any

from django.db.models import QuerySet

from accounts.prepared import Prepared
from forum.search.querysets import ALWAYS, days, marked_between, sorted_newest_first
from forum.topics.models import Post
from forum.topics.querysets import PostQuerySet
from outbox import clock

# Among so many of the newest posts it is looked first; of titles, which every tenth post carries, MORE. Where it would
# have to be looked beyond FURTHEST, few posts match, and all are found at once.
FEW, MORE, FURTHEST = 2_000, 16_000, 500_000
# What matches is never spread evenly: it is looked among so many times the posts that should be enough.
MARGIN = 1.3
# Where it is looked among more than such a share of all posts, to tell their days apart costs more than it spares.
FAR = 1 / 8
# Where the newest stand is asked for once in so long.
AGO = timedelta(minutes=10)
EVER = datetime.min.replace(tzinfo=UTC)

Rows = list[tuple[Any, int]]
Look = Callable[[datetime, datetime, str], Rows]


def newest(look: Look, since: datetime, until: datetime, most: int, among: int = 0) -> tuple[Rows, int]:
    """Return the newest `most` of what `look` finds, and among about how many posts; first `among` some, or a few.

    A look finds what was written from one moment on and up to another. It is told these days' marks, too, by which the
    index finds words at a cost of the days and of the posts that hold them. How many days are enough is not known
    beforehand; the newest tell how far to go on.
    """
    found: Rows = []
    last, looked = until, max(among, FEW)
    while True:
        first = max(_written(until, looked), since)
        is_cut = first == since != EVER
        if first == EVER:
            first = since = _oldest()
        found += look(first, last, days(first, last) if is_cut or _are_few(looked, until) else ALWAYS)
        if len(found) >= most or first == since:
            return found[:most], looked
        last = first - timedelta.resolution
        looked = _further(looked, len(found) / most)


def looking(posts: PostQuerySet, field: str, most: int) -> Look:
    """Return a look at `field` and id of the newest `most` of `posts`; its SQL is written once for all of its times."""

    def look(since: datetime, until: datetime) -> QuerySet[Post, tuple[Any, int]]:
        return latest(posts.filter(created_at__range=(since, until)), field, most)

    found = Prepared(look)
    return lambda since, until, _: found.rows(since, until)


def looking_through(matching: Callable[[str], PostQuerySet], field: str, most: int) -> Look:
    """Return a look at the same of posts, through the index of words: `matching` are those that have given marks."""

    def look(since: datetime, until: datetime, marks: str) -> QuerySet[Post, tuple[Any, int]]:
        return latest(marked_between(matching(marks), since, until), field, most)

    return Prepared(look).rows


def latest(posts: PostQuerySet, field: str, most: int) -> QuerySet[Post, tuple[Any, int]]:
    """Return `field` and id of the newest `most` of `posts`."""
    return sorted_newest_first(posts).values_list(field, "pk")[:most]


def _written(until: datetime, place: int) -> datetime:
    """Return about when the newest post but `place` up to `until` was written; EVER where there are hardly so many.

    Places are counted in posts and not in days, for a forum where nobody wrote for a year is no forum where little is
    written. Beyond some it is told by how long it took to write those, for to count takes time, too.
    """
    *placed, _ = _milestones(until)
    near, far, *_ = (*placed, EVER, EVER)
    if place == FEW:
        return near
    if far == EVER or place > FURTHEST or place >= _many(until):
        return EVER
    return far - (near - far) * ((place - MORE) / (MORE - FEW))


def _are_few(place: int, until: datetime) -> bool:
    """Return whether the newest `place` posts up to `until` are less than a FAR part of all that there are today."""
    return min(place, _many(until)) < FAR * _many(clock.now())


def _many(until: datetime) -> float:
    """Return about how many posts were written up to `until`, at the pace of the newest of them."""
    *placed, oldest = _milestones(until)
    if len(placed) < len((FEW, MORE)):
        return MORE if placed else FEW
    near, far = placed
    return MORE + (MORE - FEW) * ((far - oldest) / max(near - far, timedelta.resolution))


def _milestones(until: datetime) -> tuple[datetime, ...]:
    return milestones(until - (until - EVER) % AGO, FEW, MORE) or (EVER,)


def _oldest() -> datetime:
    """Return when the first of all posts was written; an import may have brought it a moment ago."""
    return next((moment for (moment,) in _FIRST.rows()), EVER)


@lru_cache(maxsize=64)
def milestones(until: datetime, *places: int) -> tuple[datetime, ...]:
    """Return when the newest posts but so many were written, as far as there are so many, and last the oldest of all.

    It may be asked again after years, for nothing but the way to what is found depends on it.
    """
    return tuple(moment for (moment,) in _marks(*places).rows(until))


@cache
def _marks(*places: int) -> Prepared[datetime]:
    def marks(until: datetime) -> QuerySet[Post, datetime]:
        written = Post.objects.filter(created_at__lte=until).values_list("created_at", flat=True)
        newest_first, oldest_first = written.order_by("-created_at", "-pk"), written.order_by("created_at", "pk")
        parts = (newest_first[place : place + 1] for place in places)
        return oldest_first[:1].union(*parts, all=True).order_by("-created_at")

    return Prepared(marks)


def _first() -> QuerySet[Post, datetime]:
    return Post.objects.order_by("created_at", "pk").values_list("created_at", flat=True)[:1]


_FIRST = Prepared(_first)


def _further(looked: int, share: float) -> int:
    """Return how many posts to look through, if a `share` of what is needed is in the newest that were `looked` at.

    If none is, they may have been of a busy day that was about something else.
    """
    if not share:
        return next((further for further in (MORE, FURTHEST) if looked < further), FURTHEST + 1)
    return int(looked * MARGIN / share)

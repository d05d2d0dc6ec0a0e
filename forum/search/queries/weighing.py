"""Which posts a search finds: the newest that match, and how high each of them stands."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import cache

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Persona, Reader, User
from accounts.queries import PreparedFor
from accounts.verdict import RefusedError
from forum.categories.models import Category
from forum.paging import microseconds_of
from forum.search import rules
from forum.search.queries.newest import EVER, Look, latest, looking, newest
from forum.search.querysets import matches, score, title_vector, vector
from forum.search.words import Wanted
from forum.topics.models import Post
from forum.topics.querysets import PostQuerySet

# The newest matches that are weighed: whoever finds more than these needs another word, not another page.
MOST = 300
# Beside them, so many whose titles match.
MOST_TITLED = 60
# Of a member's posts, the newest that tell which topics they took part in.
MOST_OF_MINE = 5_000


def weighed_posts(
    reader: Reader, wanted: Wanted, categories: Sequence[Category], languages: Sequence[str], asked_at: datetime
) -> list[tuple[int, int]]:
    """Return score and id of the newest posts that match, the best first; older ones with titles that do as well.

    The words stand where `ask` put them. Raises RefusedError where one may not look for it.
    """
    since = _midnight(wanted.after) if wanted.after else EVER
    until = min(asked_at, _midnight(wanted.before) - timedelta.resolution) if wanted.before else asked_at
    posts = None if wanted.is_plain else _narrowed(reader, wanted, categories)
    if not languages:
        return []
    if posts is not None and not wanted.words:
        rows = newest(looking(posts, "created_at", MOST), since, until, MOST)
        return [(microseconds_of(moment), pk) for moment, pk in rows]

    def look(*, titles: bool, most: int) -> Look:
        if posts is not None:
            return looking(_scored(posts, languages, asked_at, titles=titles), "score", most)
        plain = _plain(tuple(languages), titles=titles, most=most)
        return lambda since, until: plain.rows(reader, since, until, asked_at)

    rows = newest(look(titles=False, most=MOST), since, until, MOST)
    if len(rows) == MOST:
        rows = list({*rows, *newest(look(titles=True, most=MOST_TITLED), since, until, MOST_TITLED, titles=True)})
    return sorted(rows, reverse=True)


def _narrowed(reader: Reader, wanted: Wanted, categories: Sequence[Category]) -> PostQuerySet:
    """Return what `reader` may read of the authors and categories that are wanted."""
    posts = Post.objects.visible_to(reader)
    if wanted.categories:
        posts = posts.filter(topic__category__in=categories)
    if wanted.authors:
        posts = posts.filter(
            persona__pk__one_of=list(Persona.objects.named(wanted.authors).values_list("pk", flat=True))
        )
    if wanted.is_mine:
        if not isinstance(reader, User):
            raise RefusedError(rules.LOG_IN_FOR_MINE)
        mine = Post.objects.filter(persona=reader.persona).order_by("-created_at")[:MOST_OF_MINE]
        posts = posts.filter(topic__in=mine.values("topic"))
    return posts


@cache
def _plain(languages: tuple[str, ...], *, titles: bool, most: int) -> PreparedFor[tuple[int, int]]:
    """Return the query for words alone, as most searches are."""

    def look(reader: Reader, since: datetime, until: datetime, asked_at: datetime) -> QuerySet[Post, tuple[int, int]]:
        posts = Post.objects.visible_to(reader).filter(created_at__range=(since, until))
        return latest(_scored(posts, languages, asked_at, titles=titles), "score", most)

    return PreparedFor(look)


def _scored(posts: PostQuerySet, languages: Sequence[str], asked_at: datetime, *, titles: bool) -> PostQuerySet:
    """Return those of `posts` that match, or whose `titles` do, with their score."""
    scored = posts.annotate(score=score(vector(), languages, asked_at))
    if titles:
        return scored.exclude(title="").filter(matches(title_vector(), languages))
    return scored.filter(matches(vector(), languages))


def _midnight(day: date) -> datetime:
    """Return when `day` begins where the reader is."""
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())

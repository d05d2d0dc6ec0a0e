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
from forum.search.queries.newest import EVER, MORE, Look, latest, looking, newest
from forum.search.querysets import by, marked_between, matches, score, title_vector, titled, vector
from forum.search.words import Wanted
from forum.topics.models import Post
from forum.topics.querysets import PostQuerySet

# The newest matches that are weighed: whoever finds more than these needs another word, not another page.
MOST = 300
# Beside them, so many whose titles match; they are looked for among so many times as many posts first.
MOST_TITLED, RARER = 60, 8
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
    writers = [pk for _, pk in Persona.objects.meant_by(wanted.authors)] if wanted.authors else []
    rooms = [category.pk for category in categories]
    topics = _of_mine(reader) if wanted.is_mine else []
    if not languages or since > until or (wanted.authors and not writers):
        return []
    if not wanted.words:
        posts = _within(Post.objects.visible_to(reader), rooms, topics if wanted.is_mine else None)
        posts = posts.filter(**{"persona__pk__one_of": writers} if writers else {})
        rows, _ = newest(looking(posts, "created_at", MOST), since, until, MOST)
        return [(microseconds_of(moment), pk) for moment, pk in rows]

    def look(*, titles: bool, most: int) -> Look:
        found = _found(tuple(languages), is_mine=wanted.is_mine, titles=titles, most=most)
        around = asked_at, rooms, topics
        return lambda since, until, days: found.rows(reader, since, until, by(writers, days), *around)

    rows, among = newest(look(titles=False, most=MOST), since, until, MOST)
    if len(rows) == MOST:
        among = max(MORE, among * RARER)
        by_title, _ = newest(look(titles=True, most=MOST_TITLED), since, until, MOST_TITLED, among)
        rows = list({*rows, *by_title})
    return sorted(rows, reverse=True)


def _of_mine(reader: Reader) -> list[int]:
    """Return the topics that `reader` took part in, by what they wrote last."""
    if not isinstance(reader, User):
        raise RefusedError(rules.LOG_IN_FOR_MINE)
    mine = Post.objects.filter(persona=reader.persona).order_by("-created_at")[:MOST_OF_MINE]
    return list(set(mine.values_list("topic", flat=True)))


def _within(posts: PostQuerySet, rooms: list[int], topics: list[int] | None) -> PostQuerySet:
    """Return those of `posts` that stand in one of the categories `rooms` and, if there are any, of the `topics`."""
    posts = posts.filter(topic__category__pk__one_of=rooms)
    return posts if topics is None else posts.filter(topic__pk__one_of=topics)


@cache
def _found(languages: tuple[str, ...], *, is_mine: bool, titles: bool, most: int) -> PreparedFor[tuple[int, int]]:
    """Return the query for words in all that a reader may read, or in some topics where they are one's own."""

    def look(
        reader: Reader,
        since: datetime,
        until: datetime,
        marked: str,
        asked_at: datetime,
        rooms: list[int],
        topics: list[int],
    ) -> QuerySet[Post, tuple[int, int]]:
        posts = _within(Post.objects.visible_to(reader), rooms, topics if is_mine else None)
        scored = _scored(marked_between(posts, since, until), languages, asked_at, marked, titles=titles)
        return latest(scored, "score", most)

    return PreparedFor(look)


def _scored(
    posts: PostQuerySet, languages: Sequence[str], asked_at: datetime, marked: str, *, titles: bool
) -> PostQuerySet:
    """Return those of `posts` that have some marks and match, or whose `titles` do, with their score."""
    scored = posts.annotate(score=score(vector(), languages, asked_at))
    if titles:
        return titled(scored).filter(matches(title_vector(), languages, marked))
    return scored.filter(matches(vector(), languages, marked))


def _midnight(day: date) -> datetime:
    """Return when `day` begins where the reader is."""
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())

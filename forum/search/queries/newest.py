"""The newest posts that match, found at a cost that no size of the forum and no common word changes much."""

from datetime import datetime, timedelta
from typing import Any

from forum.search.querysets import sorted_newest_first
from forum.topics.models import Post
from forum.topics.querysets import PostQuerySet

# So many of the newest posts are looked through first; beyond so many times their days, all are.
FEW, FURTHEST = 2_000, 50
# So many posts more than are needed are looked through, if what matches is spread evenly.
MARGIN = 1.6


def newest(posts: PostQuerySet, until: datetime, field: str, most: int) -> list[tuple[Any, int]]:
    """Return `field` and id of the newest `most` of `posts`, all written before `until`.

    Common words are found among the newest posts, and rare ones through the index of words. What is common is not
    known beforehand, nor what an author or a category makes of it; so the few newest posts tell how far back to go.
    """
    since = _moment_of(FEW, until)
    while True:
        seen = posts.filter(created_at__gte=since) if since else posts
        rows = list(sorted_newest_first(seen).values_list(field, "pk")[:most])
        if len(rows) == most or since is None:
            return rows
        since = _further_back(since, until, len(rows) / most)


def _moment_of(place: int, until: datetime) -> datetime | None:
    """Return when the newest post but `place` was written, or None where there are not so many."""
    moments = Post.objects.filter(created_at__lte=until).order_by("-created_at", "-pk")
    return moments.values_list("created_at", flat=True)[place : place + 1].first()


def _further_back(since: datetime, until: datetime, share: float) -> datetime | None:
    """Return since when there should be enough, if there is this `share` as of `since`; None for all times."""
    if share * FURTHEST < 1 or until - since > timedelta(days=365 * 50):
        return None
    return until - (until - since) * max(2, MARGIN / share)

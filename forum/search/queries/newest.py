"""The newest posts that match, found at a cost that no size of the forum and no common word changes much."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from forum.search.querysets import sorted_newest_first
from forum.topics.models import Post
from forum.topics.querysets import PostQuerySet

# So many of the newest posts are looked through first; beyond so many times their days, all are.
FEW, FURTHEST = 2_000, 50
# So many posts more than are needed are looked through, for what matches is never spread evenly and a second look costs
# more than a longer one.
MARGIN = 2.2


def newest(posts: PostQuerySet, spread: Sequence[datetime], field: str, most: int) -> list[tuple[Any, int]]:
    """Return `field` and id of the newest `most` of `posts`, all written before the `moments` that are their `spread`.

    Common words are found among the newest posts, and rare ones through the index of words. What is common is not
    known beforehand, nor what an author or a category makes of it; so the few newest posts tell how far back to go.
    """
    # From the newest post on, for a forum where nobody wrote lately is no forum where little is written.
    begin, since = (*spread, None, None)[:2]
    while begin:
        seen = posts.filter(created_at__gte=since) if since else posts
        rows = list(sorted_newest_first(seen).values_list(field, "pk")[:most])
        if len(rows) == most or since is None:
            return rows
        since = _further_back(since, begin, len(rows) / most)
    return []


def moments(until: datetime) -> list[datetime]:
    """Return when the newest post before `until` was written, and when the newest but FEW, as far as there are any."""
    posts = Post.objects.filter(created_at__lte=until).order_by("-created_at", "-pk")
    written = posts.values_list("created_at", flat=True)
    return sorted(written[:1].union(written[FEW : FEW + 1], all=True), reverse=True)


def _further_back(since: datetime, begin: datetime, share: float) -> datetime | None:
    """Return since when there should be enough, if there is this `share` from `begin` back to `since`.

    None is for all times.
    """
    if share * FURTHEST < 1 or not timedelta() < begin - since < timedelta(days=365 * 50):
        return None
    return begin - (begin - since) * max(2, MARGIN / share)

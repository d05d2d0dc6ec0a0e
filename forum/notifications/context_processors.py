"""The count in the header of every page."""

from collections.abc import Callable

from django.http import HttpRequest

from accounts.models import User
from forum.notifications import actions


def unread(request: HttpRequest) -> dict[str, Callable[[], int]]:
    """Give the header its count: one query where a member has news, none for a visitor or a fragment."""
    reader = getattr(request, "user", None)  # a request that is refused early has none
    if not isinstance(reader, User):
        return {}
    return {"unread_count": lambda: _unread_count(request, reader)}


def _unread_count(request: HttpRequest, reader: User) -> int:
    """Return the count, kept on the request; what this very page shows is read by being shown."""
    if not reader.has_news:
        return 0
    kept: int | None = getattr(request, "unread_count", None)
    if kept is None:
        kept = actions.read_posts(reader=reader, posts=getattr(request, "posts_shown", []))
        request.unread_count = kept  # type: ignore[attr-defined]
    return kept

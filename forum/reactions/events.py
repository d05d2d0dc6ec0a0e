"""What happens to bookmarks, told to whoever listens."""

from dataclasses import dataclass

from outbox.events import Event


@dataclass(frozen=True)
class BookmarkDue(Event):
    """The time came at which a member wants to be reminded of a post."""

    bookmark_id: int

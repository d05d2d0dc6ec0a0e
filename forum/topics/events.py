"""What happens to topics and posts."""

from dataclasses import dataclass

from outbox.events import Event


@dataclass(frozen=True)
class PostCreated(Event):
    """A topic was started or a reply was written, and others may read it; the post has a number."""

    post_id: int


@dataclass(frozen=True)
class PostHeld(Event):
    """A topic or a reply was written and waits for a moderator; a reply has no number yet, and nobody was told."""

    post_id: int


@dataclass(frozen=True)
class UpdateAdded(Event):
    """An author added a dated update; `post_id` is the update, which stands under its post."""

    post_id: int


@dataclass(frozen=True)
class PostEdited(Event):
    """The words of a post or an update were changed; its mentions may be others now."""

    post_id: int


@dataclass(frozen=True)
class PostHidden(Event):
    """A moderator took a post down; with a topic's first post, the whole topic."""

    post_id: int


@dataclass(frozen=True)
class PostRestored(Event):
    """A moderator brought a hidden post back; with a topic's first post, the whole topic."""

    post_id: int


@dataclass(frozen=True)
class PostDeleted(Event):
    """An author removed their post; with a first post that has no replies, the whole topic."""

    post_id: int


@dataclass(frozen=True)
class LanguageChanged(Event):
    """A category is in another language now, or a topic (0: all) came to it from one that is.

    Posts up to `after_post_id` are read in it already.
    """

    category_id: int
    topic_id: int
    after_post_id: int


@dataclass(frozen=True)
class TopicMoved(Event):
    """A topic stands in another category now, and may be for fewer people."""

    topic_id: int

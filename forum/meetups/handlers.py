"""What happened to a topic, brought to the meetup that it carries; each may run twice and notes nothing twice."""

from forum.meetups import actions
from forum.topics.events import PostDeleted, PostHidden, PostRestored


def on_post_hidden(event: PostHidden) -> None:
    """Call off the meetup that opens with the post."""
    actions.note_standing(event.post_id)


def on_post_deleted(event: PostDeleted) -> None:
    """Call off the meetup that opens with the post."""
    actions.note_standing(event.post_id)


def on_post_restored(event: PostRestored) -> None:
    """Let the meetup that opens with the post take place after all."""
    actions.note_standing(event.post_id)

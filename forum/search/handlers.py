"""What follows from a change in how posts are read; each may run twice and does nothing twice."""

from forum.topics import actions
from forum.topics.events import LanguageChanged


def on_language_changed(event: LanguageChanged) -> None:
    """Read the next posts in the language of their category."""
    actions.read_anew(category_id=event.category_id, topic_id=event.topic_id, after_post_id=event.after_post_id)

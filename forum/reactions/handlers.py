"""What happened to a post or a topic, brought to the bookmarks at it; each may run twice."""

from forum.reactions import actions
from forum.topics.events import PostRestored, TopicMoved
from forum.topics.models import Post


def on_post_restored(event: PostRestored) -> None:
    """Let reminders come that waited for the post, or for the topic that it opens."""
    actions.look_again(topic_id=Post.objects.values_list("topic_id", flat=True).get(pk=event.post_id))


def on_topic_moved(event: TopicMoved) -> None:
    """Let reminders come that waited for the topic to stand where their keepers may read it."""
    actions.look_again(topic_id=event.topic_id)

"""Taking a post down and bringing it back; why and by whom belongs to moderation."""

from django.db import transaction
from django.db.models import F

from accounts.verdict import YES, RefusedError, require
from forum.topics import rules
from forum.topics.actions.approve import let_in
from forum.topics.actions.delete import is_counted
from forum.topics.actions.locks import locked_post, locked_topic
from forum.topics.actions.title import carry_title
from forum.topics.events import PostHidden, PostRestored
from forum.topics.models import Post, Topic
from forum.topics.visibility import Status
from outbox.record import record


def hide_post(*, post: Post) -> None:
    """Take `post` down for everyone but its author and moderators; with a first post goes its topic.

    What is held is turned down so.

    Raises RefusedError where it is down already, or removed by its author.
    """
    with transaction.atomic():
        topic = locked_topic(post.topic_id)
        post = locked_post(post.pk, topic)
        before = Status.HELD if post.status == Status.HELD else Status.PUBLISHED
        if topic.first_post_id == post.pk:
            _turn_topic(topic, before, Status.HIDDEN)
        elif post.status != before:
            raise RefusedError(rules.GONE_POST if post.status == Status.DELETED else rules.ALREADY_HIDDEN)
        _turn_post(post, before, Status.HIDDEN, step=-1)
        carry_title(topic, post)
        record(PostHidden(post.pk))


def restore_post(*, post: Post) -> None:
    """Bring a hidden post back, with a first post its topic; what its author removed stays away.

    Raises RefusedError where it is not hidden.
    """
    with transaction.atomic():
        topic = locked_topic(post.topic_id)
        post = locked_post(post.pk, topic)
        if topic.first_post_id == post.pk:
            _turn_topic(topic, Status.HIDDEN, Status.PUBLISHED)
        else:
            require(YES if post.status == Status.HIDDEN else rules.NOT_HIDDEN)
        if not post.number and not post.updates_id:
            let_in(post)  # nobody else has ever read it
            return
        _turn_post(post, Status.HIDDEN, Status.PUBLISHED, step=1)
        carry_title(topic, post)
        record(PostRestored(post.pk))


def _turn_topic(topic: Topic, before: Status, after: Status) -> None:
    """Move a topic from one state to another; raises RefusedError where it is in neither."""
    if topic.status == Status.DELETED:
        raise RefusedError(rules.GONE_TOPIC)
    if topic.status != before:
        raise RefusedError(rules.ALREADY_HIDDEN if after == Status.HIDDEN else rules.NOT_HIDDEN)
    Topic.objects.filter(pk=topic.pk).update(status=after)


def _turn_post(post: Post, before: Status, after: Status, step: int) -> None:
    """Move a post from one state to another, and its topic's count with it."""
    if post.status != before:
        return
    post.status = after
    post.save(update_fields=["status"])
    if is_counted(post):
        Topic.objects.filter(pk=post.topic_id).update(reply_count=F("reply_count") + step)

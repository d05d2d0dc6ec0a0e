"""Letting in what waited for a moderator's yes."""

from django.db import transaction

from accounts.verdict import RefusedError
from forum.topics import rules
from forum.topics.actions.create import take_in
from forum.topics.actions.locks import locked_post, locked_topic
from forum.topics.actions.watch import read_own
from forum.topics.events import PostCreated
from forum.topics.models import Post, Topic
from forum.topics.visibility import Status
from outbox import clock
from outbox.record import record


def approve_post(*, post: Post) -> Post:
    """Let others read a held post, a first post with its topic: it is told of, and told when, as if written now.

    A reply gets the next number now, so that whoever read on meanwhile has it before them. Raises RefusedError where
    the post does not wait, or the author removed its topic.
    """
    with transaction.atomic():
        topic = locked_topic(post.topic_id)
        post = locked_post(post.pk, topic)
        if post.status != Status.HELD:
            raise RefusedError(rules.NOT_HELD)
        if topic.status == Status.DELETED:
            raise RefusedError(rules.GONE_TOPIC)
        let_in(post)
    return post


def let_in(post: Post) -> None:
    """Publish a post that nobody else could read so far; its topic is held."""
    topic = post.topic
    post.status, post.created_at = Status.PUBLISHED, clock.now()
    if topic.first_post_id == post.pk:
        Topic.objects.filter(pk=topic.pk).update(
            status=Status.PUBLISHED, created_at=post.created_at, activity_at=post.created_at
        )
        post.save(update_fields=["status", "created_at"])
    else:
        post.number = number = topic.last_number + 1
        post.save(update_fields=["status", "created_at", "number"])
        take_in(post)
        read_own(post, number)
    record(PostCreated(post.pk))

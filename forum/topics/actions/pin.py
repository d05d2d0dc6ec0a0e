"""Keeping a topic on top of its category, and letting it go."""

from django.db import transaction

from accounts.verdict import RefusedError
from forum.topics import rules
from forum.topics.actions.locks import locked_topic
from forum.topics.models import Topic
from outbox import clock


def pin_topic(*, topic: Topic) -> None:
    """Show `topic` above the others of its category; raises RefusedError where it is pinned already."""
    with transaction.atomic():
        topic = locked_topic(topic.pk)
        if topic.pinned_at:
            raise RefusedError(rules.ALREADY_PINNED)
        Topic.objects.filter(pk=topic.pk).update(pinned_at=clock.now())


def unpin_topic(*, topic: Topic) -> None:
    """Let `topic` stand where its activity puts it; raises RefusedError where it is not pinned."""
    with transaction.atomic():
        topic = locked_topic(topic.pk)
        if not topic.pinned_at:
            raise RefusedError(rules.NOT_PINNED)
        Topic.objects.filter(pk=topic.pk).update(pinned_at=None)

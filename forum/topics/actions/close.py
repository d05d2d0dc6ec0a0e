"""Closing a topic and opening it again."""

from django.db import transaction

from accounts.verdict import RefusedError
from forum.topics import rules
from forum.topics.actions.locks import locked_topic
from forum.topics.models import Topic
from outbox import clock


def close_topic(*, topic: Topic) -> None:
    """Let nobody add to `topic` from now on; raises RefusedError where it is closed already."""
    with transaction.atomic():
        topic = locked_topic(topic.pk)
        if topic.closed_at:
            raise RefusedError(rules.ALREADY_CLOSED)
        Topic.objects.filter(pk=topic.pk).update(closed_at=clock.now())


def reopen_topic(*, topic: Topic) -> None:
    """Let members add to `topic` again; raises RefusedError where it is open."""
    with transaction.atomic():
        topic = locked_topic(topic.pk)
        if not topic.closed_at:
            raise RefusedError(rules.NOT_CLOSED)
        Topic.objects.filter(pk=topic.pk).update(closed_at=None)

"""Giving a topic another title."""

from django.db import transaction

from accounts.verdict import RefusedError
from forum.topics import rules, typed
from forum.topics.actions.locks import locked_topic
from forum.topics.actions.title import carry_title
from forum.topics.models import Topic


def rename_topic(*, topic: Topic, title: str) -> None:
    """Give `topic` the title `title`; raises RefusedError where it is empty, too long or the same."""
    title = typed.read_title(title)
    with transaction.atomic():
        topic = locked_topic(topic.pk)
        if topic.title == title:
            raise RefusedError(rules.SAME_TITLE)
        Topic.objects.filter(pk=topic.pk).update(title=title, written_for=None)
        topic.title = title
        carry_title(topic)

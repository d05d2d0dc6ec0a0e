"""Moving a topic to another category."""

from django.db import transaction

from accounts.verdict import RefusedError
from forum.categories.models import Category
from forum.topics import rules
from forum.topics.actions.audience import fit_audience
from forum.topics.actions.language import read_anew
from forum.topics.actions.locks import locked_category, locked_topic
from forum.topics.actions.read import keep_seen
from forum.topics.events import TopicMoved
from forum.topics.models import Topic
from outbox.record import record


def move_topic(*, topic: Topic, category: Category) -> None:
    """Put `topic` into `category`, for those who are in there and whom it was written for.

    Whatever was written in it while it was for fewer was written for those, so it never opens to more again. Whoever
    took it for seen where it stood finds it seen.

    Raises RefusedError where it stands there already.
    """
    with transaction.atomic():
        category = locked_category(category.pk)
        topic = locked_topic(topic.pk)
        if topic.category_id == category.pk:
            raise RefusedError(rules.ALREADY_THERE)
        keep_seen(topic=topic, category=category)
        fit_audience(Topic.objects.filter(pk=topic.pk), category.audience, category=category)
        read_anew(category_id=category.pk, topic_id=topic.pk)
        record(TopicMoved(topic.pk))

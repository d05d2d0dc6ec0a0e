"""For whom a category is, and its topics with it."""

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Coalesce, Greatest

from forum.categories.models import Category
from forum.topics.actions.locks import locked_category
from forum.topics.models import Topic
from forum.topics.querysets import TopicQuerySet


def set_audience(*, category: Category, audience: int) -> None:
    """Make `category` for `audience`, and its topics for those of them that they were written for."""
    with transaction.atomic():
        category = locked_category(category.pk)
        if category.audience == audience:
            return
        Category.objects.filter(pk=category.pk).update(audience=audience)
        fit_audience(Topic.objects.filter(category=category), audience)


def fit_audience(topics: TopicQuerySet, audience: int, **besides: object) -> None:
    """Make `topics` for those of `audience` that they were written for; `rules.audience_under` says it of one.

    `besides` changes further fields with it.
    """
    written_for = Coalesce("written_for", "audience")
    topics.update(audience=Greatest(written_for, Value(audience)), written_for=written_for, **besides)


def keep_among_readers(topic: Topic) -> None:
    """Remember that something was written for those who read `topic` now, so that it never opens to more."""
    Topic.objects.filter(pk=topic.pk).exclude(written_for=None).update(written_for=None)

"""For whom a category is, and its topics with it."""

from django.db import transaction

from forum.categories.models import Category
from forum.topics.actions.locks import locked_category
from forum.topics.models import Topic


def set_audience(*, category: Category, audience: int) -> None:
    """Make `category` for `audience`; its topics become as narrow, and never wider: people wrote for whom it was."""
    with transaction.atomic():
        category = locked_category(category.pk)
        Category.objects.filter(pk=category.pk).update(audience=audience)
        Topic.objects.filter(category=category, audience__lt=audience).update(audience=audience)

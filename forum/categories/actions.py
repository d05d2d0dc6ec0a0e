"""What changes a category; for whom it is and its language belong to the topics, which follow it."""

from django.db import transaction

from forum.categories.models import Category, Language


def open_category(
    *, name: str, slug: str, description: str, audience: int, position: int, language: str = Language.ENGLISH
) -> Category:
    """Store a new category."""
    with transaction.atomic():
        return Category.objects.create(
            name=name, slug=slug, description=description, audience=audience, position=position, language=language
        )


def describe_category(*, category: Category, name: str, description: str, position: int) -> None:
    """Give `category` another name, description or place; its address stays."""
    with transaction.atomic():
        Category.objects.filter(pk=category.pk).update(name=name, description=description, position=position)

"""What changes a category; for whom it is and its language belong to the topics, which follow it."""

from django.db import transaction

from accounts.models import User
from forum.categories.models import Category, CategoryWatch, Language
from outbox import clock


def open_category(
    *,
    name: str,
    slug: str,
    description: str,
    audience: int,
    position: int,
    language: str = Language.ENGLISH,
    holds_first_posts: bool = False,
) -> Category:
    """Store a new category."""
    with transaction.atomic():
        return Category.objects.create(
            name=name,
            slug=slug,
            description=description,
            audience=audience,
            position=position,
            language=language,
            holds_first_posts=holds_first_posts,
        )


def hold_first_posts(*, category: Category, holds: bool) -> None:
    """Let first posts in `category` wait for a moderator from now on, or not; what waits already goes on waiting."""
    with transaction.atomic():
        Category.objects.filter(pk=category.pk).update(holds_first_posts=holds)


def describe_category(*, category: Category, name: str, description: str, position: int) -> None:
    """Give `category` another name, description or place; its address stays."""
    with transaction.atomic():
        Category.objects.filter(pk=category.pk).update(name=name, description=description, position=position)


def watch_category(*, user: User, category: Category, level: str) -> None:
    """Set how closely `user`, who may see `category`, follows every topic in it that they chose nothing else for."""
    watch = CategoryWatch(user=user, category=category, level=level, since=clock.now())
    with transaction.atomic():
        CategoryWatch.objects.bulk_create(
            [watch], update_conflicts=True, unique_fields=["user", "category"], update_fields=["level", "since"]
        )

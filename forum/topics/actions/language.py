"""The language of a category, under which the search reads its posts."""

from django.db import transaction

from forum.categories.models import Category
from forum.topics.actions.locks import locked_category
from forum.topics.events import LanguageChanged
from forum.topics.models import Post
from outbox.record import record

# As many posts as are read anew at once: their rows are held for a fraction of a second.
BATCH = 500


def set_language(*, category: Category, language: str) -> None:
    """Make `language` that of `category`; what stands in a small one is found by it at once, the rest soon."""
    with transaction.atomic():
        category = locked_category(category.pk)
        if category.language == language:
            return
        Category.objects.filter(pk=category.pk).update(language=language)
        read_anew(category_id=category.pk)


def read_anew(*, category_id: int, topic_id: int = 0, after_post_id: int = 0) -> None:
    """Put the next posts of a category, or of one topic in it, under its language, and see to it that more follow."""
    with transaction.atomic():
        language = Category.objects.values_list("language", flat=True).get(pk=category_id)
        posts = Post.objects.filter(topic__category=category_id, pk__gt=after_post_id).exclude(language=language)
        if topic_id:
            posts = posts.filter(topic=topic_id)
        batch = list(posts.order_by("pk").values_list("pk", flat=True)[:BATCH])
        Post.objects.filter(pk__in=batch).update(language=language)
        if len(batch) == BATCH:
            record(LanguageChanged(category_id, topic_id, batch[-1]))

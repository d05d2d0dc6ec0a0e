"""What the front page shows."""

from accounts.models import Reader
from forum.categories.models import Category
from forum.topics.models import Topic

NEWEST = 10


def front_categories(reader: Reader) -> list[Category]:
    """Return every category that `reader` may see, in the order that staff gave them."""
    return list(Category.objects.visible_to(reader))


def newest_topics(reader: Reader) -> list[Topic]:
    """Return the topics with the newest activity that `reader` may see, newest first."""
    topics = Topic.objects.visible_to(reader).select_related("category", "first_post__persona")
    return list(topics.order_by("-activity_at", "-pk")[:NEWEST])

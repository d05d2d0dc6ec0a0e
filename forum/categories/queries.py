"""What the pages show of categories."""

from accounts.models import Reader
from accounts.queries import PreparedFor
from forum.categories.models import Category
from forum.categories.querysets import CategoryQuerySet


def categories_for(reader: Reader) -> list[Category]:
    """Return every category that `reader` may look in, in the order that staff gave them."""
    return _VISIBLE.things(reader)


def _visible(reader: Reader) -> CategoryQuerySet:
    return Category.objects.visible_to(reader)


_VISIBLE = PreparedFor(_visible)

"""A category's topics, pinned ones on top, then the newest activity first."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Reader
from accounts.verdict import Verdict
from forum.categories.models import Category
from forum.paging import Page, page_of
from forum.topics import rules
from forum.topics.models import Topic

MOST_PINNED = 20


@dataclass(frozen=True)
class CategoryPage:
    """One page of a category."""

    category: Category
    pinned: list[Topic]
    page: Page[Topic]
    may_start: Verdict

    @property
    def newest(self) -> datetime | None:
        """Return when something was last written in what stands on the page."""
        return max((topic.activity_at for topic in (*self.pinned, *self.page.rows)), default=None)


def find_category(reader: Reader, slug: str) -> Category | None:
    """Return the category if `reader` may see it, with how closely they follow it."""
    return Category.objects.visible_to(reader).as_followed_by(reader).filter(slug=slug).first()


def category_page(reader: Reader, category: Category, before: str) -> CategoryPage:
    """Return the topics of `category` that stand below the place `before`, or the newest."""
    rows = Topic.objects.visible_to(reader).filter(category=category).with_starter()
    rows = rows.as_read_by(reader, rules.new_since(reader))
    page = page_of(rows.filter(pinned_at=None), "activity_at", before)
    pinned = rows.exclude(pinned_at=None).order_by("-pinned_at", "-pk")[:MOST_PINNED] if page.is_first else ()
    return CategoryPage(category, list(pinned), page, rules.may_start_topic(reader, category))

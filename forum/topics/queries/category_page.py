"""A category's topics, pinned ones on top, then the newest activity first."""

from dataclasses import dataclass
from datetime import datetime

from django.core.validators import slug_re

from accounts.models import Reader
from accounts.queries import PreparedFor
from accounts.verdict import Verdict
from forum.categories.models import Category
from forum.paging import Page, PreparedList
from forum.topics import rules
from forum.topics.models import Topic
from forum.topics.querysets import TopicQuerySet

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
    """Return the category if `reader` may see it, with how closely they follow it; anything may be asked for."""
    if not slug_re.fullmatch(slug):
        return None
    return Category.objects.visible_to(reader).as_followed_by(reader).filter(slug=slug).first()


def category_page(reader: Reader, category: Category, before: str) -> CategoryPage:
    """Return the topics of `category` that stand below the place `before`, or the newest."""
    asked = category.pk, rules.new_since(reader)
    page = _TOPICS.page(reader, before, *asked)
    pinned = _PINNED.things(reader, *asked) if page.is_first else []
    return CategoryPage(category, pinned, page, rules.may_start_topic(reader, category))


def _topics(reader: Reader, category: int, new_since: datetime) -> TopicQuerySet:
    """Return the topics of a category, without those on top."""
    # What is pinned beyond those on top stands where its activity puts it.
    on_top = _on_top(_seen(reader, category))
    return _shown(reader, category, new_since).exclude(pk__in=on_top.values("pk"))


def _pinned(reader: Reader, category: int, new_since: datetime) -> TopicQuerySet:
    """Return the topics on top."""
    return _on_top(_shown(reader, category, new_since))


def _shown(reader: Reader, category: int, new_since: datetime) -> TopicQuerySet:
    return _seen(reader, category).with_starter().as_read_by(reader, new_since)


def _seen(reader: Reader, category: int) -> TopicQuerySet:
    return Topic.objects.visible_to(reader).filter(category=category)


def _on_top(rows: TopicQuerySet) -> TopicQuerySet:
    """Return those of `rows` that were pinned last."""
    return rows.exclude(pinned_at=None).order_by("-pinned_at", "-pk")[:MOST_PINNED]


_TOPICS, _PINNED = PreparedList(_topics, "activity_at"), PreparedFor(_pinned)

"""What machines read of what everyone may see: Atom feeds (RFC 4287) and a sitemap.

All of it is made as for a visitor, whoever asks.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap, views
from django.contrib.syndication.views import Feed
from django.core.paginator import EmptyPage
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import conditional_page, require_safe

from forum.categories.models import Category
from forum.markup.plain import without_covered_words
from forum.paging import read_whole
from forum.topics.models import Post, Topic
from forum.topics.queries import find_category, find_topic

ENTRIES = 20
# Topics in one part of the sitemap, counted by their ids.
PART = 5_000
VISITOR = AnonymousUser()

_HERE = re.compile(r'(?<= href=")/')
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


if TYPE_CHECKING:  # what they are made for is known to the stubs alone
    PostsFeed = Feed[Post, Any]
    Addresses = Sitemap[str]
    TopicsMap = Sitemap[Topic]
else:
    PostsFeed, Addresses, TopicsMap = Feed, Sitemap, Sitemap


class Atom(Atom1Feed):
    """A feed without what no XML holds: names, titles and words that were kept before it was dropped may have it."""

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """Write what is told of the whole."""
        self.feed = _readable(self.feed)
        super().add_root_elements(handler)

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Write an entry."""
        super().add_item_elements(handler, _readable(item))


class TopicsFeed(PostsFeed):
    """The topics begun last, each with its first post and what its author added there."""

    feed_type = Atom

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer without a moment: words that were taken away make nothing newer, and the ETag tells of those, too."""
        answer = super().__call__(request, *args, **kwargs)
        del answer.headers["Last-Modified"]
        return answer

    def title(self, category: Category | None = None) -> str:
        """Return what a reader's program calls it."""
        return category.name if category else _("New topics")

    def link(self, category: Category | None = None) -> str:
        """Return the page with the same."""
        return reverse("categories:category", args=[category.slug]) if category else reverse("pages:front")

    def feed_guid(self, category: Category | None = None) -> str:
        """Return its name for ever."""
        return _tag(f"category-{category.pk}" if category else "topics")

    def get_object(self, request: HttpRequest, slug: str = "") -> Category | None:
        """Return the category, if it is one's; raises DoesNotExist where visitors may not see it."""
        del request
        found = find_category(VISITOR, slug) if slug else None
        if slug and found is None:
            raise Category.DoesNotExist
        return found

    def items(self, category: Category | None = None) -> Iterable[Post]:
        """Return the first posts of the newest topics."""
        topics = Topic.objects.visible_to(VISITOR).order_by("-created_at", "-pk")
        if category:
            topics = topics.filter(category=category)
        return _in_order(list(topics.values_list("first_post", flat=True)[:ENTRIES]))

    def item_title(self, item: Post) -> str:
        """Return the topic's title."""
        return item.topic.title

    def item_description(self, item: Post) -> str:
        """Return the words with their updates, as HTML that hides what it covers and leads here from anywhere."""
        whole = "".join(post.html for post in (item, *item.updated_by.all()))
        return _HERE.sub(f"{settings.SITE_URL}/", without_covered_words(whole))

    def item_link(self, item: Post) -> str:
        """Return the post's address."""
        return item.get_absolute_url()

    def item_guid(self, item: Post) -> str:
        """Return the entry's name for ever, wherever its topic is moved and whatever it is called."""
        return _tag(f"post-{item.pk}")

    def item_author_name(self, item: Post) -> str:
        """Return who wrote it."""
        return item.persona.name or _("someone who left")

    def item_pubdate(self, item: Post) -> datetime:
        """Return when it was written."""
        return item.created_at

    def item_updateddate(self, item: Post) -> datetime:
        """Return when it last changed."""
        moments: list[datetime] = [post.edited_at or post.created_at for post in (item, *item.updated_by.all())]
        return max(moments)


class TopicFeed(TopicsFeed):
    """The last posts of one topic."""

    def title(self, topic: Topic) -> str:  # type: ignore[override] # another thing than a category
        """Return the topic's title."""
        return topic.title

    def link(self, topic: Topic) -> str:  # type: ignore[override] # as above
        """Return the topic's page."""
        return topic.get_absolute_url()

    def feed_guid(self, topic: Topic) -> str:  # type: ignore[override] # as above
        """Return its name for ever."""
        return _tag(f"topic-{topic.pk}")

    def get_object(self, request: HttpRequest, slug: str, topic_id: int) -> Topic:  # type: ignore[override] # as above
        """Return the topic; raises DoesNotExist where visitors may not see it. Any slug will do."""
        del request, slug
        found = find_topic(VISITOR, topic_id)
        if found is None:
            raise Topic.DoesNotExist
        return found

    def items(self, topic: Topic) -> Iterable[Post]:  # type: ignore[override] # as above
        """Return the posts with the highest numbers."""
        posts = Post.objects.visible_to(VISITOR).filter(topic=topic).exclude(number=None).order_by("-number")
        return _in_order(list(posts.values_list("pk", flat=True)[:ENTRIES]))

    def item_title(self, item: Post) -> str:
        """Return which post of the topic it is."""
        return f"#{item.number} {item.topic.title}"


class Pages(Addresses):
    """The pages that belong to no topic, and the categories for everyone."""

    def items(self) -> list[str]:
        """Return their addresses."""
        rooms = Category.objects.visible_to(VISITOR).values_list("slug", flat=True)
        fixed = [reverse(name) for name in ("pages:front", "pages:help", "meetups:list")]
        return [*fixed, *(reverse("categories:category", args=[slug]) for slug in rooms)]

    def location(self, item: str) -> str:
        """Return the address."""
        return item


class Parts:
    """Topics for everyone by ranges of ids, so that every part costs the same; what is not for everyone leaves gaps."""

    def __init__(self, topics: QuerySet[Topic]) -> None:
        self.topics = topics

    def numbers(self) -> list[int]:
        """Return the parts that hold anything: one look at an index for each, however much lies between them."""
        found: list[int] = []
        while topic := self.topics.filter(pk__gt=found[-1] * PART if found else 0).order_by("pk").first():
            found.append((topic.pk - 1) // PART + 1)
        return found

    def page(self, number: int | str) -> "Part":
        """Return one part; raises EmptyPage where there is nothing in it."""
        last = (read_whole(str(number)) or 0) * PART
        rows = list(self.topics.filter(pk__gt=last - PART, pk__lte=last).order_by("pk"))
        if not rows:
            raise EmptyPage
        return Part(rows)


class Part:
    """One part, as Django's sitemap asks for it."""

    def __init__(self, rows: Sequence[Topic]) -> None:
        self.object_list = rows


class Topics(TopicsMap):
    """The topics that everyone may see."""

    @property
    def paginator(self) -> Parts:  # type: ignore[override] # by ids, as all long lists here
        """Return the parts."""
        return Parts(Topic.objects.visible_to(VISITOR).only("title", "activity_at"))

    def lastmod(self, item: Topic) -> datetime:
        """Return when it last changed."""
        return item.activity_at


SECTIONS: "dict[str, type[Sitemap[Any]] | Sitemap[Any]]" = {"pages": Pages, "topics": Topics}


@require_safe
@conditional_page
def newest(request: HttpRequest) -> HttpResponse:
    """Return the feed of the newest topics."""
    return TopicsFeed()(request)


@require_safe
@conditional_page
def of_category(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the feed of a category's newest topics."""
    return TopicsFeed()(request, slug=slug)


@require_safe
@conditional_page
def of_topic(request: HttpRequest, slug: str, topic_id: int) -> HttpResponse:
    """Return the feed of a topic's newest posts."""
    return TopicFeed()(request, slug=slug, topic_id=topic_id)


@require_safe
@views.x_robots_tag
def sitemaps(request: HttpRequest) -> HttpResponse:
    """Return where the parts of the sitemap are; Django's own index would name those that are empty, too."""
    pages, topics = (reverse("topics:sitemap", args=[section]) for section in SECTIONS)
    addresses = [pages, *(f"{topics}?p={number}" for number in Topics().paginator.numbers())]
    parts = [views.SitemapIndexItem(request.build_absolute_uri(address)) for address in addresses]
    return TemplateResponse(request, "sitemap_index.xml", {"sitemaps": parts}, content_type="application/xml")


@require_safe
def sitemap(request: HttpRequest, section: str) -> HttpResponse:
    """Return one part of the sitemap."""
    return views.sitemap(request, SECTIONS, section=section)


def _readable(told: dict[str, Any]) -> dict[str, Any]:
    """Return what is told without the characters that would keep a program from reading all of it."""
    return {name: _NO_XML.sub("", value) if isinstance(value, str) else value for name, value in told.items()}


def _in_order(ids: Sequence[int | None]) -> list[Post]:
    """Return the posts of these ids, with all that an entry shows, in the order of the ids."""
    updates = Prefetch("updated_by", Post.objects.visible_to(VISITOR).order_by("created_at"))
    found = Post.objects.visible_to(VISITOR).select_related("topic", "persona").prefetch_related(updates)
    posts = found.in_bulk([pk for pk in ids if pk])
    return [posts[pk] for pk in ids if pk in posts]


def _tag(name: str) -> str:
    """Return a name that nobody else gives (RFC 4151)."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:{name}"

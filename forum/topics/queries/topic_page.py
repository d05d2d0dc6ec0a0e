"""One page of a topic with everything that hangs on its posts, in a few queries however long the topic is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import NamedTuple

from django.utils import timezone

from accounts.models import Reader
from accounts.verdict import Verdict
from forum.categories.visibility import Audience
from forum.topics import rules
from forum.topics.models import Post, Topic
from forum.topics.queries.items import PAGE, PostItem, light_items
from forum.topics.queries.whole import whole_items
from forum.topics.querysets import PostQuerySet


class CategoryHead(NamedTuple):
    """What a topic's page shows of its category."""

    slug: str
    name: str


class TopicHead(NamedTuple):
    """What a topic's page shows of the topic itself, under the names that the topic has for it."""

    pk: int
    slug: str
    title: str
    category: CategoryHead
    get_audience_display: str
    is_for_everyone: bool
    status: str
    pinned_at: bool
    closed_at: bool
    last_number: int
    created_at: datetime
    activity_at: datetime


class Place(NamedTuple):
    """Which page it is, under the names that the page has for it."""

    number: int
    first_number: int
    pages: int
    earlier: int | None
    later: int | None


class Frame(NamedTuple):
    """All that stands around the posts of a page, under the names that the page has for it."""

    topic: TopicHead
    page: Place
    level: str
    may_moderate: bool
    was_opened: bool
    is_unread: bool
    is_left_to_read: bool
    until: int


@dataclass(frozen=True)
class TopicPage:
    """One page of a topic as one reader sees it."""

    topic: Topic
    reader: Reader
    number: int
    pages: int
    # Without their words, and without what they answer and who answered them, but for whether it may be read.
    items: list[PostItem]
    # What has no number: waiting for a moderator, or turned down. It stands at the end of the last page.
    unnumbered: list[PostItem]
    may_reply: Verdict
    may_moderate: bool

    @property
    def house(self) -> int | None:
        """Return the version of what shows on the pages of every topic, as it stood before the posts were read."""
        return getattr(self.topic, "house", None)

    @property
    def level(self) -> str:
        """Return how closely a member follows the topic; a visitor follows nothing."""
        return getattr(self.topic, "level", "")

    @cached_property
    def frame(self) -> Frame:
        """Return what stands around the posts."""
        reading = (self.was_opened, self.is_unread, self.is_left_to_read, self.last_number)
        return Frame(self.head, self.place, self.level, self.may_moderate, *reading)

    @cached_property
    def head(self) -> TopicHead:
        """Return what the page shows of the topic."""
        topic, category = self.topic, self.topic.category
        states = (topic.status, bool(topic.pinned_at), bool(topic.closed_at))
        extent = (topic.last_number, topic.created_at, topic.activity_at)
        audience = str(Audience(topic.audience).label)
        is_for_everyone = topic.audience == Audience.EVERYONE
        above = CategoryHead(category.slug, category.name)
        return TopicHead(topic.pk, topic.slug, topic.title, above, audience, is_for_everyone, *states, *extent)

    @cached_property
    def place(self) -> Place:
        """Return where the page stands among the others."""
        return Place(self.number, self.first_number, self.pages, self.earlier, self.later)

    @cached_property
    def whole(self) -> dict[int, PostItem]:
        """Return the items with all that is shown of them, by the ids of their posts."""
        return {item.post.pk: item for item in self._whole()}

    def _whole(self) -> Iterable[PostItem]:
        items = [*self.items, *self.unnumbered]
        return whole_items(self.reader, self.topic, items, may_reply=bool(self.may_reply))

    @property
    def waiting(self) -> list[PostItem]:
        """Return what has no number, with all that is shown of it."""
        return [self.whole[item.post.pk] for item in self.unnumbered]

    @property
    def first_number(self) -> int:
        """Return the number with which this page begins."""
        return (self.number - 1) * PAGE + 1

    @cached_property
    def earlier(self) -> int | None:
        """Return the number with which the page before begins, the last with anything to read."""
        if self.number > 1 and self._may_skip:
            return self._page_at(self._readable.filter(number__lt=self.first_number).order_by("-number"))
        return self.first_number - PAGE if self.number > 1 else None

    @cached_property
    def later(self) -> int | None:
        """Return the number with which the page after begins, the next with anything to read."""
        if self.number < self.pages and self._may_skip:
            return self._page_at(self._readable.filter(number__gt=self.last_number).order_by("number"))
        return self.first_number + PAGE if self.number < self.pages else None

    @property
    def _may_skip(self) -> bool:
        """Return whether so many numbers are missing, or not to be read, that they might fill a page."""
        return self.topic.last_number - 1 - self.topic.reply_count >= PAGE

    @property
    def _readable(self) -> PostQuerySet:
        return Post.objects.visible_to(self.reader).filter(topic=self.topic)

    def _page_at(self, posts: PostQuerySet) -> int | None:
        """Return the number with which the page begins on which the first of `posts` stands, if there is any."""
        number = posts.values_list("number", flat=True).first()
        return (number - 1) // PAGE * PAGE + 1 if number else None

    @property
    def last_number(self) -> int:
        """Return the number with which this page ends, whether anything stands there or not."""
        return min(self.first_number + PAGE - 1, self.topic.last_number)

    @property
    def new_from(self) -> int | None:
        """Return the number of the post that begins what others wrote since the reader was here, if that is here."""
        last_read = read_up_to(self.topic)
        if not last_read or last_read < self.first_number - 1:
            return None
        others = (item.post.number or 0 for item in self.items if not rules.is_author(self.reader, item.post))
        return next((number for number in others if number > last_read), None)

    @property
    def is_unread(self) -> bool:
        """Return whether anything on this page has not been read yet."""
        return read_up_to(self.topic) < self.last_number

    @property
    def was_opened(self) -> bool:
        """Return whether the reader had opened the topic before."""
        return bool(getattr(self.topic, "is_opened", False))

    @property
    def is_left_to_read(self) -> bool:
        """Return whether the reader has begun to read the topic, and has not come to its end."""
        return 0 < read_up_to(self.topic) < self.topic.last_number

    @property
    def shown(self) -> list[int]:
        """Return the ids of all posts and updates whose words stand on the page."""
        readable = [item for item in (*self.items, *self.unnumbered) if item.is_readable]
        updates = [update for item in readable for update in item.updates if update.is_readable]
        return [item.post.pk for item in (*readable, *updates)]


class Landing(NamedTuple):
    """Where a reader goes on in a topic."""

    # The number of a post; None is the start.
    number: int | None
    # Up to where nothing is left that they could read.
    read_up_to: int


def landing(reader: Reader, topic: Topic) -> Landing:
    """Return where `reader` goes on: at the first unread post, or at the last where all is read.

    At the start, of a topic that was never opened, and of one that is read and fits on one page.
    """
    last_read = read_up_to(topic)
    if last_read and last_read < topic.last_number:
        later = Post.objects.visible_to(reader).filter(topic=topic, number__gt=last_read).order_by("number")
        number = later.values_list("number", flat=True).first()
        if number:
            return Landing(number, number - 1)
    return Landing(last_read if last_read > PAGE else None, topic.last_number if last_read else 0)


def jump(reader: Reader, topic: Topic, to: str, day: date | None) -> int:
    """Return the number of the "first" or "last" post, or of the first written since `day` began.

    The last where nothing was written since, the first where `to` is none of these.
    """
    posts = Post.objects.visible_to(reader).filter(topic=topic).exclude(number=None)
    if day:
        midnight = datetime.combine(day, time(), timezone.get_current_timezone())
        posts = posts.filter(created_at__gte=midnight).order_by("created_at", "number")
    elif to != "last":
        return 1
    else:
        posts = posts.order_by("-number")
    return posts.values_list("number", flat=True).first() or topic.last_number


def read_up_to(topic: Topic) -> int:
    """Return how far the reader for whom `topic` was found has read it; 0 where they never opened it."""
    return int(getattr(topic, "last_read", 0))


def topic_page(reader: Reader, topic: Topic, number: int) -> TopicPage:
    """Return the page on which post `number` of `topic` stands; what is hidden or missing never shifts a page."""
    page = (number - 1) // PAGE + 1
    pages = max(1, (topic.last_number - 1) // PAGE + 1)
    may_reply = rules.may_reply(reader, topic)
    items = list(light_items(reader, topic, page, may_reply=bool(may_reply)))
    return TopicPage(
        topic=topic,
        reader=reader,
        number=page,
        pages=pages,
        items=[item for item in items if item.post.number],
        unnumbered=[item for item in items if not item.post.number] if page == pages else [],
        may_reply=may_reply,
        may_moderate=bool(rules.may_moderate(reader)),
    )

"""One page of a topic with everything that hangs on its posts, in four queries however long the topic is."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db.models import Count, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from accounts.models import Reader
from accounts.verdict import Verdict
from forum.categories.models import Level
from forum.topics import rules
from forum.topics.models import Post, Topic
from forum.topics.visibility import Status

PAGE = 20
# More answers than a reader would follow from one post.
MOST_ANSWERS = 12


@dataclass(frozen=True)
class PostItem:
    """A post as one reader sees it; where `is_readable` is no, only its number and state may be shown."""

    post: Post
    is_readable: bool
    may_reply: bool
    may_edit: bool
    may_update: bool
    may_delete: bool
    may_see_history: bool
    may_moderate: bool
    in_reply_to: Post | None = None
    updates: list["PostItem"] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    answers_in_all: int = 0

    @property
    def further_answers(self) -> int:
        """Return how many answers are not named one by one."""
        return self.answers_in_all - len(self.answers)

    @property
    def is_by_starter(self) -> bool:
        """Return whether whoever began the topic speaks again."""
        first = self.post.topic.first_post
        return first is not None and first != self.post and first.persona_id == self.post.persona_id

    @property
    def newest_update(self) -> Post | None:
        """Return the last update that the reader may read."""
        return next((update.post for update in reversed(self.updates) if update.is_readable), None)


@dataclass(frozen=True)
class TopicPage:
    """One page of a topic as one reader sees it."""

    topic: Topic
    number: int
    pages: int
    items: list[PostItem]
    may_reply: Verdict
    may_moderate: bool
    is_following: bool

    @property
    def first_number(self) -> int:
        """Return the number with which this page begins."""
        return (self.number - 1) * PAGE + 1

    @property
    def earlier(self) -> int | None:
        """Return the number with which the page before begins."""
        return self.first_number - PAGE if self.number > 1 else None

    @property
    def later(self) -> int | None:
        """Return the number with which the page after begins."""
        return self.first_number + PAGE if self.number < self.pages else None

    @property
    def last_number(self) -> int:
        """Return the number with which this page ends, whether anything stands there or not."""
        return min(self.first_number + PAGE - 1, self.topic.last_number)

    @property
    def new_from(self) -> int | None:
        """Return the number of the post that begins what came since the reader was here, if that is on this page."""
        last_read = read_up_to(self.topic)
        if not last_read or last_read < self.first_number - 1:
            return None
        numbers = (item.post.number or 0 for item in self.items)
        return next((number for number in numbers if number > last_read), None)

    @property
    def is_unread(self) -> bool:
        """Return whether anything on this page has not been read yet."""
        return read_up_to(self.topic) < self.last_number

    @property
    def is_left_to_read(self) -> bool:
        """Return whether the reader has begun to read the topic, and has not come to its end."""
        return 0 < read_up_to(self.topic) < self.topic.last_number

    @property
    def shown(self) -> list[int]:
        """Return the ids of all posts and updates whose words stand on the page."""
        readable = [item for item in self.items if item.is_readable]
        updates = [update for item in readable for update in item.updates if update.is_readable]
        return [item.post.pk for item in (*readable, *updates)]


def is_gone(reader: Reader, topic_id: int) -> bool:
    """Return whether `reader` may be told that the topic was here and its author removed it."""
    return Topic.objects.gone_for(reader).filter(pk=topic_id).exists()


def find_topic(reader: Reader, topic_id: int) -> Topic | None:
    """Return the topic, its category and its author if `reader` may see it, with how closely they follow it."""
    topics = Topic.objects.visible_to(reader).with_starter().as_read_by(reader, rules.new_since(reader))
    return topics.filter(pk=topic_id).first()


def landing(reader: Reader, topic: Topic) -> int | None:
    """Return the number of the post at which `reader` goes on: the first unread, or the last where all is read.

    None is the start: of a topic that was never opened, and of one that is read and fits on one page.
    """
    last_read = read_up_to(topic)
    if last_read and last_read < topic.last_number:
        later = Post.objects.visible_to(reader).filter(topic=topic, number__gt=last_read).order_by("number")
        number = later.values_list("number", flat=True).first()
        if number:
            return number
    return last_read if last_read > PAGE else None


def jump(reader: Reader, topic: Topic, to: str, day: date | None) -> int:
    """Return the number of the "first" or "last" post, the first "unread", or the first written since `day` began.

    The last where nothing was written since, the first where `to` is none of these.
    """
    posts = Post.objects.visible_to(reader).filter(topic=topic).exclude(number=None)
    if day:
        midnight = datetime.combine(day, time(), timezone.get_current_timezone())
        posts = posts.filter(created_at__gte=midnight).order_by("created_at", "number")
    elif to == "unread":
        return landing(reader, topic) or 1
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
    posts = list(_posts(topic, page))
    updates = _updates(topic, posts)
    answers = _answers(posts)
    may_reply = rules.may_reply(reader, topic)
    items = []
    for post in posts:
        numbers, in_all = answers.get(post.pk, ([], 0))
        items.append(
            _item(
                reader,
                post,
                may_reply=bool(may_reply),
                in_reply_to=_if_readable(reader, post.reply_to),
                updates=[_item(reader, update) for update in updates[post.pk]],
                answers=numbers,
                answers_in_all=in_all,
            )
        )
    return TopicPage(
        topic=topic,
        number=page,
        pages=max(1, (topic.last_number - 1) // PAGE + 1),
        items=items,
        may_reply=may_reply,
        may_moderate=bool(rules.may_moderate(reader)),
        is_following=getattr(topic, "level", None) == Level.WATCHING,
    )


def _posts(topic: Topic, page: int) -> Iterable[Post]:
    """Yield the posts of one page with their authors and what they reply to."""
    first = (page - 1) * PAGE + 1
    posts = Post.objects.filter(topic=topic, number__gte=first, number__lt=first + PAGE)
    for post in posts.select_related("persona", "reply_to__persona").order_by("number"):
        post.topic = topic
        if post.reply_to is not None:
            post.reply_to.topic = topic
        yield post


def _updates(topic: Topic, posts: Sequence[Post]) -> dict[int, list[Post]]:
    """Return the updates under `posts` by the id of their post, oldest first."""
    parents = {post.pk: post for post in posts}
    updates: dict[int, list[Post]] = defaultdict(list)
    found = Post.objects.filter(updates__in=parents).select_related("persona").order_by("created_at", "pk")
    for update in found:
        parent = parents[update.updates_id or 0]
        update.topic, update.updates = topic, parent
        updates[parent.pk].append(update)
    return updates


def _answers(posts: Sequence[Post]) -> dict[int, tuple[list[int], int]]:
    """Return for each id of `posts` the numbers of its first published answers, and how many there are in all."""
    found = (
        Post.objects.filter(reply_to__in=[post.pk for post in posts], status=Status.PUBLISHED)
        .annotate(
            place=Window(RowNumber(), partition_by="reply_to", order_by="number"),
            in_all=Window(Count("pk"), partition_by="reply_to"),
        )
        .filter(place__lte=MOST_ANSWERS)
        .order_by("number")
        .values_list("reply_to", "number", "in_all")
    )
    answers: dict[int, tuple[list[int], int]] = {}
    for post, number, in_all in found:
        if post is not None and number is not None:
            answers.setdefault(post, ([], in_all))[0].append(number)
    return answers


def _item(
    reader: Reader,
    post: Post,
    *,
    may_reply: bool = False,
    in_reply_to: Post | None = None,
    updates: Sequence[PostItem] = (),
    answers: Sequence[int] = (),
    answers_in_all: int = 0,
) -> PostItem:
    """Return `post` with what `reader` may do with it."""
    is_published = post.status == Status.PUBLISHED
    return PostItem(
        post=post,
        is_readable=bool(rules.may_read_post(reader, post)),
        may_reply=may_reply and is_published,
        may_edit=rules.is_author(reader, post) and bool(rules.may_edit(reader, post)),
        may_update=bool(rules.may_update(reader, post)),
        may_delete=bool(rules.may_delete(reader, post)),
        may_see_history=post.version > 1 and bool(rules.may_see_history(reader, post)),
        may_moderate=bool(rules.may_moderate(reader)),
        in_reply_to=in_reply_to,
        updates=list(updates),
        answers=list(answers),
        answers_in_all=answers_in_all,
    )


def _if_readable(reader: Reader, post: Post | None) -> Post | None:
    """Return `post` if `reader` may read it."""
    return post if post is not None and rules.may_read_post(reader, post) else None

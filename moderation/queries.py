"""What the moderators' pages show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Q, QuerySet

from accounts.models import Reader
from forum.topics.models import Post, Topic
from moderation.models import Act

PAGE = 20
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Page:
    """Some acts, the newest first, and the cursor that leads to those before them."""

    acts: Sequence[Act]
    older: str


def log(*, topic: str = "", person: str = "", before: str = "") -> Page:
    """Return acts behind the cursor `before`, on the topic with the id `topic`, on or by who is called `person`."""
    acts = Act.objects.select_related(
        "actor__persona", "persona", "topic", "post__topic", "post__updates", "reversed_by"
    )
    if topic:
        acts = acts.filter(topic_id=_number(topic))
    if person:
        person = person.replace("\0", "")  # no name holds it, and PostgreSQL takes none
        acts = acts.filter(Q(persona__name__iexact=person) | Q(actor__persona__name__iexact=person))
    return _page(_behind(acts, before))


def topic_of(pk: int, reader: Reader) -> Topic | None:
    """Return the topic `pk` with its category and its author, if `reader` may see it."""
    return Topic.objects.visible_to(reader).select_related("category", "first_post__persona").filter(pk=pk).first()


def post_of(pk: int, reader: Reader) -> Post | None:
    """Return the post `pk` with its topic and its author, if `reader` may read it."""
    posts = Post.objects.visible_to(reader).select_related("topic__first_post__persona", "persona", "updates")
    return posts.filter(pk=pk).first()


def _number(text: str) -> int:
    """Return the id that `text` names, or one that nothing has."""
    try:
        return int(text)
    except ValueError:
        return 0


def _behind(acts: QuerySet[Act], cursor: str) -> QuerySet[Act]:
    moment, _, pk = cursor.partition(".")
    try:
        at, last = EPOCH + timedelta(microseconds=int(moment)), int(pk)
    except (ValueError, OverflowError):
        return acts
    return acts.filter(Q(acted_at__lt=at) | Q(acted_at=at, pk__lt=last))


def _page(acts: QuerySet[Act]) -> Page:
    rows = list(acts[: PAGE + 1])
    if len(rows) <= PAGE:
        return Page(rows, "")
    last = rows[PAGE - 1]
    return Page(rows[:PAGE], f"{(last.acted_at - EPOCH) // timedelta(microseconds=1)}.{last.pk}")

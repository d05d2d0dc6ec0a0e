"""The counts that topics store, checked against their posts and mended."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, F, Max, Q
from django.db.models.functions import Coalesce, Greatest

from forum.topics.actions.locks import locked_topic
from forum.topics.models import Topic
from forum.topics.querysets import TopicQuerySet
from forum.topics.visibility import Status


@dataclass(frozen=True)
class WrongCount:
    """A count as it is stored on one row, and as what it counts would have it."""

    kind: str
    pk: int
    field: str
    stored: int
    right: int


def wrong_counts() -> list[WrongCount]:
    """Return every stored count that its posts do not bear out."""
    return _wrong(Topic.objects.all())


def mend_counts() -> list[WrongCount]:
    """Put every wrong count right, each topic under its lock, and return what was wrong."""
    wrong = wrong_counts()
    for topic_id in sorted({count.pk for count in wrong}):
        with transaction.atomic():
            locked_topic(topic_id)
            topic = Topic.objects.filter(pk=topic_id)
            topic.update(**{count.field: count.right for count in _wrong(topic)})
    return wrong


def _wrong(topics: TopicQuerySet) -> list[WrongCount]:
    """Return the wrong counts of `topics`; a number once given is never given again, so the last one never falls."""
    is_reply = Q(posts__number__gt=1, posts__status=Status.PUBLISHED)
    counted = topics.annotate(
        right_replies=Count("posts", filter=is_reply),
        right_last=Greatest(F("last_number"), Coalesce(Max("posts__number"), 0)),
    ).exclude(reply_count=F("right_replies"), last_number=F("right_last"))
    rows = counted.order_by("pk").values_list("pk", "reply_count", "right_replies", "last_number", "right_last")
    return [
        WrongCount("topic", pk, field, stored, right)
        for pk, replies, right_replies, last, right_last in rows
        for field, stored, right in (("reply_count", replies, right_replies), ("last_number", last, right_last))
        if stored != right
    ]

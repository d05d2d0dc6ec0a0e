"""How topics and posts are looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import BooleanField, Case, CharField, ExpressionWrapper, F, FilteredRelation, Q, Value, When
from django.db.models.functions import Coalesce

from accounts.models import User
from forum.categories.models import Level
from forum.topics.visibility import Status, gone_topics, visible_posts, visible_topics

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import Reader
    from forum.topics.models import Post, Topic


class TopicQuerySet(models.QuerySet["Topic"]):
    """Topics, seen by someone."""

    def visible_to(self, reader: Reader) -> TopicQuerySet:
        """Return the topics that `reader` may open."""
        return self.filter(visible_topics(reader))

    def gone_for(self, reader: Reader) -> TopicQuerySet:
        """Return the topics of which `reader` may be told that their author removed them."""
        return self.filter(gone_topics(reader))

    def waiting(self, since: datetime) -> TopicQuerySet:
        """Return the open topics begun after `since` that nobody has replied to; `topic_waiting` holds them all."""
        unanswered = self.filter(status=Status.PUBLISHED, reply_count=0, closed_at=None, pinned_at=None)
        return unanswered.filter(created_at__gt=since)

    def with_starter(self) -> TopicQuerySet:
        """Return the topics with their category and who started them, as a row of a list shows them."""
        return self.select_related("category", "first_post__persona")

    def as_read_by(self, reader: Reader, new_since: datetime) -> TopicQuerySet:
        """Annotate for a member how far they read (`last_read`) and what a list tells of it.

        `is_opened`: whether they ever opened it; `level`: how closely they follow; `unread`: how many posts at most are
        new since they read; `is_new`: never opened, begun after `new_since` and not taken for seen. Numbers are stored,
        so no post is counted.
        """
        if not isinstance(reader, User):
            return self
        rows = self.annotate(
            mine=FilteredRelation("watches", condition=Q(watches__user=reader)),
            here=FilteredRelation("category__watches", condition=Q(category__watches__user=reader)),
        )
        rows = rows.annotate(last_read=Coalesce("mine__last_read", 0), is_opened=_is_opened(), level=_level())
        is_muted = Q(level=Level.MUTED)
        is_seen = Q(here__seen_until__gte=F("created_at"), here__seen_until__isnull=False)
        is_seen |= Q(mine__is_seen=True, mine__is_seen__isnull=False)
        return rows.annotate(
            unread=Case(When(is_muted | Q(is_opened=False), then=0), default=F("last_number") - F("last_read")),
            is_new=ExpressionWrapper(
                Q(is_opened=False, created_at__gt=new_since) & ~is_muted & ~is_seen, output_field=BooleanField()
            ),
        )

    def unread_by(self, reader: User, new_since: datetime, among: list[int]) -> TopicQuerySet:
        """Return the topics of the ids `among` that `reader` has opened and not muted, with posts since they read."""
        # Picked out by themselves: among all that a row shows, the database would begin with every category for each.
        begun = Q(pk__one_of=among) & _is_begun("watches")
        behind = self.model.objects.filter(begun, watches__user=reader, last_number__gt=F("watches__last_read"))
        return self.as_read_by(reader, new_since).filter(pk__in=behind.values("pk")).exclude(Q(level=Level.MUTED))

    def followed(self) -> TopicQuerySet:
        """Return those topics that the member for whom they were found follows."""
        return self.filter(Q(level__in=(Level.WATCHING, Level.TRACKING)))

    def new_for(self, reader: User, new_since: datetime) -> TopicQuerySet:
        """Return the topics begun after `new_since` that `reader` has neither opened, muted nor taken for seen."""
        return self.as_read_by(reader, new_since).filter(Q(created_at__gt=new_since, is_new=True))


class PostQuerySet(models.QuerySet["Post"]):
    """Posts, read by someone."""

    def visible_to(self, reader: Reader) -> PostQuerySet:
        """Return the posts whose words `reader` may read."""
        return self.filter(visible_posts(reader))


def _is_opened() -> ExpressionWrapper[Any]:
    """Return whether a member ever opened a topic, whether they have a watch there or not."""
    return ExpressionWrapper(_is_begun("mine"), output_field=BooleanField())


def _is_begun(watch: str) -> Q:
    """Return the condition that whoever has a `watch` read in its topic, or left it before its first words ended."""
    is_read = Q(**{f"{watch}__last_read__gt": 0, f"{watch}__last_read__isnull": False})
    return is_read | Q(**{f"{watch}__read_at__isnull": False})


def _level() -> Case:
    """Return how closely a member follows a topic: as they chose; else muted with its category; else the closer.

    `notifications.rules.level_of` says the same of one row.
    """
    watching = Q(mine__level=Level.WATCHING) | Q(here__level=Level.WATCHING)
    tracking = Q(mine__level=Level.TRACKING) | Q(here__level=Level.TRACKING)
    return Case(
        When(mine__is_chosen=True, then=F("mine__level")),
        When(here__level=Level.MUTED, then=Value(Level.MUTED)),
        When(watching, then=Value(Level.WATCHING)),
        When(tracking, then=Value(Level.TRACKING)),
        default=Value(Level.NORMAL),
        output_field=CharField(),
    )

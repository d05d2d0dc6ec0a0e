"""How topics and posts are looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

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


class PostQuerySet(models.QuerySet["Post"]):
    """Posts, read by someone."""

    def visible_to(self, reader: Reader) -> PostQuerySet:
        """Return the posts whose words `reader` may read."""
        return self.filter(visible_posts(reader))

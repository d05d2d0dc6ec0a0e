"""What a member has not read yet: topics that went on without them, and topics that they have never opened."""

from accounts.models import User
from forum.paging import Page, page_of
from forum.topics import rules
from forum.topics.models import Topic
from forum.topics.querysets import TopicQuerySet


def unread_page(reader: User, before: str, *, all_opened: bool) -> Page[Topic]:
    """Return the topics with posts since `reader` read, the newest first: those they follow, or all they opened."""
    rows = _visible(reader).unread_by(reader, rules.new_since(reader))
    return page_of(rows if all_opened else rows.followed(), "activity_at", before)


def recent_page(reader: User, before: str) -> Page[Topic]:
    """Return the topics that are new to `reader`, the youngest first."""
    return page_of(_visible(reader).new_for(reader, rules.new_since(reader)), "created_at", before)


def _visible(reader: User) -> TopicQuerySet:
    return Topic.objects.visible_to(reader).with_starter()

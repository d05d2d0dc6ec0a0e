"""What a member has not read yet: topics that went on without them, and topics that they have never opened."""

from dataclasses import replace
from datetime import UTC, datetime

from accounts.models import User
from forum.paging import Page, PreparedList, behind, later_than, place_of
from forum.topics import rules
from forum.topics.models import Topic
from forum.topics.querysets import TopicQuerySet

# So many of the topics with the newest activity are looked through for a page, however many someone has opened.
MOST_LOOKED_THROUGH = 2_000
# Nothing stands beyond it.
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC), 0


def unread_page(reader: User, before: str, *, all_opened: bool) -> Page[Topic]:
    """Return the topics with posts since `reader` read, the newest first: those they follow, or all they opened.

    Where there are more topics to look through than for one page, it goes on at `older`, even from an empty page.
    """
    below = Topic.objects.filter(behind("activity_at", before)).order_by("-activity_at", "-pk")
    edge = below.values_list("activity_at", "pk")[MOST_LOOKED_THROUGH - 1 : MOST_LOOKED_THROUGH + 1]
    last, beyond, *_ = (*edge, BEGINNING, BEGINNING)
    page = (_OPENED if all_opened else _FOLLOWED).page(reader, before, rules.new_since(reader), *beyond)
    return page if page.older or beyond == BEGINNING else replace(page, older=place_of(*last))


def recent_page(reader: User, before: str) -> Page[Topic]:
    """Return the topics that are new to `reader`, the youngest first."""
    return _RECENT.page(reader, before, rules.new_since(reader))


def _opened(reader: User, new_since: datetime, beyond: datetime, beyond_pk: int) -> TopicQuerySet:
    among = later_than("activity_at", beyond, beyond_pk)
    return Topic.objects.visible_to(reader).with_starter().unread_by(reader, new_since, among)


def _followed(reader: User, new_since: datetime, beyond: datetime, beyond_pk: int) -> TopicQuerySet:
    return _opened(reader, new_since, beyond, beyond_pk).followed()


def _recent(reader: User, new_since: datetime) -> TopicQuerySet:
    return Topic.objects.visible_to(reader).with_starter().new_for(reader, new_since)


_OPENED, _FOLLOWED = PreparedList(_opened, "activity_at"), PreparedList(_followed, "activity_at")
_RECENT = PreparedList(_recent, "created_at")

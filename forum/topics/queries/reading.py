"""What a member has not read yet: topics that went on without them, and topics that they have never opened."""

from dataclasses import replace

from accounts.models import User
from forum.paging import Page, behind, page_of, place_of
from forum.topics import rules
from forum.topics.models import Topic
from forum.topics.querysets import TopicQuerySet

# So many of the topics with the newest activity are looked through for a page, however many someone has opened.
MOST_LOOKED_THROUGH = 2_000


def unread_page(reader: User, before: str, *, all_opened: bool) -> Page[Topic]:
    """Return the topics with posts since `reader` read, the newest first: those they follow, or all they opened.

    Where there are more topics to look through than for one page, it goes on at `older`, even from an empty page.
    """
    below = Topic.objects.filter(behind("activity_at", before)).order_by("-activity_at", "-pk")
    edge = below.values_list("activity_at", "pk")[MOST_LOOKED_THROUGH - 1 : MOST_LOOKED_THROUGH + 1]
    last, beyond, *_ = (*(place_of(*row) for row in edge), "", "")
    among = behind("activity_at", before) & behind("activity_at", beyond, later=True)
    rows = _visible(reader).unread_by(reader, rules.new_since(reader), among)
    page = page_of(rows if all_opened else rows.followed(), "activity_at", before)
    return page if page.older or not beyond else replace(page, older=last)


def recent_page(reader: User, before: str) -> Page[Topic]:
    """Return the topics that are new to `reader`, the youngest first."""
    return page_of(_visible(reader).new_for(reader, rules.new_since(reader)), "created_at", before)


def _visible(reader: User) -> TopicQuerySet:
    return Topic.objects.visible_to(reader).with_starter()

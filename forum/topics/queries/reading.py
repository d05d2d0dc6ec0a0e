"""What a member has not read yet: topics that went on without them, and topics that they have never opened."""

from dataclasses import replace
from datetime import datetime

from accounts.models import User
from accounts.queries import PreparedFor
from forum.paging import PAGE, Page, PreparedList, behind, page_with, place_of
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
    latest = list(below.values_list("activity_at", "pk")[: MOST_LOOKED_THROUGH + 1])
    among = [pk for _, pk in latest[:MOST_LOOKED_THROUGH]]
    found = (_OPENED if all_opened else _FOLLOWED).things(reader, rules.new_since(reader), among)
    page = page_with(found, "activity_at", before)
    if page.older or len(latest) == len(among):
        return page
    return replace(page, older=place_of(*latest[len(among) - 1]))


def recent_page(reader: User, before: str) -> Page[Topic]:
    """Return the topics that are new to `reader`, the youngest first."""
    return _RECENT.page(reader, before, rules.new_since(reader))


def _opened(reader: User, new_since: datetime, among: list[int]) -> TopicQuerySet:
    return _unread(reader, new_since, among).order_by("-activity_at", "-pk")[: PAGE + 1]


def _followed(reader: User, new_since: datetime, among: list[int]) -> TopicQuerySet:
    return _unread(reader, new_since, among).followed().order_by("-activity_at", "-pk")[: PAGE + 1]


def _unread(reader: User, new_since: datetime, among: list[int]) -> TopicQuerySet:
    return Topic.objects.visible_to(reader).with_starter().unread_by(reader, new_since, among)


def _recent(reader: User, new_since: datetime) -> TopicQuerySet:
    return Topic.objects.visible_to(reader).with_starter().new_for(reader, new_since)


_OPENED, _FOLLOWED = PreparedFor(_opened), PreparedFor(_followed)
_RECENT = PreparedList(_recent, "created_at")

"""What the front page and the help page show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise

from accounts.models import Reader, User
from accounts.queries import PreparedFor
from forum.notifications.queries import Line, gathered, newest_unread
from forum.pages import words
from forum.pages.models import HelpPage
from forum.topics.models import Topic
from forum.topics.querysets import TopicQuerySet
from forum.topics.rules import new_since
from outbox import clock

NEWEST = 10
FEW = 5
# Whoever asked longer ago does not sit and wait any more.
LATELY = timedelta(days=60)


def newest_topics(reader: Reader, besides: Iterable[Topic] = ()) -> list[Topic]:
    """Return the topics with the newest activity that `reader` may see, newest first."""
    return _NEWEST.things(reader, new_since(reader), [topic.pk for topic in besides])


def waiting_topics(reader: User) -> list[Topic]:
    """Return what others asked lately and nobody has answered, the newest first; a meetup asks nothing."""
    return _WAITING.things(reader, new_since(reader), clock.now() - LATELY)


def news(reader: User) -> list[Line]:
    """Return the newest that `reader` was told and has not read: of themselves, and of topics that they follow."""
    return gathered(newest_unread(reader))[:FEW]


def _newest(reader: Reader, new_since: datetime, besides: list[int]) -> TopicQuerySet:
    topics = Topic.objects.visible_to(reader).exclude(pk__one_of=besides).with_starter()
    return topics.as_read_by(reader, new_since).order_by("-activity_at", "-pk")[:NEWEST]


def _waiting(reader: User, new_since: datetime, lately: datetime) -> TopicQuerySet:
    waiting = Topic.objects.visible_to(reader).waiting(since=lately).filter(meetup=None)
    others = waiting.exclude(first_post__persona__user=reader).as_read_by(reader, new_since)
    return others.with_starter().order_by("-created_at", "-pk")[:FEW]


_NEWEST, _WAITING = PreparedFor(_newest), PreparedFor(_waiting)


@dataclass(frozen=True)
class HelpText:
    """What the help page says."""

    emergency_number: str
    html: str
    is_written: bool
    # Where there is no one number: those of some countries, each with where it is dialled.
    numbers: tuple[tuple[str, str | Promise], ...] = words.EMERGENCY_NUMBERS

    @property
    def dialled(self) -> str:
        """Return the number as a telephone takes it."""
        return "".join(sign for sign in self.emergency_number if sign in "+0123456789")


def help_text() -> HelpText:
    """Return the help page's words: those that staff wrote, or else our own."""
    written = HelpPage.objects.first()
    page = written or HelpPage()
    html = words.render_help(page.source or words.our_help())
    return HelpText(page.emergency_number, html, is_written=written is not None)


def help_edited_at() -> datetime | None:
    """Return when staff last wrote the help page."""
    return HelpPage.objects.values_list("edited_at", flat=True).first()

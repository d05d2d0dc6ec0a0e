"""What the front page and the help page show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise

from accounts.models import Reader, User
from forum.categories.models import Category
from forum.notifications.queries import Line, gathered, newest_unread
from forum.pages import words
from forum.pages.models import HelpPage
from forum.topics.models import Topic
from forum.topics.rules import new_since
from outbox import clock

NEWEST = 10
FEW = 5
# So many are looked at for those few lines, since a lively topic takes one line only.
MANY = 20
# Whoever asked longer ago does not sit and wait any more.
LATELY = timedelta(days=60)


def front_categories(reader: Reader) -> list[Category]:
    """Return every category that `reader` may see, in the order that staff gave them."""
    return list(Category.objects.visible_to(reader))


def newest_topics(reader: Reader, besides: Iterable[Topic] = ()) -> list[Topic]:
    """Return the topics with the newest activity that `reader` may see, newest first."""
    topics = Topic.objects.visible_to(reader).exclude(pk__in=[topic.pk for topic in besides]).with_starter()
    topics = topics.as_read_by(reader, new_since(reader))
    return list(topics.order_by("-activity_at", "-pk")[:NEWEST])


def waiting_topics(reader: User) -> list[Topic]:
    """Return what others asked lately and nobody has answered, the newest first; a meetup asks nothing."""
    waiting = Topic.objects.visible_to(reader).waiting(since=clock.now() - LATELY).filter(meetup=None)
    others = waiting.exclude(first_post__persona__user=reader).as_read_by(reader, new_since(reader))
    return list(others.with_starter().order_by("-created_at", "-pk")[:FEW])


def news(reader: User) -> list[Line]:
    """Return the newest that `reader` was told and has not read: of themselves, and of topics that they follow."""
    return gathered(newest_unread(reader, MANY))[:FEW]


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

"""What the front page and the help page show."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Reader
from forum.categories.models import Category
from forum.pages import words
from forum.pages.models import HelpPage
from forum.topics.models import Topic

NEWEST = 10


def front_categories(reader: Reader) -> list[Category]:
    """Return every category that `reader` may see, in the order that staff gave them."""
    return list(Category.objects.visible_to(reader))


def newest_topics(reader: Reader) -> list[Topic]:
    """Return the topics with the newest activity that `reader` may see, newest first."""
    topics = Topic.objects.visible_to(reader).select_related("category", "first_post__persona")
    return list(topics.order_by("-activity_at", "-pk")[:NEWEST])


@dataclass(frozen=True)
class HelpText:
    """What the help page says."""

    emergency_number: str
    html: str

    @property
    def dialled(self) -> str:
        """Return the number as a telephone takes it."""
        return "".join(sign for sign in self.emergency_number if sign in "+0123456789")


def help_text() -> HelpText:
    """Return the help page's words: those that staff wrote, or else our own."""
    page = HelpPage.objects.first() or HelpPage()
    return HelpText(page.emergency_number, words.render_help(page.source or words.our_help()))


def help_edited_at() -> datetime | None:
    """Return when staff last wrote the help page."""
    return HelpPage.objects.values_list("edited_at", flat=True).first()

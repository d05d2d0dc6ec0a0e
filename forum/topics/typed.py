"""What was typed, as far as it may be kept: titles and words, judged, tidied and rendered."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from accounts.models import Persona, Reader, User
from accounts.verdict import YES, RefusedError, Verdict, require
from forum.markup.render import Rendered, TooMuchError, render
from forum.topics.rules import account_of, may_moderate
from forum.topics.words import is_blank, tidy_title
from outbox import clock

MAX_TITLE = 150
MENTIONS = 10
MENTIONS_OF_THE_NEW = 2
NEW_FOR = timedelta(hours=24)

WRITE_SOMETHING = _("Write a few words first.")
EMPTY_BODY = Verdict.no(WRITE_SOMETHING)
GIVE_A_TITLE = _("Give your topic a title.")
EMPTY_TITLE = Verdict.no(GIVE_A_TITLE)
LONG_TITLE = Verdict.no(_("Keep the title to 150 characters or fewer."))
TOO_MUCH = {
    "length": _("This is longer than the %(bound)s characters that fit into one post."),
    "lines": _("This has more than %(bound)s lines. Split it into several posts."),
    "levels": _("Quotes or lists are more than %(bound)s levels deep here. Use fewer."),
    "elements": _("This has more than %(bound)s links, list lines, emoji and the like. Split it into several posts."),
}
TOO_MANY_NAMES = _("You can name %(limit)d people in a post; you named %(count)d. Take the @ away from the others.")
TOO_MANY_NAMES_AT_FIRST = _(
    "On your first day you can name %(limit)d people in a post; you named %(count)d. Take the @ away from the others."
)


def read_source(writer: Reader | Persona, source: str) -> Rendered:
    """Return `source` (tidied) as HTML with its mentions and quotes.

    Raises RefusedError where it is empty, over the bounds of a post, or names more people than `writer` may.
    """
    reader = account_of(writer) if isinstance(writer, Persona) else writer
    require(EMPTY_BODY if is_blank(source) else YES)
    try:
        rendered = render(source, people=people)
    except TooMuchError as error:
        raise RefusedError(Verdict.no(TOO_MUCH[error.code] % {"bound": f"{error.bound:,}"})) from error
    require(_may_mention(reader, len(rendered.mentions)))
    return rendered


def read_title(title: str) -> str:
    """Return `title` as it is kept; raises RefusedError where it is empty or too long."""
    tidy = tidy_title(title)
    require(EMPTY_TITLE if is_blank(tidy) else YES)
    require(LONG_TITLE if len(tidy) > MAX_TITLE else YES)
    return tidy


def people(names: Iterable[str]) -> dict[str, str]:
    """Return {name in lower case: name as its persona writes it} for those of `names` that are somebody's."""
    wanted = list(names)
    found = Persona.objects.named(wanted).values_list("name", flat=True) if wanted else ()
    return {name.lower(): name for name in found}


def _may_mention(reader: Reader, count: int) -> Verdict:
    """Judge whether `reader` may name `count` people in one post."""
    if may_moderate(reader):
        return YES
    is_new = isinstance(reader, User) and clock.now() - reader.created_at < NEW_FOR
    limit = MENTIONS_OF_THE_NEW if is_new else MENTIONS
    if count <= limit:
        return YES
    text = TOO_MANY_NAMES_AT_FIRST if is_new else TOO_MANY_NAMES
    return Verdict.no(text % {"limit": limit, "count": count})

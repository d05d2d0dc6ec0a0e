"""Why a search cannot be made as it was asked, in words fit to show."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.verdict import Verdict
from forum.search.words import LONGEST, MOST_PIECES, UnclearError

NOTHING_ASKED = gettext_lazy("Write what you are looking for.")
TOO_COMMON = Verdict.no(
    gettext_lazy("These words stand in nearly every post, so they cannot be looked for. Add a rarer one.")
)
NO_WORD = Verdict.no(gettext_lazy("Signs alone cannot be looked for. Write a word or two."))
TOO_SLOW = Verdict.no(
    gettext_lazy("This takes too long to find. Add a word or two, or choose a category, and search again.")
)
LOG_IN_FOR_MINE = Verdict.no(gettext_lazy("Log in to search the topics you took part in."))
LOGGED_OUT = gettext_lazy(
    "You are not logged in any more: only what everyone may read is found, and the words of your next search will"
    " stand in the address. Log in to search as before."
)
KEPT_NO_MORE = gettext_lazy("This search is not kept any more. Type it once again.")

UNCLEAR = {
    "long": gettext_lazy("Use fewer words: up to %(longest)d characters can be looked for at once."),
    "many": gettext_lazy("Use fewer words: up to %(most)d can be looked for at once."),
    "minus": gettext_lazy("A minus works before a word or a phrase. Take it away from “%(piece)s”."),
    "missing": gettext_lazy("Write what belongs to “%(piece)s” straight behind it, without a space."),
    "date": gettext_lazy("“%(piece)s” is no date we can read. Write it like 2026-03-31, 2026-03 or 2026."),
}


def unclear(error: UnclearError) -> str:
    """Return what keeps a search from being read."""
    return str(UNCLEAR[error.code]) % {"piece": error.piece, "longest": LONGEST, "most": MOST_PIECES}


def no_such_category(slug: str, slugs: Sequence[str]) -> Verdict:
    """Refuse a category that is not there for the reader; `slugs` are those that are."""
    text = _("There is no category “%(slug)s” that you can read. You can write: %(slugs)s.")
    return Verdict.no(text % {"slug": slug, "slugs": ", ".join(f"in:{slug}" for slug in slugs) or "–"})

"""When a bookmark cannot be kept as it was sent, and why, in words fit to show."""

from django.utils.translation import gettext_lazy as _

from accounts.verdict import Verdict
from forum.reactions.models import Bookmark
from forum.topics.words import fingerprint

CHANGED_MEANWHILE = Verdict.no(
    _(
        "You kept another note or time here meanwhile, perhaps in another tab. "
        "Look at both, and keep again to replace it."
    )
)


def version_of(bookmark: Bookmark | None) -> str:
    """Return a short mark of what a bookmark says, by which a change knows what it started from."""
    return fingerprint(f"{bookmark.note}\n{bookmark.remind_at}" if bookmark else "")

"""What may be chosen for a category or a topic, and the reason where it may not."""

from django.utils.translation import gettext_lazy as _

from accounts.verdict import RefusedError, Verdict
from forum.categories.models import Level

NO_LEVEL = Verdict.no(_("Nothing was changed: choose one of the four ways to follow."))


def read_level(pressed: str) -> Level:
    """Return the level that was pressed; raises RefusedError where there is none of that name."""
    if pressed not in Level.values:
        raise RefusedError(NO_LEVEL)
    return Level(pressed)

"""What one can choose to be told of, in plain words."""

from typing import NamedTuple

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forum.categories.models import Level

register = template.Library()

# What we call them among ourselves means nothing to whoever comes for the first time.
LABELS = {
    Level.WATCHING: _("Following every reply"),
    Level.TRACKING: _("Following"),
    Level.NORMAL: _("Not following"),
    Level.MUTED: _("Muted"),
}


class Choice(NamedTuple):
    """One level as a reader meets it."""

    value: str
    label: Promise | str
    meaning: str


@register.simple_tag
def levels() -> list[Choice]:
    """Return every level, the closest first."""
    return [Choice(level.value, LABELS[level], level.meaning) for level in Level]

"""Who may see a topic and read a post, said once in SQL; `rules` says the same of one row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import Persona, User
from forum.categories.visibility import Audience, reach

if TYPE_CHECKING:
    from accounts.models import Reader


class Status(models.TextChoices):
    """Published, waiting for a moderator's yes, taken down by a moderator, or removed by its author."""

    PUBLISHED = "published"
    HELD = "held"
    HIDDEN = "hidden"
    DELETED = "deleted"


# What its author still sees, and may take with them, when others do not.
OWN = (Status.HELD, Status.HIDDEN)


def visible_topics(reader: Reader, path: str = "") -> Q:
    """Return the condition under which `reader` sees the topic that `path` leads to (`"topic__"`)."""
    within = Q(**{f"{path}audience__lte": reach(reader)})
    if reach(reader) == Audience.MODERATORS:
        return within
    return within & _open_to(reader, path, posts=f"{path}first_post")


def gone_topics(reader: Reader) -> Q:
    """Return the condition under which `reader` could open a topic until its author removed it.

    Whoever the audience of a published topic holds could have read it; one that nobody else ever could has no audience
    any more once it is removed.
    """
    return Q(audience__lte=reach(reader), status=Status.DELETED)


def visible_posts(reader: Reader, path: str = "") -> Q:
    """Return the condition under which `reader` may read the words of the post that `path` leads to."""
    within = visible_topics(reader, f"{path}topic__")
    if reach(reader) == Audience.MODERATORS:
        return within
    stands_alone = Q(**{f"{path}updates": None})
    under_a_visible_post = _open_to(reader, f"{path}updates__", pk=f"{path}updates__persona")
    return within & _open_to(reader, path, pk=f"{path}persona") & (stands_alone | under_a_visible_post)


def _open_to(reader: Reader, path: str, **author: str) -> Q:
    """Published, or held or hidden and the reader's own: the author may still take their words with them.

    Whose it is is looked up only of what is not published; to join it would be to look it up of everything.
    """
    condition = Q(**{f"{path}status": Status.PUBLISHED})
    if isinstance(reader, User):
        me = Persona.objects.filter(user=reader, **{name: OuterRef(leads) for name, leads in author.items()})
        condition |= Q(**{f"{path}status__in": OWN}) & Q(Exists(me))
    return condition

"""How far a reader sees."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Reader, Role, User


class Audience(models.IntegerChoices):
    """Who a category or a topic is for; a higher number is narrower."""

    EVERYONE = 0, _("Everyone")
    MEMBERS = 1, _("Members")
    MODERATORS = 2, _("Moderators")


def reach(reader: Reader) -> Audience:
    """Return the narrowest audience that `reader` belongs to."""
    if not isinstance(reader, User):
        return Audience.EVERYONE
    return Audience.MODERATORS if reader.is_moderator else Audience.MEMBERS


def reached_by(audience: int) -> Q:
    """Return the condition on accounts that belong to `audience`: the same as `reach`, seen from the other end."""
    if audience >= Audience.MODERATORS:
        return Q(role__in=(Role.MODERATOR, Role.ADMINISTRATOR))
    return Q()

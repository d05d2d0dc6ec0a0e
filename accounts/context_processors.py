"""Who looks at a page, as its parts show them."""

from typing import NamedTuple

from django.http import HttpRequest

from accounts import leaving
from accounts.models import Look, User


class Device(NamedTuple):
    """What the place is called among someone's apps, and whether they are a member."""

    is_member: bool = False
    look: str = ""
    look_name: str = ""


class Me(NamedTuple):
    """What is shown of a reader to themselves; of a visitor nothing is known."""

    away: str
    device: Device = Device()
    is_member: bool = False
    persona: int | None = None
    name: str = ""
    is_moderator: bool = False
    keys: bool = False


def me(request: HttpRequest) -> dict[str, Me]:
    """Give every page its reader as `me`."""
    user = getattr(request, "user", None)  # a request that is refused early has none
    away = leaving.way_out(user)
    if not isinstance(user, User):
        return {"me": Me(away)}
    device = Device(is_member=True, look=user.look, look_name=str(Look(user.look).label))
    persona = user.persona
    return {"me": Me(away, device, True, persona.pk, persona.name, user.is_moderator, user.uses_keys)}  # noqa: FBT003 - as they stand there

"""How people are looked up."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models.functions import Coalesce, Lower

from accounts.names import PASSES_FOR, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import Origin, Persona, User


class UserManager(BaseUserManager["User"]):
    """Finds accounts by name without regard to case."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Return the account named `username`, whatever its case; raises User.DoesNotExist."""
        return self.get(username__iexact=username)

    def called(self, username: str) -> User | None:
        """Return the account called `username`, in whatever case and form of Unicode it was typed, if there is one."""
        # The database lowers both: it and Python differ in a few letters.
        return self.annotate(key=Lower("username")).filter(key=Lower(models.Value(plain(username)))).first()

    def known_as(self, login: str) -> User | None:
        """Return the account that goes by this pseudonym or is reached at this address; a confirmed address wins."""
        if "@" not in login:
            return self.called(login)
        reached = self.filter(emailaddress__email=login.strip().lower())
        return reached.order_by("-emailaddress__verified", "-pk").first()

    def owner_of(self, address: str) -> User | None:
        """Return the account that confirmed `address`, in whatever case it was typed, if one did."""
        return self.filter(emailaddress__email=address.strip().lower(), emailaddress__verified=True).first()


class PersonaQuerySet(models.QuerySet["Persona"]):
    """Finds who speaks."""

    def named(self, names: Iterable[str]) -> PersonaQuerySet:
        """Return the personas called one of `names`, whatever the case of either."""
        wanted = [name.lower() for name in names]
        return self.annotate(name_key=Lower("name")).filter(name_key__in=wanted)

    def meant_by(self, names: Iterable[str]) -> list[tuple[str, int]]:
        """Return each of `names` that is somebody's, as it is written, with the id of who it means.

        A name that came from another forum and was claimed means whoever claimed it.
        """
        meant = Coalesce("origin__claimed_by", "pk")
        return list(self.named(names).annotate(meant=meant).values_list("name", "meant"))

    def beginning_with(self, letters: str) -> PersonaQuerySet:
        """Return the personas of members, and those from another forum, whose name begins with `letters` in any case.

        The index for it is made in a migration of its own: models know none with `text_pattern_ops`.
        """
        people = self.filter(models.Q(user__is_active=True) | models.Q(user=None, origin__isnull=False))
        return people.annotate(name_key=Lower("name")).filter(name_key__startswith=letters.lower())

    def passing_for(self, name: str) -> PersonaQuerySet:
        """Return the personas whose name a hasty eye takes for `name`: `Lily_1` and `iily-l`."""
        return self.exclude(name="").annotate(look=_look(models.F("name"))).filter(look=_look(models.Value(name)))


class OriginQuerySet(models.QuerySet["Origin"]):
    """Finds who spoke in the forum that threads came from."""

    def called(self, names: Iterable[str]) -> dict[str, Origin]:
        """Return by each of `names`, as `former_name` writes them, whoever had it there.

        A name that several had, as names can be given away, is nobody's.
        """
        wanted = set(names)
        owners: dict[str, list[Origin]] = defaultdict(list)
        for origin in self.filter(names__overlap=list(wanted)).select_related("persona") if wanted else ():
            for name in wanted.intersection(origin.names):
                owners[name].append(origin)
        return {name: found[0] for name, found in owners.items() if len(found) == 1}


def _look(name: models.F | models.Value) -> models.Func:
    """Return the SQL that writes each letter and digit of `name` as the letter it passes for, and no other sign.

    Accents stay: zoë and zoe are two names that people bear.
    """
    signs, letters = "".join(map(chr, PASSES_FOR)), "".join(PASSES_FOR.values())
    # What stands at the end, without a letter to become, is left out.
    return models.Func(Lower(name), models.Value(f"{signs}._-"), models.Value(letters), function="translate")

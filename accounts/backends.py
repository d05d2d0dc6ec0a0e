"""Who asks: an account found by its pseudonym or its address, and loaded with what every page tells of it."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from accounts.models import Persona, User
from accounts.prepared import Prepared, of_row

_USER = [field.attname for field in User._meta.concrete_fields]
_PERSONA = [field.attname for field in Persona._meta.concrete_fields]


_UNREAD = User.objects.filter(pk=OuterRef("pk"), notifications__isnull=False, notifications__read_at=None)


def _as_asking(user_id: int) -> QuerySet[User, tuple[Any, ...]]:
    """Return the account, its persona, and whether anything unread waits for it, as one row."""
    users = User.objects.filter(pk=user_id).annotate(awaits=Exists(_UNREAD))
    return users.values_list(*_USER, *(f"persona__{name}" for name in _PERSONA), "awaits")


_FOUND = Prepared(_as_asking)


class Backend(AuthenticationBackend):
    """Lets a member in by pseudonym or address, in any case; each try hashes one password, whoever is named."""

    def get_user(self, user_id: int) -> User | None:
        """Return the account with its persona, in one query."""
        rows = _FOUND.rows(user_id)
        if not rows:
            return None
        *own, has_news = rows[0]
        user = of_row(User, _USER, own[: len(_USER)])
        user.persona = of_row(Persona, _PERSONA, own[len(_USER) :], user=user)
        user.has_news = has_news
        return user if self.user_can_authenticate(user) else None

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:  # type: ignore[override]  # allauth's own signature
        """Return who `login` and `password` belong to; someone set to inactive is kept for allauth's own page."""
        del request
        password = credentials.get("password") or ""
        user = User.objects.known_as(credentials.get("username") or credentials.get("email") or "")
        if user is None:
            # A stranger costs the same hash as a member, so that the clock tells nothing.
            User().set_password(password)
            return None
        if not user.check_password(password):
            return None
        if not self.user_can_authenticate(user):
            self._stash_user(user)
            return None
        return user

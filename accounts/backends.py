"""Who gets in: an account found by its pseudonym or its address."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from accounts.models import User


class Backend(AuthenticationBackend):
    """Lets a member in by pseudonym or address, in any case; each try hashes one password, whoever is named."""

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

"""Leaving at once: where to, how a device is locked behind whoever left, and how it is told that it is."""

import secrets
from collections.abc import Mapping

from django.contrib.sessions.backends.base import SessionBase

from accounts.models import Exit, Reader, User

# Set by `/leave/` alone. Its value is new each time: a browser lets go of the pages that it holds in memory only
# when a cookie that no script can read has changed.
COOKIE = "left"
_LOCKED = "locked"
# In a request's environment: that it happened is written to no log.
UNLOGGED = "alongside.unlogged"
# What stands in `Clear-Site-Data`: the worker with what it keeps, and what scripts kept; a browser needs some 30 ms to
# erase them, which no exit is too late by. The copies of our files take longer, and go where nobody is in a hurry.
# Cookies are taken back one by one.
KEPT_BY_SCRIPTS = '"storage"'
LEFT_BEHIND = '"cache", "storage"'

# Pages that show everyone the same, whatever was looked at before.
EXITS: dict[str, str] = {
    Exit.ENCYCLOPAEDIA: "https://www.wikipedia.org/",
    Exit.DICTIONARY: "https://www.wiktionary.org/",
    Exit.WEATHER: "https://worldweather.wmo.int/en/home.html",
    Exit.BOOKS: "https://www.gutenberg.org/",
}


def way_out(reader: Reader | None) -> str:
    """Return the address that `reader` leaves to."""
    chosen = reader.leaves_to if isinstance(reader, User) else Exit.ENCYCLOPAEDIA
    return EXITS.get(chosen, EXITS[Exit.ENCYCLOPAEDIA])


def new_mark() -> str:
    """Return a value for the cookie, which no other leaving had."""
    return secrets.token_urlsafe(9)


def lock(session: SessionBase) -> None:
    """Show nothing more to whoever holds `session`, until they give the password."""
    session[_LOCKED] = True


def unlock(session: SessionBase) -> None:
    """Show everything again."""
    session.pop(_LOCKED, None)


def is_locked(session: SessionBase, cookies: Mapping[str, str]) -> bool:
    """Return whether someone left: a visitor's device knows by its cookie, a member's session by itself as well."""
    return bool(cookies.get(COOKIE)) or _LOCKED in session

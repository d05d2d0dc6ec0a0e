"""Values in a topic's file, each as Discourse writes it; anything else raises BrokenError."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from forum.markup.source import drop_unwanted
from outbox import clock

# No calendar of a reader is older, wherever they are.
EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)


class BrokenError(Exception):
    """A file that is not what Discourse writes; its text says what is wrong with it."""


def dict_of(data: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Return an object."""
    found = data.get(key)
    if not isinstance(found, dict):
        raise BrokenError(key)
    return found


def list_of(data: Mapping[str, Any], key: str, *, required: bool = False) -> list[Any]:
    """Return a list, empty where there is none and none is required."""
    found = data.get(key)
    if found is None and not required:
        return []
    if not isinstance(found, list):
        raise BrokenError(key)
    return found


def number_of(data: Mapping[str, Any], key: str, least: int, most: int, default: int | None = None) -> int:
    """Return a whole number in these bounds, or the default where there is none."""
    found = data.get(key)
    if found is None and default is not None:
        return default
    if not isinstance(found, int) or isinstance(found, bool) or not least <= found <= most:
        raise BrokenError(key)
    return found


def text_of(data: Mapping[str, Any], key: str, default: str | None = None) -> str:
    """Return a text without what no reader should meet, or the default where there is none."""
    found = data.get(key)
    if found is None and default is not None:
        return default
    if not isinstance(found, str):
        raise BrokenError(key)
    return drop_unwanted(found)


def flag_of(data: Mapping[str, Any], key: str, *, default: bool = False) -> bool:
    """Return a yes or no, or the default where there is neither."""
    found = data.get(key)
    if found is None:
        return default
    if not isinstance(found, bool):
        raise BrokenError(key)
    return found


def moment_or_none(data: Mapping[str, Any], key: str) -> datetime | None:
    """Return a moment in UTC, if there is one."""
    return None if data.get(key) is None else moment_of(data, key)


def moment_of(data: Mapping[str, Any], key: str) -> datetime:
    """Return a moment in UTC that a reader's calendar has and that is not still to come."""
    try:
        found = datetime.fromisoformat(text_of(data, key)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BrokenError(key) from error
    if found > clock.now():
        message = f"{key} is still to come"
        raise BrokenError(message)
    if found < EARLIEST:
        message = f"{key} is before {EARLIEST:%Y}"
        raise BrokenError(message)
    return found

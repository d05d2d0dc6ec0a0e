"""Lists that are ordered by a moment and an id, newest first: a page begins below the last row of the one before.

However far down a page begins, it costs what the first one does, and a row that comes or goes shifts nothing.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

from django.db.models import Model, Q, QuerySet

PAGE = 20

Row = TypeVar("Row", bound=Model)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PLACE = re.compile(r"(?a:(\d{1,16})-(\d{1,18}))")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows; `older` is the place below them, empty on the last page."""

    rows: list[Row]
    older: str
    is_first: bool


def page_of(rows: QuerySet[Row], moment: str, before: str, size: int = PAGE) -> Page[Row]:
    """Return the `rows`, by their field `moment`, that stand below the place `before`; the newest where it is none."""
    place = _read(before)
    found = list(rows.filter(_below(moment, place)).order_by(f"-{moment}", "-pk")[: size + 1])
    shown = found[:size]
    older = _write(getattr(shown[-1], moment), shown[-1].pk) if len(found) > size else ""
    return Page(shown, older, is_first=place is None)


def read_moment(text: str) -> datetime | None:
    """Return the time that a form holds, with its offset from UTC, or None where it is none."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _below(moment: str, place: tuple[datetime, int] | None) -> Q:
    """Return the condition that a row stands below `place`; its first half is what an index can begin at."""
    if place is None:
        return Q()
    at, pk = place
    return Q(**{f"{moment}__lte": at}) & (Q(**{f"{moment}__lt": at}) | Q(pk__lt=pk))


def _write(moment: datetime, pk: int) -> str:
    """Return a place as an address holds it: its microsecond and its id."""
    return f"{(moment - _EPOCH) // timedelta(microseconds=1)}-{pk}"


def _read(place: str) -> tuple[datetime, int] | None:
    """Return the moment and the id that `place` names, or None where it is none of ours."""
    match = _PLACE.fullmatch(place)
    if match is None:
        return None
    return _EPOCH + timedelta(microseconds=int(match[1])), int(match[2])

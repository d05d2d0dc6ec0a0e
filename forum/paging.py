"""Lists that are ordered by a moment and an id, newest first: a page begins below the last row of the one before.

However far down a page begins, it costs what the first one does, and a row that comes or goes shifts nothing. Here,
too, is read what addresses and forms say of moments and numbers: anybody may write anything there.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

from accounts.models import Reader
from accounts.prepared import Value, kinds_of
from accounts.queries import PreparedFor

PAGE = 20
# Digits of what may be the id of a row, and the number of a post; more are nobody's, and dear to read.
ID, NUMBER = 18, 9

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
    found = rows.filter(behind(moment, before)).order_by(f"-{moment}", "-pk")[: size + 1]
    return page_with(list(found), moment, before, size)


def page_with(found: list[Row], moment: str, before: str, size: int = PAGE) -> Page[Row]:
    """Return the page below `before` that shows what was `found`, of which the last is one too many if there is one."""
    shown = found[:size]
    older = place_of(getattr(shown[-1], moment), shown[-1].pk) if len(found) > size else ""
    return Page(shown, older, is_first=_read(before) is None)


class PreparedList(Generic[Row]):
    """A list whose queries are written once; `make` gives its rows for a reader and such values as prepared ones take.

    It is shown in the order of its field `moment`, newest first.
    """

    def __init__(self, make: Callable[..., QuerySet[Row]], moment: str) -> None:
        self._make, self._moment = make, moment
        kinds = kinds_of(make, skipping=1)
        self._newest = PreparedFor(self._from_above, kinds)
        self._below = PreparedFor(self._from_place, [*kinds, *kinds_of(place_of)])

    def page(self, reader: Reader, before: str, *values: Value) -> Page[Row]:
        """Return the rows that stand below the place `before`; the newest where it is none."""
        place = _read(before)
        found = self._below.things(reader, *values, *place) if place else self._newest.things(reader, *values)
        return page_with(found, self._moment, before)

    def _from_above(self, reader: Reader, *values: Value) -> QuerySet[Row]:
        return self._make(reader, *values).order_by(f"-{self._moment}", "-pk")[: PAGE + 1]

    def _from_place(self, reader: Reader, *values: Any) -> QuerySet[Row]:
        rows = self._make(reader, *values[:-2]).filter(_beyond(self._moment, *values[-2:]))
        return rows.order_by(f"-{self._moment}", "-pk")[: PAGE + 1]


def behind(moment: str, place: str, *, later: bool = False) -> Q:
    """Return the condition that a row stands below `place`, or `later`; every row does where it is none of ours.

    The first half is what an index can begin at, so that nothing above is read.
    """
    found = _read(place)
    return _beyond(moment, *found, later=later) if found else Q()


def _beyond(moment: str, at: datetime, pk: int, *, later: bool = False) -> Q:
    beyond = "gt" if later else "lt"
    return Q(**{f"{moment}__{beyond}e": at}) & (Q(**{f"{moment}__{beyond}": at}) | Q(**{f"pk__{beyond}": pk}))


def place_of(moment: datetime, pk: int) -> str:
    """Return the place of a row as an address holds it: its microsecond and its id."""
    return f"{microseconds_of(moment)}-{pk}"


def microseconds_of(moment: datetime) -> int:
    """Return how a cursor holds a moment."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def moment_at(microseconds: str) -> datetime:
    """Return the moment that a cursor holds in no more than sixteen digits, so that every calendar goes as far."""
    return _EPOCH + timedelta(microseconds=int(microseconds))


def read_whole(text: str, digits: int = NUMBER) -> int | None:
    """Return the whole number of at most so many `digits` that `text` says, or None where it says none."""
    return int(text) if text.isdecimal() and len(text) <= digits else None


def read_moment(text: str) -> datetime | None:
    """Return the time that a form holds, with its offset from UTC, or None where it is none."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _read(place: str) -> tuple[datetime, int] | None:
    """Return the moment and the id that `place` names, or None where it is none of ours."""
    match = _PLACE.fullmatch(place)
    return (moment_at(match[1]), int(match[2])) if match else None

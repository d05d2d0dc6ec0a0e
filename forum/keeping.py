"""What was drawn once and can be shown again: kept in this process, in bounded memory, under all it was drawn from.

Nothing here is ever called back. A key holds the versions, read in the same request, of everything that shows in the
thing, so that what has changed is asked for under another key.
"""

import itertools
import random
import re
import threading
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

Thing = TypeVar("Thing")
# A time and until when it is told in the same words.
Words = Callable[[datetime], tuple[str, datetime]]

# Stands where words are filled in each time; no text from the database holds it, for PostgreSQL takes none.
HOLE = "\x00"
OVERHEAD = 600  # bytes that a thing takes beside its text: its key, and its places in here

_moments: ContextVar[list[datetime] | None] = ContextVar("moments", default=None)
_ends: ContextVar[list[datetime] | None] = ContextVar("ends", default=None)


class Shelf(Generic[Thing]):
    """Holds things up to so many bytes; beyond that any of them makes room.

    Any, and not the oldest: readers go through more pages than fit one after the other, and then the oldest is
    just the one that is asked for next.
    """

    def __init__(self, most: int) -> None:
        self._most, self._size = most, 0
        self._held: dict[Hashable, tuple[Thing, int, int]] = {}
        self._keys: list[Hashable] = []
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Thing | None:
        """Return what is kept under `key`."""
        found = self._held.get(key)
        return found[0] if found else None

    def put(self, key: Hashable, thing: Thing, size: int) -> None:
        """Keep `thing`, which takes `size` bytes, under `key`."""
        size += OVERHEAD
        with self._lock:
            self._drop(key)
            while self._keys and self._size + size > self._most:
                self._drop(random.choice(self._keys))  # noqa: S311 - nobody gains by guessing it
            if size <= self._most:
                self._held[key] = thing, size, len(self._keys)
                self._keys.append(key)
                self._size += size

    def drop(self, key: Hashable) -> None:
        """Let go of what is kept under `key`."""
        with self._lock:
            self._drop(key)

    def clear(self) -> None:
        """Let go of everything."""
        with self._lock:
            self._held.clear()
            self._keys.clear()
            self._size = 0

    def _drop(self, key: Hashable) -> None:
        found = self._held.pop(key, None)
        if found is None:
            return
        _, size, place = found
        last = self._keys.pop()
        if last != key:
            self._keys[place] = last
            thing, of_last, _ = self._held[last]
            self._held[last] = thing, of_last, place
        self._size -= size


class _Told(NamedTuple):
    """What the times in a text are called from one moment to another."""

    since: datetime
    until: datetime
    words: list[str]


class Drawn:
    """A text with holes, which are filled with what the times in them are called now."""

    __slots__ = ("_moments", "_text", "_told")

    def __init__(self, text: str, moments: Sequence[datetime]) -> None:
        self._text = text.encode()
        self._moments = moments
        self._told: _Told | None = None

    @property
    def size(self) -> int:
        """Return how many bytes it takes."""
        return len(self._text)

    def read(self, now: datetime, words: Words) -> str:
        """Return the text as it reads at `now`."""
        if not self._moments:
            return self._filled([])
        told = self._told
        if told is None or not told.since <= now < told.until:
            filled = [words(moment) for moment in self._moments]
            told = self._told = _Told(now, min(until for _, until in filled), [word for word, _ in filled])
        changes_at(told.until)
        return self._filled(told.words)

    def _filled(self, words: list[str]) -> str:
        first, *others = self._text.decode().split(HOLE)
        return first + "".join(part for pair in zip(words, others, strict=True) for part in pair)


class Mould:
    """A text that was drawn once for many, with stand-ins where they differ."""

    def __init__(self, text: str, stand_ins: Sequence[str], moments: Sequence[datetime]) -> None:
        places = {stand_in: place for place, stand_in in enumerate(stand_ins) if stand_in}
        longest_first = sorted((HOLE, *places), key=len, reverse=True)
        self._parts = re.split(f"({'|'.join(map(re.escape, longest_first))})", text)
        # What the times are called comes after all other values.
        holes = itertools.count(len(stand_ins))
        self._places = [next(holes) if found == HOLE else places[found] for found in self._parts[1::2]]
        self.moments, self.size = moments, len(text)

    def filled(self, values: list[str]) -> str:
        """Return the text with `values` where their stand-ins were, and what comes after them in the holes."""
        parts = self._parts.copy()
        parts[1::2] = [values[place] for place in self._places]
        return "".join(parts)


class Cast(Drawn):
    """A text of which only what differs from others of its mould is its own."""

    __slots__ = ("_mould",)

    def __init__(self, mould: Mould, values: Iterable[str], moments: Sequence[datetime]) -> None:
        super().__init__(HOLE.join(values), moments)
        self._mould = mould

    def _filled(self, words: list[str]) -> str:
        return self._mould.filled(self._text.decode().split(HOLE) + words)


@contextmanager
def leaving_holes() -> Iterator[list[datetime]]:
    """Have times leave holes instead of words while something is drawn; gives the times, in their order."""
    moments: list[datetime] = []
    token = _moments.set(moments)
    try:
        yield moments
    finally:
        _moments.reset(token)


def drawn(render: Callable[[], str]) -> Drawn:
    """Return what `render` draws, with holes where times are told in it."""
    with leaving_holes() as moments:
        return Drawn(render(), moments)


def hole(moment: datetime) -> str:
    """Return a hole for `moment` where holes are left, else nothing."""
    moments = _moments.get()
    if moments is None:
        return ""
    moments.append(moment)
    return HOLE


@contextmanager
def noting_changes() -> Iterator[list[datetime]]:
    """Take note of the moments at which what is drawn meanwhile will read otherwise."""
    ends: list[datetime] = []
    token = _ends.set(ends)
    try:
        yield ends
    finally:
        _ends.reset(token)


def changes_at(moment: datetime) -> None:
    """Say that what is being drawn reads otherwise from `moment` on; now, where it is never to be kept."""
    ends = _ends.get()
    if ends is not None:
        ends.append(moment)

"""What was drawn once and can be shown again: kept in this process, in bounded memory, under all it was drawn from.

Nothing here is ever called back. A key holds the versions, read in the same request, of everything that shows in the
thing, so that what has changed is asked for under another key.
"""

import itertools
import random
import re
import secrets
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
# Stands in a page where a part of it comes; nobody can guess it.
_PLACE = f"\x00{secrets.token_hex(8)}\x00"

_parts: ContextVar[list[bytes] | None] = ContextVar("parts", default=None)
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
    words: list[bytes]


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

    def read(self, now: datetime, words: Words) -> bytes:
        """Return the text as it reads at `now`, in UTF-8."""
        if not self._moments:
            return self._filled([])
        told = self._told
        if told is None or not told.since <= now < told.until:
            filled = [words(moment) for moment in self._moments]
            called = [word.encode() for word, _ in filled]
            told = self._told = _Told(now, min(until for _, until in filled), called)
        changes_at(told.until)
        return self._filled(told.words)

    def _filled(self, words: list[bytes]) -> bytes:
        return _joined(self._text.split(HOLE.encode()), words)


class Mould:
    """A text that was drawn once for many, with stand-ins where they differ."""

    def __init__(self, text: str, stand_ins: Sequence[str], moments: Sequence[datetime]) -> None:
        places = {stand_in: place for place, stand_in in enumerate(stand_ins) if stand_in}
        longest_first = sorted((HOLE, *places), key=len, reverse=True)
        parts = re.split(f"({'|'.join(map(re.escape, longest_first))})", text)
        # What the times are called comes after all other values.
        holes = itertools.count(len(stand_ins))
        self._places = [next(holes) if found == HOLE else places[found] for found in parts[1::2]]
        self._parts = [part.encode() for part in parts]
        self.moments, self.size = moments, len(text)

    def filled(self, values: list[bytes]) -> bytes:
        """Return the text with `values` where their stand-ins were, and what comes after them in the holes."""
        parts = self._parts.copy()
        parts[1::2] = [values[place] for place in self._places]
        return b"".join(parts)


class Cast(Drawn):
    """A text of which only what differs from others of its mould is its own."""

    __slots__ = ("_mould",)

    def __init__(self, mould: Mould, values: Iterable[str], moments: Sequence[datetime]) -> None:
        super().__init__(HOLE.join(values), moments)
        self._mould = mould

    def _filled(self, words: list[bytes]) -> bytes:
        return self._mould.filled(self._text.split(HOLE.encode()) + words)


def whole(draw: Callable[[], str]) -> bytes:
    """Return the page that `draw` draws, in UTF-8; what is kept of it is put in as it is, when all else is there.

    A template copies its text for every tag around it, and all of it is written once more in UTF-8; but nearly all of
    most pages is kept.
    """
    parts: list[bytes] = []
    token = _parts.set(parts)
    try:
        text = draw()
    finally:
        _parts.reset(token)
    return _joined(text.encode().split(_PLACE.encode()), parts)


def put(part: bytes) -> str:
    """Return `part` (in UTF-8) for a template to show, or what stands for it until the page is whole."""
    parts = _parts.get()
    if parts is None:
        return part.decode()
    parts.append(part)
    return _PLACE


def _joined(around: list[bytes], parts: list[bytes]) -> bytes:
    """Return `parts` in their order, each between two of what is `around` them; raises ValueError where one is lost."""
    if len(around) != len(parts) + 1:
        message = "What was kept of a page was shown twice, or not at all"
        raise ValueError(message)
    whole = [part for pair in zip(around, parts, strict=False) for part in pair]
    return b"".join((*whole, around[-1]))


@contextmanager
def leaving_holes() -> Iterator[list[datetime]]:
    """Have times leave holes instead of words while something is drawn; gives the times, in their order.

    What is drawn is no page: what was kept of it stands in it as it is.
    """
    moments: list[datetime] = []
    tokens = _moments.set(moments), _parts.set(None)
    try:
        yield moments
    finally:
        _moments.reset(tokens[0])
        _parts.reset(tokens[1])


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

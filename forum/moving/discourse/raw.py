"""Bodies as their authors typed them, from the text that Discourse serves of a topic at `/raw/ID`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from forum.moving.discourse.parity import ends_alike
from forum.moving.discourse.reading import MAX_BYTES

# A post begins with a line that says who, when (of the last edit), and which.
HEADING = re.compile(rb"^(.+) \| \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC \| #(\d{1,9})$", re.MULTILINE)
_RULE = b"-" * 25
# So many bytes before a heading hold the rule above it.
_RULED = 40


class DoubtError(Exception):
    """A text that can be read in more than one way."""


@dataclass(frozen=True)
class Typed:
    """What was typed, in UTF-8, as one emoji makes each character of a text take four bytes.

    Where it is followed by a heading of nobody whom the topic's file knows, that can be a line of its own.
    """

    text: bytes
    is_whole: bool


def read_raw(path: Path, names: Mapping[int, str]) -> dict[int, Typed]:
    """Return what was typed by the number of the post, as far as a file holds the posts of `names`.

    Raises DoubtError.
    """
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > MAX_BYTES:
            return {}
        typed = path.read_bytes()
    except OSError:
        return {}
    return dict(bodies(typed.replace(b"\r\n", b"\n"), names))


def whole_text(typed: Typed | None, cooked: str) -> str | None:
    """Return what was typed, where it is at hand and all of it, as the HTML of it tells."""
    if typed is None:
        return None
    text = typed.text.decode(errors="replace")
    return text if typed.is_whole or ends_alike(cooked, text) else None


def bodies(typed: bytes, names: Mapping[int, str]) -> Iterator[tuple[int, Typed]]:
    """Give the numbers of posts and what was typed in them; raises DoubtError where that cannot be told for sure.

    `names` are those of all posts. A line in a body may look like a heading, and a page of them may be pasted behind a
    rule: where the numbers do not rise, nobody can say which are.
    """
    headings = [found for found in HEADING.finditer(typed) if _begins(typed, found.start())]
    if any(int(later[2]) <= int(earlier[2]) for earlier, later in pairwise(headings)):
        raise DoubtError
    known = [names.get(int(heading[2])) == heading[1].decode(errors="replace") for heading in headings]
    for heading, following, is_known, is_next_known in zip(
        headings, [*headings[1:], None], known, [*known[1:], True], strict=True
    ):
        if is_known:
            body = typed[heading.end() : following.start() if following else len(typed)].strip(b"\n")
            body = body.rstrip().removesuffix(_RULE).rstrip(b"\n") if _is_ruled(body) else body
            yield int(heading[2]), Typed(body, is_next_known)


def _begins(typed: bytes, at: int) -> bool:
    """Return whether a post can begin here, at the start or behind a rule."""
    before = typed[max(0, at - _RULED) : at]
    return _is_ruled(before) or (at < _RULED and not before.strip())


def _is_ruled(typed: bytes) -> bool:
    return typed.rstrip().endswith(_RULE)

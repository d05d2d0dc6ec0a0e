"""Bodies as their authors typed them, from the text that Discourse serves of a topic at `/raw/ID`."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from forum.moving.discourse.parity import says_the_same
from forum.moving.discourse.reading import MAX_BYTES, OldPost
from forum.moving.discourse.tree import LONGEST_HTML

# A post begins with a line that says who, when (of the last edit), and which. One that says it otherwise begins a post
# all the same, but of nobody.
_HEADING = re.compile(rb"^(?P<said>.*\| \d{4}-\d\d-\d\d [^|\n]*\| #(?P<number>\d{1,9}))[ \t]*$", re.MULTILINE)
_RULE = b"-" * 25
# So many bytes before a heading hold the rule above it.
_RULED = 40
# UTF-8 takes up to four bytes for a character.
_MOST_BYTES = 4


class DoubtError(Exception):
    """A text that can be read in more than one way."""


def read_raw(path: Path, posts: Iterable[OldPost]) -> dict[int, bytes]:
    """Return what was typed in UTF-8, by the number of the post, as far as a file holds these posts.

    Raises DoubtError.
    """
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > MAX_BYTES:
            return {}
        typed = path.read_bytes()
    except OSError:
        return {}
    return dict(bodies(typed.replace(b"\r\n", b"\n"), {post.number: heading_of(post) for post in posts}))


def heading_of(post: OldPost) -> bytes:
    """Return the line that begins a post as it is in the topic's file."""
    return f"{post.name} | {post.changed_at:%Y-%m-%d %H:%M:%S} UTC | #{post.number}".encode()


def whole_text(typed: bytes | None, cooked: str) -> str | None:
    """Return what was typed, where it is at hand and says what the HTML says; that of the longest is not compared."""
    if typed is None or len(typed) > _MOST_BYTES * LONGEST_HTML or len(cooked) > LONGEST_HTML:
        return None
    text = typed.decode(errors="replace")
    return text if says_the_same(cooked, text) else None


def bodies(typed: bytes, headings: Mapping[int, bytes]) -> Iterator[tuple[int, bytes]]:
    """Give the numbers of posts and what was typed in them; raises DoubtError where that cannot be told for sure.

    `headings` are those of the posts that may come. A line in a body may look like a heading, and a page of them may be
    pasted behind a rule: where the numbers do not rise, nobody can say which are.
    """
    found = [heading for heading in _HEADING.finditer(typed) if _begins(typed, heading.start())]
    if any(int(later["number"]) <= int(earlier["number"]) for earlier, later in pairwise(found)):
        raise DoubtError
    for heading, end in zip(found, [*(later.start() for later in found[1:]), len(typed)], strict=False):
        number = int(heading["number"])
        if headings.get(number) == heading["said"]:
            body = typed[heading.end() : end].strip(b"\n")
            yield number, body.rstrip().removesuffix(_RULE).rstrip(b"\n") if _is_ruled(body) else body


def _begins(typed: bytes, at: int) -> bool:
    """Return whether a post can begin here, at the start or behind a rule."""
    before = typed[max(0, at - _RULED) : at]
    return _is_ruled(before) or (at < _RULED and not before.strip())


def _is_ruled(typed: bytes) -> bool:
    return typed.rstrip().endswith(_RULE)

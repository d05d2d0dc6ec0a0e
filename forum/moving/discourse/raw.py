"""Bodies as their authors typed them, from the text that Discourse serves of a topic at `/raw/ID`."""

import re
from collections.abc import Iterator
from pathlib import Path

from forum.moving.discourse.reading import MAX_BYTES

# A post begins with a line that says who, when (of the last edit), and which.
HEADING = re.compile(rb"^(.+) \| \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC \| #(\d{1,9})$", re.MULTILINE)
_RULE = b"-" * 25
# So many bytes before a heading hold the rule above it.
_RULED = 40


def read_raw(path: Path, names: dict[int, str]) -> dict[int, bytes]:
    """Return what was typed by the number of the post, as far as a file holds the posts of `names`.

    It is in UTF-8, as one emoji makes each character of a decoded text take four bytes.
    """
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > MAX_BYTES:
            return {}
        typed = path.read_bytes()
    except OSError:
        return {}
    return dict(bodies(typed.replace(b"\r\n", b"\n"), names))


def bodies(typed: bytes, names: dict[int, str]) -> Iterator[tuple[int, bytes]]:
    """Give the numbers of posts and what was typed in them.

    A line in a body may look like a heading: only the right author's name with the next number is one. Behind a rule
    any such line ends the body before it, for `names` lacks the posts that may not come, and some were renamed.
    """
    headings: list[tuple[re.Match[bytes], bool]] = []
    last = 0
    for heading in HEADING.finditer(typed):
        number = int(heading[2])
        is_known = names.get(number) == heading[1].decode(errors="replace")
        if number > last and (is_known or _is_ruled(typed[max(0, heading.start() - _RULED) : heading.start()])):
            headings.append((heading, is_known))
            last = number if is_known else last
    # Where no line is a heading, the second list is the longer one.
    for (heading, is_known), following in zip(headings, [*headings[1:], None], strict=False):
        end = following[0].start() if following else len(typed)
        if is_known:
            body = typed[heading.end() : end].strip(b"\n")
            yield int(heading[2]), body.rstrip().removesuffix(_RULE).rstrip(b"\n") if _is_ruled(body) else body


def _is_ruled(typed: bytes) -> bool:
    return typed.rstrip().endswith(_RULE)

"""Bodies as their authors typed them, from the text that Discourse serves of a topic at `/raw/ID`."""

import re
from collections.abc import Iterator
from pathlib import Path

from forum.moving.discourse.reading import MAX_BYTES

# A post begins with a line that says who, when (of the last edit), and which.
HEADING = re.compile(r"^(.+) \| \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC \| #(\d{1,9})$", re.MULTILINE)
_RULE = "-" * 25
# So many characters before a heading hold the rule above it.
_RULED = 40


def read_raw(path: Path, names: dict[int, str]) -> dict[int, str]:
    """Return what was typed by the number of the post, as far as a file holds the posts of `names`."""
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > MAX_BYTES:
            return {}
        text = path.read_bytes().decode(errors="replace")
    except OSError:
        return {}
    return dict(bodies(text.replace("\r\n", "\n"), names))


def bodies(text: str, names: dict[int, str]) -> Iterator[tuple[int, str]]:
    """Give the numbers of posts and what was typed in them.

    A line in a body may look like a heading: only the right author's name with the next number is one. Behind a rule
    any such line ends the body before it, for `names` lacks the posts that may not come, and some were renamed.
    """
    headings: list[tuple[re.Match[str], bool]] = []
    last = 0
    for heading in HEADING.finditer(text):
        number = int(heading[2])
        is_known = names.get(number) == heading[1]
        if number > last and (is_known or _is_ruled(text[max(0, heading.start() - _RULED) : heading.start()])):
            headings.append((heading, is_known))
            last = number if is_known else last
    # Where no line is a heading, the second list is the longer one.
    for (heading, is_known), following in zip(headings, [*headings[1:], None], strict=False):
        end = following[0].start() if following else len(text)
        if is_known:
            body = text[heading.end() : end].strip("\n")
            yield int(heading[2]), body.rstrip().removesuffix(_RULE).rstrip("\n") if _is_ruled(body) else body


def _is_ruled(text: str) -> bool:
    return text.rstrip().endswith(_RULE)

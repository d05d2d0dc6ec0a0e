"""Blocks that stand between two lines of their own: fences, `[quote]`, `[spoiler]` and the like.

Discourse's rule: the opening tag stands alone on its line and the closing one too, or both are
on one line that ends with the closing tag. Anything else stays text.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_TAGS = "(?P<tag>quote|code|spoiler|details|poll)"
_FENCE = re.compile(r"(?P<indent> *)(?P<fence>`{3,}+|~{3,}+)[^`]*$")
_OPEN = re.compile(rf" {{0,3}}\[{_TAGS}(?P<rest>(?:[ =][^\[\]]*+)?)\]", re.IGNORECASE)
_CLOSES = re.compile(rf"\[/{_TAGS}\] *$", re.IGNORECASE)
_CLOSE = re.compile(rf" {{0,3}}\[/{_TAGS}\] *$", re.IGNORECASE)
_VALUE = re.compile('\\s*=\\s*["\'\u201c\u201d]?([^"\u201c\u201d]*+)')


class Container(NamedTuple):
    """What stands between two such lines; `rest` is what the opening tag says besides."""

    tag: str
    rest: str
    text: str

    @property
    def value(self) -> str:
        """What follows the `=` of the opening tag, without its quotation marks."""
        found = _VALUE.match(self.rest)
        return found[1].rstrip("'").strip() if found else ""


class QuoteRef(NamedTuple):
    """Whom a quote names and which post it says it is from."""

    name: str
    topic_id: int | None
    number: int | None


def quote_ref(container: Container) -> QuoteRef | None:
    """Read `jane, post:2, topic:15`; None where the quote names nobody."""
    name, *parts = (part.strip() for part in container.value.split(","))
    if not name:
        return None
    numbers: dict[str, int] = {}
    for part in parts:
        key, _, number = part.partition(":")
        # Nine digits fit into any database's integer.
        if re.fullmatch("[0-9]{1,9}", number.strip()):
            numbers[key.strip()] = int(number)
        elif key.strip() == "username" and number.strip():
            name = number.strip()
    return QuoteRef(name, numbers.get("topic"), numbers.get("post"))


class Scanner:
    """Finds the containers among the lines of one text."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.ends = dict(_pairs(lines))

    def container(self, at: int, margin: int) -> tuple[Container, int] | None:
        """Give the container that opens at a line and the line after it, if one does."""
        fence = _FENCE.match(self.lines[at])
        if fence and len(fence["indent"]) < margin + 4:
            return self._fenced(at, fence)
        opened = _OPEN.match(self.lines[at])
        if opened is None or at not in self.ends:
            return None
        end = self.ends[at]
        if end == at:
            text = self.lines[at][opened.end() : self.lines[at].rindex("[")]
        else:
            text = "\n".join(self.lines[at + 1 : end])
        return Container(_tag(opened), opened["rest"], text), end + 1

    def _fenced(self, at: int, fence: re.Match[str]) -> tuple[Container, int]:
        indent, mark = len(fence["indent"]), fence["fence"]
        closing = re.compile(rf" {{0,{indent + 3}}}{mark[0]}{{{len(mark)},}} *$")
        end = at + 1
        while end < len(self.lines) and not closing.match(self.lines[end]):
            end += 1
        margin = re.compile(f" {{0,{indent}}}")
        text = "\n".join(margin.sub("", line, count=1) for line in self.lines[at + 1 : end])
        return Container("code", "", text), end + 1


def _pairs(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Give opening and closing lines that belong together, nested ones told apart, in one pass."""
    waiting: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        if opened := _OPEN.match(line):
            rest = line[opened.end() :]
            if not rest.strip():
                waiting.setdefault(_tag(opened), []).append(at)
            elif (closes := _CLOSES.search(rest)) and _tag(closes) == _tag(opened):
                yield at, at
        elif (close := _CLOSE.match(line)) and waiting.get(_tag(close)):
            yield waiting[_tag(close)].pop(), at


def _tag(found: re.Match[str]) -> str:
    return found["tag"].lower()

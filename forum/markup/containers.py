"""Blocks that stand between two lines of their own: fences, `[quote]`, `[spoiler]` and the like.

Discourse's rule: the opening tag stands alone on its line and the closing one too, or both are
on one line that ends with the closing tag. Anything else stays text. Before what opens may stand the mark of a list's
item; what stands between fences opens and closes nothing.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from forum.markup.layout import ITEM

_TAGS = "(?P<tag>quote|code|spoiler|details|poll)"
_FENCE = re.compile(r"(?P<indent> *)(?P<fence>`{3,}+|~{3,}+)[^`]*$")
_OPEN = re.compile(rf" {{0,3}}\[{_TAGS}(?P<rest>(?:[ =][^\[\]]*+)?)\]", re.IGNORECASE)
_CLOSES = re.compile(rf"\[/{_TAGS}\] *$", re.IGNORECASE)
_CLOSE = re.compile(rf"(?P<indent> *)\[/{_TAGS}\] *$", re.IGNORECASE)
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
        # Where fences leave a tag without its other one, it is sought in them too.
        self.ends = {**dict(_pairs(lines)), **dict(_pairs(_outside_fences(lines)))} if _has_tags(lines) else {}

    def container(self, at: int, margin: int, column: int = 0) -> tuple[Container, int] | None:
        """Give the container that opens in a line, behind so many characters, and the line after it, if one does."""
        line = self.lines[at]
        fence = _FENCE.match(line, column)
        if fence and len(fence["indent"]) < margin + 4:
            return self._fenced(at, fence)
        opened = _OPEN.match(line, column)
        if opened is None or at not in self.ends:
            return None
        end = self.ends[at]
        if end == at:
            text = line[opened.end() : line.rindex("[")]
        else:
            text = _without_margin(self.lines[at + 1 : end], opened.start("tag") - 1)
        return Container(_tag(opened), opened["rest"], text), end + 1

    def _fenced(self, at: int, fence: re.Match[str]) -> tuple[Container, int]:
        closing = _closing(fence)
        end = at + 1
        while end < len(self.lines) and not closing.match(self.lines[end]):
            end += 1
        return Container("code", "", _without_margin(self.lines[at + 1 : end], fence.start("fence"))), end + 1


def _closing(fence: re.Match[str]) -> re.Pattern[str]:
    mark = fence["fence"]
    return re.compile(rf" {{0,{fence.start('fence') + 3}}}{mark[0]}{{{len(mark)},}} *$")


def _without_margin(lines: list[str], width: int) -> str:
    margin = re.compile(f" {{0,{width}}}")
    return "\n".join(margin.sub("", line, count=1) for line in lines)


def _has_tags(lines: list[str]) -> bool:
    return any("[/" in line for line in lines)


def _outside_fences(lines: list[str]) -> list[str]:
    """Return the lines, with nothing on those that stand in fences which end."""
    outside = lines[:]
    # How short a fence of each kind is sought in vain: none behind it, and none that is longer, is sought again.
    endless: dict[str, int] = {}
    at = 0
    while at < len(lines):
        fence = _FENCE.match(lines[at], _behind_mark(lines[at]))
        if fence and len(fence["fence"]) < endless.get(fence["fence"][0], len(lines[at]) + 1):
            closing = _closing(fence)
            end = next((end for end in range(at + 1, len(lines)) if closing.match(lines[end])), None)
            if end is None:
                endless[fence["fence"][0]] = len(fence["fence"])
            else:
                outside[at : end + 1] = [""] * (end + 1 - at)
                at = end
        at += 1
    return outside


def _pairs(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Give opening and closing lines that belong together, nested ones told apart, in one pass."""
    waiting: dict[str, list[tuple[int, int]]] = {}
    for at, line in enumerate(lines):
        if opened := _OPEN.match(line, _behind_mark(line)):
            rest = line[opened.end() :]
            if not rest.strip():
                waiting.setdefault(_tag(opened), []).append((at, opened.start("tag") - 1))
            elif _ends_with(rest, _tag(opened)):
                yield at, at
        elif (close := _CLOSE.match(line)) and (open_tags := waiting.get(_tag(close))):
            opening, column = open_tags[-1]
            if len(close["indent"]) < max(column, 1) + 3:
                open_tags.pop()
                yield opening, at


def _ends_with(rest: str, tag: str) -> bool:
    """Say whether what follows a tag ends with its other one, and with that alone."""
    closes = _CLOSES.search(rest)
    return closes is not None and _tag(closes) == tag and f"[/{tag}]" not in rest[: closes.start()].lower()


def _behind_mark(line: str) -> int:
    """Return where the text of a list's item begins that a line is, or 0."""
    item = ITEM.match(line)
    return item.start("text") if item else 0


def _tag(found: re.Match[str]) -> str:
    return found["tag"].lower()

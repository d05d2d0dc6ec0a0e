"""Blocks that stand between two lines of their own: fences, `[quote]`, `[spoiler]` and the like.

Discourse's rule: the opening tag stands alone on its line and the closing one too, or both are
on one line that ends with the closing tag. Anything else stays text. Before what opens may stand marks of a list's
items. Fences are not looked at, but where tags would be left over with what stands between them.
"""

import re
from typing import NamedTuple

from forum.markup.layout import CODE_INDENT, ITEM, marks_end

_TAGS = "(?P<tag>quote|code|spoiler|details|poll)"
_FENCE = re.compile(r"(?P<indent> *)(?P<fence>`{3,}+|~{3,}+)[^`]*$")
_OPEN = re.compile(rf"(?P<indent> *)\[{_TAGS}(?P<rest>(?:[ =][^\[\]]*+)?)\]", re.IGNORECASE)
# Behind a backslash, unless that is one itself.
_MEANT = r"(?<!\\)(?:\\\\)*+"
_TAG = re.compile(rf"{_MEANT}\[(?P<end>/?){_TAGS}(?:[ =][^\[\]]*+)?\]", re.IGNORECASE)
_CLOSES = re.compile(rf"{_MEANT}\[/{_TAGS}\] *$", re.IGNORECASE)
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
        self.ends = _ends(lines) if any("[/" in line for line in lines) else {}

    def container(self, at: int, margin: int, column: int = 0) -> tuple[Container, int] | None:
        """Give the container that opens in a line, behind so many characters, and the line after it, if one does."""
        line = self.lines[at]
        fence = _FENCE.match(line, column)
        if fence and len(fence["indent"]) < margin + CODE_INDENT:
            return self._fenced(at, fence, column)
        opened = _OPEN.match(line, column)
        if opened is None or at not in self.ends or len(opened["indent"]) >= margin + CODE_INDENT:
            return None
        end = self.ends[at]
        if end == at:
            text = line[opened.end() : line.rindex("[")]
        else:
            text = _without_margin(self.lines[at + 1 : end], opened.end("indent"))
        return Container(_tag(opened), opened["rest"], text), end + 1

    def _fenced(self, at: int, fence: re.Match[str], column: int) -> tuple[Container, int] | None:
        end = _end_of_fence(self.lines, at, fence, column)
        if end is None and column:
            return None
        end = len(self.lines) if end is None else end
        return Container("code", "", _without_margin(self.lines[at + 1 : end], fence.start("fence"))), end + 1


def is_clear(lines: list[str]) -> bool:
    """Say whether tags belong together where one looks at fences as where one does not."""
    ends, is_whole = _pairs(lines)
    return not is_whole or _pairs(_outside_fences(lines))[0].items() <= ends.items()


def _end_of_fence(lines: list[str], at: int, fence: re.Match[str], column: int) -> int | None:
    """Return the line that ends a fence, or None.

    One that opens in an item ends with it, or before it, or in the lines right below, which people forget to indent.
    """
    mark = fence["fence"]
    closing = re.compile(rf" {{0,{fence.start('fence') + 3}}}{mark[0]}{{{len(mark)},}} *$")
    is_behind_blank = False
    for end in range(at + 1, len(lines)):
        line = lines[end]
        if closing.match(line):
            return end
        is_outside = line.strip() and len(line) - len(line.lstrip()) < column
        if is_outside and (is_behind_blank or ITEM.match(line)):
            return None
        is_behind_blank = not line.strip()
    return len(lines) if column else None


def _without_margin(lines: list[str], width: int) -> str:
    margin = re.compile(f" {{0,{width}}}")
    return "\n".join(margin.sub("", line, count=1) for line in lines)


def _ends(lines: list[str]) -> dict[int, int]:
    """Return the line of each closing tag by that of the opening one."""
    ends, is_whole = _pairs(lines)
    if is_whole:
        return ends
    return {**_pairs(lines, in_items=False)[0], **_pairs(_outside_fences(lines))[0]}


def _outside_fences(lines: list[str]) -> list[str]:
    """Return the lines, with nothing on those that stand in fences which end."""
    outside = lines[:]
    # How short a fence of each kind was sought in vain; one that is as long is not sought again, which takes long.
    endless: dict[str, int] = {}
    at = 0
    while at < len(lines):
        column = marks_end(lines[at])
        fence = _FENCE.match(lines[at], column)
        if fence and len(fence["fence"]) < endless.get(fence["fence"][0], len(lines[at]) + 1):
            end = _end_of_fence(lines, at, fence, column)
            if end is not None:
                outside[at : end + 1] = [""] * len(outside[at : end + 1])
                at = end
            elif not column:
                endless[fence["fence"][0]] = len(fence["fence"])
        at += 1
    return outside


def _pairs(lines: list[str], *, in_items: bool = True) -> tuple[dict[int, int], bool]:
    """Return opening and closing lines that belong together, nested ones told apart, and whether none is left over."""
    pairs: dict[int, int] = {}
    waiting: dict[str, list[tuple[int, int]]] = {}
    spare = 0
    for at, line in enumerate(lines):
        opened = _OPEN.match(line, marks_end(line) if in_items else 0)
        if opened and (in_items or len(opened["indent"]) < CODE_INDENT):
            rest = line[opened.end() :]
            if not rest.strip():
                waiting.setdefault(_tag(opened), []).append((at, opened.end("indent")))
            elif _ends_with(rest, _tag(opened)):
                pairs[at] = at
        elif close := _CLOSE.match(line):
            open_tags = waiting.get(_tag(close))
            if open_tags and len(close["indent"]) < open_tags[-1][1] + CODE_INDENT:
                pairs[open_tags.pop()[0]] = at
            else:
                spare += 1
    return pairs, not spare and not any(waiting.values())


def _ends_with(rest: str, tag: str) -> bool:
    """Say whether what follows a tag ends with its other one, and begins no second one after that."""
    closes = _CLOSES.search(rest)
    if closes is None or _tag(closes) != tag:
        return False
    depth = 1
    for found in _TAG.finditer(rest):
        if _tag(found) == tag:
            if depth <= 0 and not found["end"]:
                return False
            depth += -1 if found["end"] else 1
    return True


def _tag(found: re.Match[str]) -> str:
    return found["tag"].lower()

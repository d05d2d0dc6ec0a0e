"""Where each line stands: lists, headings, rules and quotes set apart for the library to read.

The library wants four spaces a level and blank lines between unlike blocks, reads `#tag` as a
heading, and searches the rest of a block again for each heading in it. People (and Discourse)
want none of that, so lines are moved to where the library reads them as they were meant.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from forum.markup.bounds import Budget

MARK = r"(?:[-+*\u2022]|(?P<number>[0-9]{1,9})[.)])"
ITEM = re.compile(rf"( *){MARK}(?P<gap> +|$)(?P<text>.*)")
_MARKS = re.compile(f"(?: *{MARK} +)*+")
HEADING = re.compile(r" {0,3}#{1,6}(?: |$)")
# No end of a heading's marks: "# C#".
_CLOSING = re.compile(r"(?<=[^\s#\\])#+$")
RULE = re.compile(r" {0,3}(?:(?:- *){3,}+|(?:_ *){3,}+|(?:\* *){3,}+)$")
UNDERLINE = re.compile(r" {0,3}(?:=++|-++) *$")
CODE_INDENT = 4


class Seen(Enum):
    """What the line above was."""

    BLANK = auto()
    MARK = auto()
    TEXT = auto()
    QUOTE = auto()
    CODE = auto()


@dataclass
class OpenItem:
    """A list item that lines may still belong to: where its text starts, and its list's kind.

    Where it begins with further items, `inner` is where the text of the last of them starts. One with several blocks
    is parted: the next item must stand apart from it.
    """

    column: int
    inner: int
    kind: str
    is_parted: bool = False


class Layout:
    """Remembers the open list items while lines go by."""

    def __init__(self) -> None:
        self.items: list[OpenItem] = []
        self.above = Seen.BLANK
        self.blanks_in_code = 0
        self.quote_pad = ""

    @property
    def margin(self) -> int:
        """The column that the text of the innermost open item starts in."""
        return self.items[-1].inner if self.items else 0

    @property
    def pad(self) -> str:
        """The indent that the library wants for what belongs to the innermost open item."""
        return "    " * len(self.items)

    def leave(self, indent: int) -> None:
        """Close the items that a line with this indent no longer belongs to."""
        while self.items and indent < self.items[-1].column:
            self.items.pop()

    def place(self, line: str) -> Iterator[str]:
        """Give the line, and blank lines about it, where the library reads it as it was meant."""
        bare = line.strip()
        indent = len(line) - len(line.lstrip())
        if not bare:
            yield from self._blank()
            return
        if self.blanks_in_code:
            yield from self._after_blanks_in_code(indent)
        if self._is_code(indent):
            self.above = Seen.CODE
            yield self.pad + line[self.margin :]
        elif self._underlines(line, indent):
            yield from self._heading(bare)
        elif (rule := RULE.match(line)) or HEADING.match(line):
            yield from self._alone("***" if rule else bare, indent)
        elif (item := ITEM.match(line)) and self._starts_item(item):
            yield from self._item(item, indent, item["text"])
        elif bare.startswith(">"):
            yield from self._quote(bare, indent)
        elif UNDERLINE.match(line) and self.above is Seen.QUOTE:
            # The library would take the quote's last line for a heading.
            yield from self._alone(bare, indent)
        else:
            if self.above is Seen.MARK:
                yield ""
            yield self._text(bare, indent)

    def item(self, line: str) -> re.Match[str] | None:
        """Give the list item that a line begins, if it does."""
        item = ITEM.match(line)
        if item is None or self._is_code(len(item[1])):
            return None
        return item if self._starts_item(item) else None

    def set_apart(self, line: str, text: str, item: re.Match[str] | None = None) -> Iterator[str]:
        """Give a text on its own where the line stood: in the same list item, or in that which the line begins."""
        if item:
            if self.blanks_in_code:
                yield from self._after_blanks_in_code(len(item[1]))
            yield from self._item(item, len(item[1]), text)
            self.above = Seen.BLANK
            yield ""
            return
        self.leave(len(line) - len(line.lstrip()))
        self.above = Seen.BLANK
        self.blanks_in_code = 0
        yield from ("", self.pad + text, "")

    def _blank(self) -> Iterator[str]:
        if self.above is Seen.CODE:
            self.blanks_in_code += 1
        else:
            self.above = Seen.BLANK
            yield ""

    def _after_blanks_in_code(self, indent: int) -> Iterator[str]:
        """Give the blank lines below code: they are part of it if more code follows."""
        if indent >= self.margin + CODE_INDENT:
            yield from [self.pad + " " * CODE_INDENT] * self.blanks_in_code
        else:
            self.above = Seen.BLANK
            yield ""
        self.blanks_in_code = 0

    def _is_code(self, indent: int) -> bool:
        if self.above is Seen.BLANK:
            self.leave(indent)
        return self.above in {Seen.BLANK, Seen.CODE} and indent >= self.margin + CODE_INDENT

    def _underlines(self, line: str, indent: int) -> bool:
        return UNDERLINE.match(line) is not None and self.above is Seen.TEXT and indent >= self.margin

    def _heading(self, underline: str) -> Iterator[str]:
        """Give what makes the line above a heading: nothing may come between them."""
        self.above = Seen.BLANK
        yield from (self.pad + underline, "")

    def _alone(self, bare: str, indent: int) -> Iterator[str]:
        self.leave(indent)
        self.above = Seen.BLANK
        yield from ("", self.pad + _CLOSING.sub(lambda signs: "\\#" * len(signs[0]), bare), "")

    def _part(self) -> None:
        """Remember of the open items that another block begins in them, if one does."""
        for item in self.items if self.above in {Seen.BLANK, Seen.CODE} else ():
            item.is_parted = True

    def _starts_item(self, item: re.Match[str]) -> bool:
        if self.items or self.above is Seen.BLANK:
            return True
        # A year at the start of a line is no list; CommonMark asks the same of a first item.
        number = item["number"]
        is_first = number is None or int(number) == 1
        return bool(item["text"]) and is_first and len(item[1]) < CODE_INDENT

    def _item(self, item: re.Match[str], indent: int, text: str) -> Iterator[str]:
        kind = "ol" if item["number"] else "ul"
        before = self.items[:]
        self.leave(indent)
        level = len(self.items)
        Budget.level(level)
        continues = len(before) > level and before[level].kind == kind
        nests = level and level == len(before)
        is_apart = before[level].is_parted if continues else not nests or before[-1].is_parted
        if is_apart or self.above in {Seen.QUOTE, Seen.CODE}:
            yield ""
        self._part()
        text = "\\" + text if text.startswith("#") and not HEADING.match(text) else text
        # A hyphen before hyphens would be a rule, and alone it would underline the line above.
        text = "***" if RULE.match(text) else text
        mark = f"{item['number']}." if item["number"] else "-" if text else "*"
        # The library reads the lines of a quote that an item begins with where the item's mark stands.
        self.quote_pad = self.pad
        yield f"{self.pad}{mark} {text}"
        gap = len(item["gap"])
        column = item.start("gap") + (gap if 0 < gap <= CODE_INDENT else 1)
        marks = marks_end(item.string)
        self.items.append(OpenItem(column, marks if marks > item.end("gap") else column, kind))
        self.above = Seen.QUOTE if text[marks_end(text) :].startswith(">") else Seen.TEXT if text else Seen.MARK

    def _quote(self, bare: str, indent: int) -> Iterator[str]:
        if self.above is not Seen.QUOTE:
            self.leave(indent)
            yield ""
            self.quote_pad = self.pad
        self.above = Seen.QUOTE
        yield self.quote_pad + bare

    def _text(self, bare: str, indent: int) -> str:
        if self.above in {Seen.BLANK, Seen.CODE}:
            self.leave(indent)
        self._part()
        is_quote = self.above is Seen.QUOTE
        self.above = Seen.QUOTE if is_quote else Seen.TEXT
        return (self.quote_pad if is_quote else self.pad) + ("\\" + bare if bare.startswith("#") else bare)


def marks_end(line: str) -> int:
    """Return where the text begins behind the marks of items that a line begins with, or 0."""
    marks = _MARKS.match(line)
    return marks.end() if marks else 0

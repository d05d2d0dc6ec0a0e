"""The library's block processors, mended: what they read is set apart first, line by line."""

import re
from collections.abc import Iterator
from itertools import pairwise
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor, BlockQuoteProcessor
from markdown.extensions.sane_lists import SaneOListProcessor, SaneUListProcessor
from markdown.util import AtomicString

from forum.markup.bbcode import OPEN, Container, build, pair_up
from forum.markup.bounds import Budget

FENCE = re.compile(r"( *)(`{3,}+|~{3,}+)([^`\n]*)$")
ITEM = re.compile(r"( *)([-+*\u2022]|(\d{1,9})[.)])( +|$)(.*)")
HEADING = re.compile(r" {0,3}#{1,6}(?: |$)")
RULE = re.compile(r" {0,3}(?:(?:- *){3,}+|(?:_ *){3,}+|(?:\* *){3,}+)$")
UNDERLINE = re.compile(r" {0,3}(?:=+|-+) *$")
STASHED = re.compile("\x02block:(\\d+)\x03$")


class Blocks(BlockParser):
    """A block parser that sets code, quotes, headings, rules and lists apart before it reads."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.budget = Budget()
        self.stash: list[Container] = []
        self.depth = 0

    def parseChunk(self, parent: Element, text: str) -> None:  # noqa: N802
        """Read the text of one container."""
        self.depth += 1
        self.budget.level(self.depth)
        lines = list(self._set_apart(text.split("\n")))
        blocks = re.split("\n{2,}", "\n".join(lines).strip("\n"))
        self.parseBlocks(parent, blocks)
        self.depth -= 1

    def _set_apart(self, lines: list[str]) -> Iterator[str]:
        """Give the lines with containers stashed and a blank line between unlike blocks."""
        ends = pair_up(lines)
        layout = Layout()
        at = 0
        while at < len(lines):
            line = lines[at]
            found, after = self._container(lines, at, ends)
            if found is not None:
                self.stash.append(found)
                yield ""
                yield layout.indent(line) + f"\x02block:{len(self.stash) - 1}\x03"
                yield ""
                layout.blank = True
            else:
                if line.strip():
                    self.budget.line()
                yield from layout.place(line)
            at = after

    @staticmethod
    def _container(
        lines: list[str], at: int, ends: dict[int, int]
    ) -> tuple[Container | None, int]:
        line = lines[at]
        if fence := FENCE.match(line):
            end = at + 1
            closing = re.compile(
                r" *" + re.escape(fence[2][0]) + "{%d,} *$" % len(fence[2])
            )
            while end < len(lines) and not closing.match(lines[end]):
                end += 1
            margin = re.compile(r" {0,%d}" % len(fence[1]))
            inner = [margin.sub("", text, count=1) for text in lines[at + 1 : end]]
            return Container("code", "", "\n".join(inner)), end + 1
        if at in ends and (opened := OPEN.match(line)):
            end = ends[at]
            if end == at:
                inner_text = line[opened.end() : line.rindex("[")]
            else:
                inner_text = "\n".join(lines[at + 1 : end])
            return Container(opened["tag"].lower(), opened["rest"], inner_text), end + 1
        return None, at + 1


class Layout:
    """Moves list lines to the four spaces a level that the library wants."""

    def __init__(self) -> None:
        self.columns: list[int] = []
        self.kinds: list[str] = []
        self.blank = True
        self.quoted = False
        self.ordinal = False

    def indent(self, line: str) -> str:
        """Give the indent of the list item that a line belongs to."""
        if line.strip():
            self._leave(len(line) - len(line.lstrip()))
        return "    " * len(self.columns)

    def _leave(self, indent: int) -> None:
        while self.columns and indent < self.columns[-1]:
            self.columns.pop()
            self.kinds.pop()

    def place(self, line: str) -> Iterator[str]:
        """Give the line where the library will read it as a person meant it."""
        bare = line.lstrip()
        indent = len(line) - len(bare)
        if not bare:
            yield ""
            self.blank = True
            return
        item = ITEM.match(line)
        rule = RULE.match(
            line[self.columns[-1] :] if self.columns and self.blank else line
        )
        if item and not rule and self._starts(item, indent):
            yield from self._item(item, indent)
        elif HEADING.match(line) or rule or UNDERLINE.match(line):
            if not (UNDERLINE.match(line) and not self.blank):
                yield ""
            pad = self.indent(line)
            yield pad + bare
            yield ""
            self.blank = True
            return
        else:
            if self.blank:
                self._leave(indent)
                kept = line[self.columns[-1] :] if self.columns else line
            else:
                kept = bare
            pad = "    " * len(self.columns)
            if bare.startswith("#"):
                kept = kept.replace("#", "\\#", 1)
            yield pad + kept
        self.quoted = bare.startswith(">")
        self.blank = False

    def _starts(self, item: re.Match[str], indent: int) -> bool:
        if self.columns or self.blank:
            return indent < 4 + (self.columns[-1] if self.columns else 0)
        return indent < 4 and bool(item[5]) and (item[3] is None or int(item[3]) == 1)

    def _item(self, item: re.Match[str], indent: int) -> Iterator[str]:
        depth = len(self.columns)
        left = self.kinds[:]
        self._leave(indent)
        kind = "ol" if item[3] else "ul"
        if not self.blank and (depth == 0 or self.quoted):
            yield ""
        level = len(self.columns)
        if len(left) > level and left[level] != kind:
            yield ""
        Budget.level(level)
        self.columns.append(indent + len(item[2]) + min(max(len(item[4]), 1), 4))
        self.kinds.append(kind)
        mark = f"{item[3]}." if item[3] else "-"
        yield "    " * level + f"{mark} {item[5]}"


class StashedProcessor(BlockProcessor):
    """Puts a container back where its placeholder stands."""

    parser: Blocks

    def test(self, parent: Element, block: str) -> bool:
        return STASHED.match(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        found = STASHED.match(blocks.pop(0))
        assert found
        container = self.parser.stash[int(found[1])]
        inner = build(parent, container)
        if isinstance(inner.text, AtomicString):
            return
        self.parser.state.set("container")
        self.parser.parseChunk(inner, container.text)
        self.parser.state.reset()


class QuoteProcessor(BlockQuoteProcessor):
    """A quote after a blank line is another quote."""

    parser: Blocks

    def run(self, parent: Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        found = self.RE.search(block)
        assert found
        before = block[: found.start()]
        if before:
            self.parser.parseBlocks(parent, [before])
        text = "\n".join(
            self.clean(line) for line in block[found.start() :].strip("\n").split("\n")
        )
        self.parser.state.set("blockquote")
        self.parser.parseChunk(SubElement(parent, "blockquote"), text)
        self.parser.state.reset()


class _Deep:
    def run(self, parent, blocks):
        self.parser.depth += 1
        Budget.level(self.parser.depth)
        super().run(parent, blocks)
        self.parser.depth -= 1


class OrderedProcessor(_Deep, SaneOListProcessor):
    pass


class UnorderedProcessor(_Deep, SaneUListProcessor):
    pass


def make_blocks(md: Markdown) -> Blocks:
    old = md.parser
    parser = Blocks(md)
    for name, priority in [
        ("empty", 100),
        ("indent", 90),
        ("code", 80),
        ("hashheader", 70),
        ("setextheader", 60),
        ("hr", 50),
        ("paragraph", 10),
    ]:
        processor = old.blockprocessors[name]
        processor.parser = parser
        parser.blockprocessors.register(processor, name, priority)
    parser.blockprocessors.register(StashedProcessor(parser), "stashed", 85)
    parser.blockprocessors.register(OrderedProcessor(parser), "olist", 40)
    parser.blockprocessors.register(UnorderedProcessor(parser), "ulist", 30)
    parser.blockprocessors.register(QuoteProcessor(parser), "quote", 20)
    return parser

"""The library's block parser, mended: containers and unlike lines are set apart before it reads."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor, BlockQuoteProcessor, CodeBlockProcessor
from markdown.extensions.sane_lists import SaneOListProcessor, SaneUListProcessor
from markdown.util import AtomicString

from forum.markup.bounds import Budget
from forum.markup.containers import Container, QuoteRef, Scanner, quote_ref
from forum.markup.layout import Layout, marks_end

# The placeholder's first and last character are taken out of every source, so none is typed.
_STASHED = re.compile("\x02block:(\\d+)\x03$")
_STASHED_WITHIN = re.compile("\x02block:\\d+\x03")
_HOLDS_BLOCKS = {"div", "li", "blockquote", "details"}
# What a container may begin with, for a short look at lines without.
_OPENS = re.compile(r"```|~~~|\[\w")
# The library's processors that stay as they are, and in which order: the highest reads first.
_KEPT = {"empty": 100, "indent": 90, "hashheader": 70, "setextheader": 60, "hr": 50, "paragraph": 10}


class Blocks(BlockParser):
    """Reads blocks within a budget, and collects which posts are quoted."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.start()
        for name, priority in _KEPT.items():
            kept = md.parser.blockprocessors[name]
            kept.parser = self
            self.blockprocessors.register(kept, name, priority)
        self.blockprocessors.register(StashedProcessor(self), "stashed", 85)
        self.blockprocessors.register(CodeProcessor(self), "code", 80)
        self.blockprocessors.register(OrderedProcessor(self), "olist", 40)
        self.blockprocessors.register(BulletProcessor(self), "ulist", 30)
        self.blockprocessors.register(QuoteProcessor(self), "quote", 20)

    def start(self) -> None:
        """Forget the last text."""
        self.budget = Budget()
        self.stash: list[Container] = []
        self.unread: set[int] = set()
        self.quotes: list[QuoteRef] = []
        self.depth = 0
        self.quoted = 0
        self.state.clear()

    def parseChunk(self, parent: Element, text: str) -> None:
        """Read the text of the document or of one container in it."""
        self.depth += 1
        self.budget.level(self.depth)
        placed = "\n".join(self._placed(text.split("\n")))
        self.parseBlocks(parent, re.split("\n{2,}", placed.strip("\n")))
        self.depth -= 1
        while self.unread and not self.depth:
            self._rescue(parent)

    def _placed(self, lines: list[str]) -> Iterator[str]:
        scanner, layout = Scanner(lines), Layout()
        at = 0
        while at < len(lines):
            found, item = scanner.container(at, layout.margin), None
            if found is None and _OPENS.search(lines[at]) and (item := layout.item(lines[at])):
                found = scanner.container(at, layout.margin, marks_end(lines[at]))
            if found is None:
                self.budget.line()
                yield from layout.place(lines[at])
                at += 1
            else:
                placeholder = f"\x02block:{len(self.stash)}\x03"
                self.unread.add(len(self.stash))
                self.stash.append(found[0])
                marks = lines[at][item.start("text") : marks_end(lines[at])] if item else ""
                yield from layout.set_apart(lines[at], marks + placeholder, item)
                at = found[1]

    def _rescue(self, root: Element) -> None:
        """Put what the library took for words of a paragraph, of a heading or of code behind that."""
        missing, self.unread = self.unread, set()
        parents = {child: parent for parent in root.iter() for child in parent}
        for element in list(root.iter()):
            text = element.text or ""
            for found in reversed(_STASHED_WITHIN.findall(text)):
                place, at = element, 0
                while place.tag not in _HOLDS_BLOCKS:
                    place, at = parents[place], list(parents[place]).index(place) + 1
                text = type(text)(text.replace(found, ""))
                element.text = text
                holder = Element("div")
                self.parseBlocks(holder, [found])
                place[at:at] = list(holder)
        self.unread -= missing


class StashedProcessor(BlockProcessor):
    """Puts a container where its placeholder stands."""

    parser: Blocks

    def test(self, parent: Element, block: str) -> bool:
        """Say whether the block is a placeholder."""
        del parent
        return _STASHED.match(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> bool | None:
        """Make the container's elements and read the text in it."""
        number = int(blocks.pop(0)[len("\x02block:") : -1])
        self.parser.unread.discard(number)
        container = self.parser.stash[number]
        if container.tag == "code":
            code = SubElement(SubElement(parent, "pre"), "code")
            code.text = AtomicString(container.text.rstrip("\n") + "\n")
            return None
        is_quote = container.tag == "quote"
        inner = self._quote(parent, container) if is_quote else _folded(parent, container)
        self.parser.quoted += is_quote
        self.parser.state.set("container")
        self.parser.parseChunk(inner, container.text)
        self.parser.state.reset()
        self.parser.quoted -= is_quote
        return None

    def _quote(self, parent: Element, container: Container) -> Element:
        aside = SubElement(parent, "aside", {"class": "quote"})
        ref = quote_ref(container)
        if ref is not None:
            # What a quoted person quoted in their turn is not a quote by this author.
            if not self.parser.quoted:
                self.parser.quotes.append(ref)
            title = SubElement(aside, "div", {"class": "quote-title"})
            if ref.topic_id is not None and ref.number is not None:
                aside.set("data-topic", str(ref.topic_id))
                aside.set("data-post", str(ref.number))
                title = SubElement(title, "a", {"href": f"/t/-/{ref.topic_id}/{ref.number}/"})
            title.text = AtomicString(f"{ref.name} wrote")
        return SubElement(aside, "blockquote")


def _folded(parent: Element, container: Container) -> Element:
    """Make what a reader opens: a spoiler or details. Polls are shown as what they ask."""
    if container.tag == "poll":
        return SubElement(parent, "div")
    is_spoiler = container.tag == "spoiler"
    details = SubElement(parent, "details", {"class": "spoiler"} if is_spoiler else {})
    title = container.value or ("Hidden text" if is_spoiler else "More")
    SubElement(details, "summary").text = AtomicString(title)
    return details


class CodeProcessor(CodeBlockProcessor):
    """Indented code, which the layout keeps in one block; the library would escape it once more."""

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Make the code and leave what follows it."""
        text, rest = self.detab(blocks.pop(0))
        code = SubElement(SubElement(parent, "pre"), "code")
        code.text = AtomicString(text.rstrip() + "\n")
        if rest:
            blocks.insert(0, rest)


class QuoteProcessor(BlockQuoteProcessor):
    """A `>` quote: one after a blank line is another one, and all bounds hold in it."""

    parser: Blocks

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Read the quote's text, which always starts at its block's first line."""
        text = "\n".join(self.clean(line) for line in blocks.pop(0).split("\n"))
        self.parser.quoted += 1
        self.parser.state.set("blockquote")
        self.parser.parseChunk(SubElement(parent, "blockquote"), text)
        self.parser.state.reset()
        self.parser.quoted -= 1

    def test(self, parent: Element, block: str) -> bool:
        """Say whether the block is a quote; the layout put each quote into its own."""
        del parent
        return block.lstrip(" ").startswith(">")


class OrderedProcessor(SaneOListProcessor):
    """An ordered list that counts how deep it stands; no number has more than nine digits."""

    parser: Blocks

    def __init__(self, parser: Blocks) -> None:
        super().__init__(parser)
        self.RE = re.compile(r" {0,3}[0-9]{1,9}\. +(.*)")
        self.CHILD_RE = re.compile(r" {0,3}(([0-9]{1,9})\.) +(.*)")

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Read the list within the bounds."""
        self.parser.depth += 1
        self.parser.budget.level(self.parser.depth)
        super().run(parent, blocks)
        self.parser.depth -= 1


class BulletProcessor(SaneUListProcessor):
    """A bullet list that counts how deep it stands."""

    parser: Blocks

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Read the list within the bounds."""
        self.parser.depth += 1
        self.parser.budget.level(self.parser.depth)
        super().run(parent, blocks)
        self.parser.depth -= 1

"""From what a person typed to the HTML that everyone sees."""

import re
import threading
from typing import NamedTuple
from xml.etree.ElementTree import Element, tostring

from bleach.sanitizer import Cleaner
from markdown import Markdown

from forum.markup.bbcode import QuoteRef, read_ref
from forum.markup.blocks import Blocks, make_blocks
from forum.markup.bounds import MAX_SOURCE, Budget, TooMuchError
from forum.markup.gate import clean_html, make_cleaner
from forum.markup.inline import extend
from forum.markup.mentions import People
from forum.markup.source import clean_source
from forum.markup.words import Mentioned, leaves, put

__all__ = [
    "MAX_SOURCE",
    "RENDERER_VERSION",
    "QuoteRef",
    "Rendered",
    "TooMuchError",
    "render",
]

# Raise it with each change that makes different HTML, and render all posts again.
RENDERER_VERSION = 1


class Rendered(NamedTuple):
    """What a text became."""

    html: str
    mentions: tuple[str, ...]
    quotes: tuple[QuoteRef, ...]


class _Engine(threading.local):
    def __init__(self):
        self.md = Markdown(output_format="html")
        self.md.preprocessors.deregister("html_block")
        for name in [p.name for p in self.md.postprocessors._priority]:
            self.md.postprocessors.deregister(name)
        self.md.treeprocessors.deregister("prettify")
        self.md.treeprocessors.deregister("unescape")
        self.md.parser = make_blocks(self.md)
        extend(self.md)
        self.cleaner = make_cleaner()


_engine = _Engine()


def render(source: str, *, people: People) -> Rendered:
    """Give the HTML of a text, who it mentions and what it quotes.

    `people` is called once with all lower-case names that may be meant, and gives those that
    somebody bears with the name as that person writes it. Raises TooMuchError.
    """
    if len(source) > MAX_SOURCE:
        code = "length"
        raise TooMuchError(code, MAX_SOURCE)
    md, budget = _engine.md, Budget()
    md.reset()
    md.delimiters.reset()
    parser = md.parser
    parser.budget, parser.stash, parser.depth = budget, [], 0
    parser.state.clear()
    lines = clean_source(source).split("\n")
    for prep in md.preprocessors:
        lines = prep.run(lines)
    root = parser.parseDocument(lines).getroot()
    budget.element(sum(1 for _ in root.iter()))
    root = md.treeprocessors["inline"].run(root)
    texts = list(leaves(root))
    names = frozenset(
        m["mention"].lower()
        for leaf in texts
        if not leaf.linked
        for m in leaf.marks
        if m["mention"]
    )
    marks = Mentioned(people(names) if names else {}, budget)
    done = [(leaf, marks.write(leaf)) for leaf in texts]
    for leaf, pieces in reversed(done):
        put(leaf, pieces)
    headings(root)
    html = tostring(root, encoding="unicode", method="html").replace("&gt;", ">")
    html = clean_html(_engine.cleaner, html[5:-6].strip())
    quotes = tuple(
        r for c in parser.stash if c.tag == "quote" and (r := read_ref(c.rest))
    )
    return Rendered(html, tuple(marks.names), quotes)


def headings(root: Element) -> None:
    """Turn the levels of headings in use into h3, h4, … so that the page's outline holds."""
    found = [el for el in root.iter() if re.fullmatch("h[1-6]", el.tag)]
    levels = sorted({el.tag for el in found})
    for el in found:
        el.tag = f"h{min(3 + levels.index(el.tag), 6)}"

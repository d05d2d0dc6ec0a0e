"""From what a person typed to the HTML that everyone sees."""

import threading
from typing import NamedTuple
from xml.etree.ElementTree import Element, tostring

from markdown import Markdown
from markdown.treeprocessors import InlineProcessor

from forum.markup.blocks import Blocks
from forum.markup.bounds import MAX_SOURCE, Budget, TooMuchError
from forum.markup.containers import QuoteRef
from forum.markup.gate import clean_html, make_cleaner
from forum.markup.inline import mend_inline
from forum.markup.mentions import People
from forum.markup.source import clean_source
from forum.markup.words import Writer, candidates, leaves, put

__all__ = ["MAX_SOURCE", "RENDERER_VERSION", "QuoteRef", "Rendered", "TooMuchError", "render"]

# Raise it with each change that makes other HTML of the same text, and render all posts again.
RENDERER_VERSION = 3


class Rendered(NamedTuple):
    """What a text became: its HTML, whom it calls, and which posts it quotes."""

    html: str
    mentions: tuple[str, ...]
    quotes: tuple[QuoteRef, ...]


class _Engine(threading.local):
    """One reader and one gate for each thread: neither can be shared."""

    def __init__(self) -> None:
        self.md = Markdown()
        self.blocks = self.md.parser = Blocks(self.md)
        self.emphasis = mend_inline(self.md, self.blocks)
        self.inline = InlineProcessor(self.md)
        # The patterns ask for the nodes they stashed under this name.
        self.md.treeprocessors.register(self.inline, "inline", 20)
        self.cleaner = make_cleaner()

    def reset(self) -> None:
        """Forget the last text, also where reading it was broken off."""
        self.blocks.start()
        self.emphasis.reset()


_engine = _Engine()


def render(source: str, *, people: People, longest: int = MAX_SOURCE) -> Rendered:
    """Give the HTML of a text, the lower-case names it mentions, and the posts it quotes.

    `people` is called at most once, with all lower-case names that may be meant, and gives those
    that somebody bears with the name as that person writes it. Raises TooMuchError for a text over the bounds, or
    of more than `longest` characters.
    """
    if len(source) > longest:
        code = "length"
        raise TooMuchError(code, longest)
    _engine.reset()
    blocks = _engine.blocks
    root = Element("div")
    blocks.parseChunk(root, clean_source(source))
    blocks.budget.element(sum(1 for _ in root.iter()))
    _engine.inline.run(root)
    found = list(leaves(root))
    names = candidates(found)
    Budget().element(len(names))
    writer = Writer(people(names) if names else {}, blocks.budget)
    written = [(leaf, writer.pieces(leaf)) for leaf in found]
    for leaf, pieces in reversed(written):
        put(leaf, pieces)
    _rank_headings(root)
    return Rendered(_to_html(root), tuple(writer.mentions), tuple(blocks.quotes))


def _to_html(root: Element) -> str:
    whole = tostring(root, encoding="unicode", method="html")
    return clean_html(_engine.cleaner, whole.removeprefix("<div>").removesuffix("</div>"))


def _rank_headings(root: Element) -> None:
    """Make the levels of headings in use h3, h4 and so on: h1 and h2 are the page's own."""
    typed = {f"h{level}" for level in range(1, 7)}
    headings = [element for element in root.iter() if element.tag in typed]
    used = sorted({heading.tag for heading in headings})
    for heading in headings:
        heading.tag = f"h{min(3 + used.index(heading.tag), 6)}"

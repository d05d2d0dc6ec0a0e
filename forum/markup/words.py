"""The last reading of the tree's plain text: mentions, emoji, entities, escapes and line ends."""

import html
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from forum.markup.bounds import Budget
from forum.markup.emoji import FACE, NAME, Emoji, emoji, face
from forum.markup.mentions import MENTION, is_edge
from forum.markup.source import drop_unwanted

# Looking for a mark's first character before the mark itself is ten times as fast in plain prose.
_TRIGGER = re.compile("[@:;8^&\x02\n\\\\]")
_MARK = re.compile(
    f"{MENTION}|{NAME}|{FACE}"
    "|(?P<entity>&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});)"
    "|\x02(?P<escape>[0-9]{1,4})\x03"
    "|(?P<newline>\\\\?\n *)"
)


class Leaf(NamedTuple):
    """One run of plain text: the text of `parent`, or the tail of its child number `child`."""

    parent: Element
    child: int | None
    text: str
    marks: list[re.Match[str]]
    quoted: bool
    linked: bool


def leaves(element: Element, *, quoted: bool = False, linked: bool = False) -> Iterator[Leaf]:
    """Give every run of text that holds a mark, in the order of reading."""
    if element.tag in {"code", "summary"} or element.get("class") == "quote-title":
        return
    quoted = quoted or element.tag == "blockquote"
    linked = linked or element.tag == "a"
    if marks := _marks(element.text):
        yield Leaf(element, None, element.text or "", marks, quoted, linked)
    for number, child in enumerate(element):
        if linked and child.tag == "a":
            _unlink(child)
        yield from leaves(child, quoted=quoted, linked=linked)
        if marks := _marks(child.tail):
            yield Leaf(element, number, child.tail or "", marks, quoted, linked)


def candidates(found: list[Leaf]) -> frozenset[str]:
    """Give the lower-case names that may be mentioned."""
    return frozenset(
        mark["mention"].lower() for leaf in found if not leaf.linked for mark in leaf.marks if mark["mention"]
    )


def _unlink(link: Element) -> None:
    # A link in a link would be torn out of it by every browser.
    link.tag = "span"
    link.attrib.clear()


def _marks(text: str | None) -> list[re.Match[str]]:
    """Give all marks of a text, left to right."""
    marks: list[re.Match[str]] = []
    if not text or isinstance(text, AtomicString):
        return marks
    trigger = _TRIGGER.search(text)
    while trigger:
        at = trigger.end()
        mark = _MARK.match(text, trigger.start())
        if mark and _stands_free(mark, text):
            marks.append(mark)
            at = mark.end()
        trigger = _TRIGGER.search(text, at)
    return marks


def _stands_free(mark: re.Match[str], text: str) -> bool:
    """Say whether the characters around a mark let it be one."""
    if mark["entity"] or mark["escape"] or mark["newline"]:
        return True
    before, after = text[max(mark.start() - 1, 0) : mark.start()], text[mark.end() : mark.end() + 1]
    # An escaped character, which the library's own two mark, is always punctuation.
    if before and before != "\x03" and not is_edge(before):
        return False
    return not (mark["mention"] and after and after != "\x02" and not is_edge(after))


class Writer:
    """Writes marks into the tree, and remembers who was mentioned."""

    def __init__(self, people: Mapping[str, str], budget: Budget) -> None:
        self.people = people
        self.budget = budget
        self.mentions: dict[str, None] = {}

    def pieces(self, leaf: Leaf) -> list[str | Element]:
        """Give what a run of text becomes."""
        pieces: list[str | Element] = []
        done = 0
        for mark in leaf.marks:
            piece = self._piece(mark, leaf)
            if piece is not None:
                pieces += [leaf.text[done : mark.start()], piece]
                done = mark.end()
        return [*pieces, leaf.text[done:]]

    def _piece(self, mark: re.Match[str], leaf: Leaf) -> str | Element | None:
        if mark["entity"]:
            return drop_unwanted(html.unescape(mark[0]))
        if mark["escape"]:
            return chr(int(mark["escape"]))
        if mark["newline"]:
            return self._element("br", {}, None)
        if mark["mention"]:
            return None if leaf.linked else self._mention(mark["mention"], quoted=leaf.quoted)
        found = face(mark["face"]) if mark["face"] else emoji(mark["name"], mark["tone"])
        return found and self._emoji(found)

    def _mention(self, typed: str, *, quoted: bool) -> Element | None:
        name = self.people.get(typed.lower())
        if name is None:
            return None
        # Whoever is named in somebody else's words was not called by this author.
        if not quoted:
            self.mentions[typed.lower()] = None
        href = f"/@{quote(name)}/"
        return self._element("a", {"class": "mention", "href": href}, f"@{typed}")

    def _emoji(self, found: Emoji) -> Element:
        names = {"aria-label": found.label, "title": found.title}
        return self._element("span", {"class": "emoji", "role": "img", **names}, found.characters)

    def _element(self, tag: str, attributes: dict[str, str], text: str | None) -> Element:
        self.budget.element()
        element = Element(tag, attributes)
        element.text = text
        return element


def put(leaf: Leaf, pieces: list[str | Element]) -> None:
    """Replace a run of text with its pieces; a parent's last runs must be put first."""
    before = None if leaf.child is None else leaf.parent[leaf.child]
    text = ""
    made: list[Element] = []
    for piece in pieces:
        if isinstance(piece, str):
            text += piece
            continue
        _set_text(leaf.parent, before, text)
        text, before = "", piece
        made.append(piece)
    _set_text(leaf.parent, before, text)
    at = 0 if leaf.child is None else leaf.child + 1
    leaf.parent[at:at] = made


def _set_text(parent: Element, before: Element | None, text: str) -> None:
    if before is None:
        parent.text = text
    else:
        before.tail = text

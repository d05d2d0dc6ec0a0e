"""The last reading of plain text in the tree: mentions, emoji, entities and line ends."""

import html
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element

from forum.markup.bounds import Budget
from forum.markup.emoji import FACE, NAME, Emoji, emoji, face
from forum.markup.mentions import MENTION
from forum.markup.source import drop_unwanted

_TRIGGER = re.compile("[@:;8^&\x02\n]")
_TOKEN = re.compile(
    f"{MENTION}|{NAME}|{FACE}"
    "|(?P<entity>&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});)"
    "|(?P<escape>\x02[0-9]{1,3}\x03)"
    "|(?P<newline>\n)"
)
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


class Leaf(NamedTuple):
    """One run of plain text: the text of `parent`, or the tail of its child number `child`."""

    parent: Element
    child: int | None
    text: str
    marks: list[re.Match[str]]
    quoted: bool
    linked: bool


def leaves(
    element: Element, *, quoted: bool = False, linked: bool = False
) -> Iterator[Leaf]:
    """Give every run of text that may hold a mark, in the order of reading."""
    if (
        element.tag in {"code", "pre", "summary"}
        or element.get("class") == "quote-title"
    ):
        return
    quoted = quoted or element.tag == "blockquote"
    linked = linked or element.tag == "a"
    if element.text and (marks := find_marks(element.text)):
        yield Leaf(element, None, element.text, marks, quoted, linked)
    for number, child in enumerate(element):
        yield from leaves(child, quoted=quoted, linked=linked)
        if child.tail and (marks := find_marks(child.tail)):
            yield Leaf(element, number, child.tail, marks, quoted, linked)


def is_edge(char: str) -> bool:
    """Say whether a mention or an emoji may stand beside this character."""
    return (
        char in _PUNCTUATION
        or char.isspace()
        or char == "\x03"
        or unicodedata.category(char)[0] == "P"
    )


def find_marks(text: str) -> list[re.Match[str]]:
    """Give all marks of a text, left to right."""
    marks: list[re.Match[str]] = []
    trigger = _TRIGGER.search(text)
    while trigger:
        at = trigger.start()
        mark = _TOKEN.match(text, at)
        if mark and _stands_free(mark, text):
            marks.append(mark)
            at = mark.end() - 1
        trigger = _TRIGGER.search(text, at + 1)
    return marks


def _stands_free(mark: re.Match[str], text: str) -> bool:
    kind = mark.lastgroup
    if kind in {"entity", "escape", "newline"}:
        return True
    if mark.start() and not is_edge(text[mark.start() - 1]):
        return False
    if mark["mention"] is not None:
        return (
            mark.end() == len(text)
            or text[mark.end()] == "\x02"
            or is_edge(text[mark.end()])
        )
    if mark["face"] is not None:
        return mark.start() == 0 or not text[mark.start() - 1] == "\x03"
    return True


class Mentioned:
    """Writes marks into the tree and remembers who was mentioned."""

    def __init__(self, people: Mapping[str, str], budget: Budget) -> None:
        self.people = people
        self.budget = budget
        self.names: dict[str, None] = {}

    def write(self, leaf: Leaf) -> list[str | Element]:
        """Give the pieces that a run of text becomes."""
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
            return chr(int(mark[0][1:-1]))
        if mark["newline"]:
            br = self._element("br", {})
            return br
        if mark["mention"]:
            return (
                None
                if leaf.linked
                else self._mention(mark["mention"], quoted=leaf.quoted)
            )
        found = (
            face(mark["face"]) if mark["face"] else emoji(mark["name"], mark["tone"])
        )
        return None if found is None else self._emoji(found)

    def _element(self, tag: str, attributes: dict[str, str]) -> Element:
        self.budget.element()
        return Element(tag, attributes)

    def _mention(self, typed: str, *, quoted: bool) -> Element | None:
        name = self.people.get(typed.lower())
        if name is None:
            return None
        if not quoted:
            self.names[typed.lower()] = None
        a = self._element("a", {"class": "mention", "href": f"/@{name}/"})
        a.text = f"@{typed}"
        return a

    def _emoji(self, found: Emoji) -> Element:
        span = self._element(
            "span",
            {
                "class": "emoji",
                "role": "img",
                "aria-label": found.label,
                "title": found.title,
            },
        )
        span.text = found.characters
        return span


def put(leaf: Leaf, pieces: list[str | Element]) -> None:
    """Replace a run of text with its pieces; the last runs of a parent must be put first."""
    parent, at = leaf.parent, 0 if leaf.child is None else leaf.child + 1
    before = None if leaf.child is None else parent[leaf.child]
    texts: list[str] = []
    made: list[Element] = []
    for piece in pieces:
        if isinstance(piece, str):
            texts.append(piece)
            continue
        _set(parent, before, "".join(texts))
        texts, before = [], piece
        made.append(piece)
    _set(parent, before, "".join(texts))
    parent[at:at] = made


def _set(parent: Element, before: Element | None, text: str) -> None:
    if before is None:
        parent.text = text
    else:
        before.tail = text

"""HTML as a tree that takes neither long nor much memory to read, and where in its lines something stands."""

import re
from html import unescape
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement

from forum.markup.source import bare

# A list or a table takes as long as the square of its length, and few posts have a tenth of that.
MOST_TAGS = 6_000
# Read as a tree, which takes many times the memory.
LONGEST_HTML = 600_000
# Each level of quotes and lists is written line by line again: so many characters times levels take some seconds.
_MOST_WRITTEN = 3_000_000
# The classes of what is shown only to whoever asks for it.
COVERS = {"spoiler", "spoiled"}
_WITHOUT_SIGNS = {"pre", "code", "kbd", "samp", "summary"}
_LEVELS = {"blockquote", "ol", "ul", "li", "dl", "dt", "dd", "aside", "div", "details"}
# The converter calls itself for each, and Python lets it do so a thousand times.
_MOST_DEEP = 100
# Looking for where they end takes the square of their length.
_BLANKS = re.compile(r"(\s{100})\s+")
_ENTITY = re.compile(r"&#?\w{1,32};?", re.ASCII)
# Signs that Unicode's form C makes others of, alone.
_ASCII = {0x37E: ";", 0x1FEF: "`", 0x212A: "K"}
# Where a line ends.
_LINES = {
    *("p", "br", "li", "pre", "blockquote", "div", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ul", "ol", "dl"),
    *("dt", "dd", "table", "td", "th", "aside", "details", "summary"),
}
_BLOCK = re.compile(rf"</?(?:{'|'.join(_LINES)})\b", re.IGNORECASE)
_EMPTY_LINES = re.compile("\n{3,}")
_LINE_END = re.compile(r"\n\s*$")


class BeyondError(Exception):
    """HTML that takes minutes, or more memory than there is, to be written as text, or that no text says."""


def read_html(cooked: str) -> BeautifulSoup:
    """Return HTML as a tree that can be written as text; raises BeyondError."""
    if cooked.count("<") > MOST_TAGS:
        raise BeyondError
    soup = _read(cooked)
    if _is_too_deep(soup, len(cooked)):
        raise BeyondError
    covers = soup(class_=list(COVERS))
    known = {id(cover) for cover in covers}
    for cover in covers:
        if any(id(tag) in known for tag in cover.parents):
            del cover["class"]  # covered already
        elif cover.name not in {"span", "div"} or any(tag.name in _WITHOUT_SIGNS for tag in cover.parents):
            raise BeyondError  # none can be typed there
    return soup


def words_alone(cooked: str) -> str:
    """Return the words of HTML, each block on a line."""
    return _EMPTY_LINES.sub("\n\n", _read(_BLOCK.sub("\n\\g<0>", cooked)).get_text()).strip()


def begins_line(text: PageElement) -> bool:
    """Say whether nothing stands before a text in its line."""
    here: PageElement | None = text
    while here is not None and not _ends_lines(here):
        before = here.previous_sibling
        last = _last_in(before)
        if before is None or last is None:
            here = here.parent
        elif _ends_lines(last) or (not isinstance(last, Tag) and _LINE_END.search(str(last))):
            return True
        elif label_of(last) if isinstance(last, Tag) else str(last).strip():
            return False
        else:
            here = last
    return True


def behind(text: PageElement) -> PageElement | None:
    """Return the tag or text that stands behind a text in its line, or None."""
    here: PageElement | None = text
    while here is not None and not _ends_lines(here):
        if here.next_sibling is not None:
            return None if _ends_lines(here.next_sibling) else here.next_sibling
        here = here.parent
    return None


def _last_in(element: PageElement | None) -> PageElement | None:
    """Return the last that stands in something, or in its last line; or that itself where nothing does."""
    while isinstance(element, Tag) and element.contents and not _ends_lines(element):
        element = element.contents[-1]
    return element


def _ends_lines(element: PageElement) -> bool:
    return isinstance(element, Tag) and (element.name in _LINES or element.parent is None)


def lines_of(el: Tag) -> str:
    """Return the words of code or a title, where images and ends of lines are words too."""
    return "".join(map(_word, el.descendants)).replace("\r\n", "\n").replace("\r", "\n")


def _word(part: PageElement) -> str:
    if not isinstance(part, Tag):
        return str(part)
    # There may be an end of a line behind it, which is the same one; no text holds this sign.
    return "\r" if part.name == "br" else label_of(part) if part.name == "img" else ""


def label_of(image: Tag) -> str:
    """Return what stands for an image where it is not shown."""
    return str(image.get("alt") or image.get("title") or "")


def address_of(el: Tag, attribute: str) -> str:
    """Return the address in an attribute, or an empty text."""
    found = str(el.get(attribute) or "").strip()
    return f"https:{found}" if found.startswith("//") else found


def classes_of(el: Tag) -> set[str]:
    """Return a tag's classes."""
    found: Any = el.get("class") or ()
    return set(found if not isinstance(found, str) else found.split())


def is_covered(el: Tag) -> bool:
    """Say whether the words of a tag are shown only to whoever asks for them."""
    return bool(classes_of(el) & COVERS)


def _read(cooked: str) -> BeautifulSoup:
    """Return HTML as a tree, without programs."""
    plain = _ENTITY.sub(_plain_entity, _plain(_without_comments(cooked)))
    soup = BeautifulSoup(_BLANKS.sub(r"\1", plain), "html.parser")
    for program in soup(["script", "style", "svg", "object", "embed", "template"]):
        program.decompose()
    return soup


def _plain(text: str) -> str:
    """Return a text without what it is freed of later: that might be all that keeps its letters from being a sign."""
    return bare(text).translate(_ASCII)


def _plain_entity(entity: re.Match[str]) -> str:
    typed = unescape(entity[0])
    return entity[0] if typed.isascii() and typed.isprintable() else _plain(typed)


def _is_too_deep(soup: BeautifulSoup, length: int) -> bool:
    """Say whether tags stand so deep in each other that writing them as text would take minutes."""
    depths = {id(soup): (0, 0)}
    for tag in soup.find_all():
        level, depth = depths[id(tag.parent)]
        depths[id(tag)] = level + (tag.name in _LEVELS), depth + 1
    levels, deepest = max(level for level, _ in depths.values()), max(depth for _, depth in depths.values())
    return deepest > _MOST_DEEP or length * levels > _MOST_WRITTEN


def _without_comments(cooked: str) -> str:
    """Return HTML without comments, and with nothing that the parser would look for the end of again and again."""
    words, *comments = cooked.split("<!--")
    # What is not ended hides all behind it, as in a browser.
    shown = [rest for _, is_ended, rest in (comment.partition("-->") for comment in comments) if is_ended]
    tags, end, rest = "".join([words, *shown]).replace("<!", "&lt;!").replace("<?", "&lt;?").rpartition(">")
    return tags + end + rest.replace("<", "&lt;")

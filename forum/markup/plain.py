"""A post's HTML read back as plain words, for where no page can be shown."""

import re
from html.parser import HTMLParser

HIDDEN = "[…]"

_BLOCKS = frozenset(["p", "pre", "ul", "ol", "li", "h3", "h4", "h5", "h6", "hr", "details", "div"])
_EMPTY = frozenset({"br", "hr"})
_SPAN = re.compile('<(?P<end>/?)span(?P<is_cover> class="spoiler")?[^>]*>')
_BLANK_LINES = re.compile(r"\n\s*\n+")


def plain_words(html: str, longest: int) -> str:
    """Return what `html` (made by our renderer) says, at most `longest` characters and cut at a word.

    Quotes of others are left out, and hidden text stays hidden.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    words = _BLANK_LINES.sub("\n\n", "".join(reader.parts)).strip()
    if len(words) <= longest:
        return words
    cut = words[: longest - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip() + "…"


def without_covered_words(html: str) -> str:
    """Return `html` (made by our renderer) with a sign for what is covered in a line, which our style alone hides."""
    parts: list[str] = []
    shown_from = depth = 0
    for tag in _SPAN.finditer(html):
        if depth:
            depth += -1 if tag["end"] else 1
            shown_from = tag.end()
        elif tag["is_cover"]:
            parts += html[shown_from : tag.start()], HIDDEN
            depth = 1
    return "".join([*parts, html[shown_from:]])


class _Reader(HTMLParser):
    """Gathers the text outside of what is passed over."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.passed_over = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        is_hidden = ("class", "spoiler") in attrs
        if self.passed_over or is_hidden or tag == "aside":
            self.passed_over += tag not in _EMPTY
        if is_hidden and self.passed_over == 1:
            self.parts.append(HIDDEN)
        elif not self.passed_over:
            self._open(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.passed_over:
            self.passed_over -= tag not in _EMPTY
        elif tag in _BLOCKS:
            self.parts.append("\n" if tag == "li" else "\n\n")

    def handle_data(self, data: str) -> None:
        if not self.passed_over:
            self.parts.append(data)

    def _open(self, tag: str) -> None:
        if tag == "li":
            self.parts.append("• ")
        elif tag == "br":
            self.parts.append("\n")
        elif tag in _BLOCKS:
            self.parts.append("\n\n")

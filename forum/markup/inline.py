"""The library's inline patterns, mended: none looks further ahead than it must, and all count."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import DelimiterProcessor, InlineProcessor
from markdown.util import AtomicString, Registry

from forum.markup.blocks import Blocks
from forum.markup.links import make_link

# A run of backticks that no backslash takes the meaning from.
CODE = r"(?<![\\`])((?:\\\\)*+)(`++)"
ESCAPE = r"\\([!-/:-@\[-`{-~\u2022])"


def _pair(tags: str) -> str:
    """Return the pattern of one of these tags without any of them in it."""
    return (
        rf"\[(?P<tag>(?i:{tags}))(?:=(?P<value>[^\[\]\s]{{1,2000}}))?\]"
        rf"(?P<text>(?:[^\[]|\[(?!/?(?i:{tags})[\]=]))*+)\[/(?i:(?P=tag))\]"
    )


# Registered several times, so that each round takes the next outer ones.
PAIR = _pair("b|i|u|s|code|spoiler|url|img")
PAIR_ROUNDS = 4
# What no round took as another tag in it lacks its end, or they stand too deep: it is covered all the same.
COVER = _pair("spoiler")
LINK = (
    r"!?\[(?P<text>(?:[^\[\]]|\[[^\[\]]*+\])*+)\]"
    r"\(\s*+(?P<address><[^<>\n]*+>|[^\s()<>]*+(?:\([^\s()]*+\)[^\s()]*+)*+)"
    r"(?:\s++(?:\"[^\"]*+\"|'[^']*+'))?\s*+\)"
)
_MAIL = r"[a-zA-Z0-9][\w.+-]{0,63}+@[a-zA-Z0-9-]{1,63}(?:\.[a-zA-Z0-9-]{1,63}){1,4}"
ANGLED = rf"<((?:https?://|mailto:)[^\s<>]{{1,2000}}|{_MAIL})>"
_REST = r"[^\s<>\x02\x03\"`]{0,2000}"
# Without `https://` or `www.` only names under these are taken for addresses: "ok.so" is none.
_DOMAIN = r"(?:[a-zA-Z0-9-]{1,63}\.){1,4}(?:com|edu|gov|info|net|org)(?![\w-])(?:/" + _REST + ")?"
BARE = (
    rf"(?<![\w/@.-])(?:(?P<address>https?://[^\s/.]{_REST}|www\.[^\s/.]{_REST})"
    rf"|(?P<mail>{_MAIL})(?![@\w-])|(?P<domain>{_DOMAIN}))"
)
MAX_MARKS = 1_000
_ENDS = "?!.,:;*_~'\u2019\u201c\u201d\u00bb\u2026"
_SIZE = re.compile(r"\|[0-9]{1,5}x[0-9]{1,5}(?:,[0-9 ]{1,4}%)?$")  # what Discourse writes after an image's name
_TAGS = {"b": "strong", "i": "em", "u": "em", "s": "del"}
_NO_MARKS = str.maketrans("", "", "*_~")
_ESCAPED = re.compile("\x02([0-9]{1,4})\x03")


# An element, or text to be stashed, or None; and the part of the text that it stands for.
Made = tuple[Element | str | None, int, int]


class Counted(InlineProcessor):
    """A pattern that counts what it makes, and reads what earlier patterns took away."""

    def __init__(self, pattern: str, md: Markdown, blocks: Blocks) -> None:
        super().__init__(pattern, md)
        self.blocks = blocks

    def handleMatch(self, m: re.Match[str], data: str) -> Made:  # type: ignore[override]  # as the library's own do
        made = self.make(m, data)
        if made[0] is not None:
            self.blocks.budget.element()
        return made

    def make(self, m: re.Match[str], data: str) -> Made:
        """Give the element, or None to leave the text as it is, and which part of the text it takes."""
        raise NotImplementedError

    def typed(self, text: str, *, escape: str = "") -> str:
        """Give the text as it was typed; `escape` is put back before what a backslash stood before."""
        return _ESCAPED.sub(lambda found: escape + chr(int(found[1])), self.unescape(text))


class CodeSpan(Counted):
    """Code between two runs of as many backticks, found without looking twice at any of them."""

    def __init__(self, pattern: str, md: Markdown, blocks: Blocks) -> None:
        super().__init__(pattern, md, blocks)
        self._seen = ""
        self._runs: dict[int, list[int]] = {}

    def make(self, m: re.Match[str], data: str) -> Made:
        close = self._close(data, m.end(2), len(m[2]))
        if close is None:
            return None, m.start(0), m.end(0)
        code = Element("code")
        code.text = AtomicString(data[m.end(2) : close].strip())
        return code, m.start(2), close + len(m[2])

    def _close(self, data: str, end: int, length: int) -> int | None:
        # What is before `end` changes with each match and what is behind it does not, so places
        # are counted from the end of the text.
        size = len(data)
        if not self._seen.endswith(data[end:]):
            self._seen, self._runs = data[end:], {}
            for run in re.finditer("`++", self._seen):
                place = run.start() - len(self._seen)
                self._runs.setdefault(len(run[0]), []).append(place)
        places = self._runs.get(length, [])
        found = bisect_left(places, end - size)
        return size + places[found] if found < len(places) else None


class Escape(Counted):
    """A character that a backslash takes the meaning from; each is stashed, which costs a copy."""

    def make(self, m: re.Match[str], data: str) -> Made:
        del data
        return f"\x02{ord(m[1])}\x03", *m.span()


class Pair(Counted):
    """Bracket tags within a line: `[b]`, `[i]`, `[u]`, `[s]`, `[code]`, `[spoiler]`, `[url]`, `[img]`."""

    def make(self, m: re.Match[str], data: str) -> Made:
        del data
        return self._element(m["tag"].lower(), m["value"], m["text"]), *m.span()

    def _element(self, tag: str, value: str | None, text: str) -> Element | None:
        if tag in {"url", "img"}:
            address = self.typed(value or text).strip("\"' \n")
            return make_link(address, text if value and tag == "url" else None)
        if tag == "code":
            element = Element("code")
            text = AtomicString(self.typed(text, escape="\\"))
        elif tag == "spoiler":
            # It can be reached by keyboard, so that focus shows it without any script.
            element = Element("span", {"class": "spoiler", "tabindex": "0"})
        else:
            element = Element(_TAGS[tag])
        element.text = text
        return element


class Link(Counted):
    """`[text](address)`; images are links too, so that nothing is loaded from elsewhere."""

    ANCESTOR_EXCLUDES = ("a",)

    def make(self, m: re.Match[str], data: str) -> Made:
        del data
        text = _SIZE.sub("", m["text"]) if m[0].startswith("!") else m["text"]
        link = make_link(self.typed(m["address"].strip("<>")), text)
        return link, m.start(), m.start("text") if link is None else m.end()


class Angled(Counted):
    """`<https://example.org>`."""

    ANCESTOR_EXCLUDES = ("a",)

    def make(self, m: re.Match[str], data: str) -> Made:
        del data
        typed = self.typed(m[1], escape="\\")
        address = typed.removeprefix("mailto:")
        return make_link(typed if ":" in typed else f"mailto:{address}", AtomicString(address)), *m.span()


class Bare(Counted):
    """An address in the midst of text, without the punctuation that ends the sentence."""

    ANCESTOR_EXCLUDES = ("a",)

    def make(self, m: re.Match[str], data: str) -> Made:
        del data
        address = _without_end(m[0])
        scheme = "mailto:" if m["mail"] else "https://" if m["domain"] else ""
        return make_link(scheme + address, AtomicString(address)), m.start(), m.start() + len(address)


def _without_end(address: str) -> str:
    """Give an address without what ends the sentence, or closes a bracket opened before it."""
    address = address.rstrip(_ENDS)
    spare = {close: address.count(close) - address.count(start) for start, close in ("()", "[]", "{}")}
    while spare.get(address[-1:], 0) > 0:
        spare[address[-1]] -= 1
        address = address[:-1].rstrip(_ENDS)
    return address


class Emphasis(DelimiterProcessor):
    """The library's emphasis, counted: one match may hold thousands of elements.

    It looks at every open mark again for every closing one, and at a long run of marks from each
    of its characters, so a block with more marks than anybody means is left without emphasis.
    Of `5*3**2*word` it loses a letter, so what it made of a text holds all of it, or is left alone.
    """

    def __init__(self, md: Markdown, blocks: Blocks) -> None:
        super().__init__("*", "strong,em", md)
        self.add("_", "strong,em", smart=True)
        self.add("~", "del", double=True)
        self.blocks = blocks

    def handleMatch(  # type: ignore[override]  # as the library's own do
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        if not self.regions and sum(data.count(mark, m.start()) for mark in self.tokens) > MAX_MARKS:
            return None, m.start(), len(data)
        element, start, end = made = super().handleMatch(m, data)
        if element is None:
            return made
        if "".join(element.itertext()).translate(_NO_MARKS) != data[start:end].translate(_NO_MARKS):
            self.reset()
            return None, m.start(), max(m.end(), end or 0)
        for depth in _depths(element):
            self.blocks.budget.element()
            self.blocks.budget.level(depth)
        return made


def _depths(element: Element) -> Iterator[int]:
    level, depth = [element], 0
    while level:
        depth += 1
        yield from (depth for _ in level)
        level = [child for parent in level for child in parent]


def mend_inline(md: Markdown, blocks: Blocks) -> Emphasis:
    """Put our patterns where the library's were; give the one that remembers, to be reset."""
    emphasis = Emphasis(md, blocks)
    patterns: list[InlineProcessor] = [
        CodeSpan(CODE, md, blocks),
        Escape(ESCAPE, md, blocks),
        *(Pair(PAIR, md, blocks) for _ in range(PAIR_ROUNDS)),
        Pair(COVER, md, blocks),
        Link(LINK, md, blocks),
        Angled(ANGLED, md, blocks),
        Bare(BARE, md, blocks),
        emphasis,
    ]
    md.inlinePatterns = Registry()
    for number, pattern in enumerate(patterns):
        md.inlinePatterns.register(pattern, f"ours{number}", -number)
    return emphasis

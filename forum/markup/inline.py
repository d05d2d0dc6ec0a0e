"""The library's inline patterns, mended: none looks further ahead than it must, and all count."""

import re
import string
from bisect import bisect_left
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import DelimiterProcessor, EscapeInlineProcessor, InlineProcessor
from markdown.util import AtomicString, Registry

from forum.markup.blocks import Blocks
from forum.markup.bounds import Budget
from forum.markup.links import make_link

# A run of backticks that no backslash takes the meaning from.
CODE = r"(?<![\\`])((?:\\\\)*+)(`++)"
ESCAPE = r"\\([!-/:-@\[-`{-~])"
_PAIRED = "b|i|u|s|code|spoiler|url|img"
# Tags without tags in them: registered several times, so that each round takes the next outer ones.
PAIR = (
    rf"\[(?P<tag>{_PAIRED})(?:=(?P<value>[^\[\]\s]{{1,2000}}))?\]"
    rf"(?P<text>(?:[^\[]|\[(?!/?(?:{_PAIRED})[\]=]))*+)\[/(?P=tag)\]"
)
PAIR_ROUNDS = 4
LINK = (
    r"!?\[(?P<text>(?:[^\[\]]|\[[^\[\]]*+\])*+)\]"
    r"\(\s*+(?P<address><[^<>\n]*+>|[^\s()<>]*+(?:\([^\s()]*+\)[^\s()]*+)*+)"
    r"(?:\s++(?:\"[^\"]*+\"|'[^']*+'))?\s*+\)"
)
_MAIL = r"[a-zA-Z0-9][\w.+-]{0,63}+@[a-zA-Z0-9-]{1,63}(?:\.[a-zA-Z0-9-]{1,63}){1,4}"
ANGLED = rf"<((?:https?://|mailto:)[^\s<>]{{1,2000}}|{_MAIL})>"
BARE = (
    r"(?<![\w/@.])(?:https?://|www\.)[^\s<>\x02\x03\"`]{2,2000}"
    rf"|(?<![\w.+@/-]){_MAIL}(?![@\w-])"
)
_ENDS = "?!.,:;*_~'"
_TAGS = {"b": "strong", "i": "em", "u": "em", "s": "del"}
_ESCAPED = re.compile("\x02([0-9]{1,3})\x03")


class Counted(InlineProcessor):
    """A pattern that counts what it makes, and reads what earlier patterns took away."""

    md: Markdown

    def count(self, made: Element | None) -> Element | None:
        """Count the element, if there is one, and refuse the one too many."""
        if made is not None:
            budget(self.md).element()
        return made

    def typed(self, text: str, *, escape: str = "") -> str:
        """Give the text as it was typed; `escape` stands before what a backslash was before."""
        return _ESCAPED.sub(lambda found: escape + chr(int(found[1])), self.unescape(text))


def budget(md: Markdown) -> Budget:
    """Give the budget of the text that is being read."""
    parser = md.parser
    if not isinstance(parser, Blocks):
        raise TypeError(parser)
    return parser.budget


class CodeSpan(Counted):
    """Code between two runs of as many backticks, found without looking twice at any of them."""

    def __init__(self, pattern: str, md: Markdown) -> None:
        super().__init__(pattern, md)
        self._seen = ""
        self._runs: dict[int, list[int]] = {}

    def handleMatch(  # noqa: N802  # the library's name
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int, int]:
        """Make the code up to the next run of the same length, if there is one."""
        close = self._close(data, m.end(2), len(m[2]))
        if close is None:
            return None, m.start(0), m.end(0)
        code = Element("code")
        code.text = AtomicString(data[m.end(2) : close].strip())
        return self.count(code), m.start(2), close + len(m[2])

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


class Escape(EscapeInlineProcessor):
    """A character that a backslash takes the meaning from; counted, as each costs a copy."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str | None, int, int]:  # noqa: N802
        """Take the character out of all later patterns' sight."""
        budget(self.md).element()
        return super().handleMatch(m, data)


class Pair(Counted):
    """Bracket tags within a line: `[b]`, `[i]`, `[u]`, `[s]`, `[code]`, `[spoiler]`, `[url]`, `[img]`."""

    def handleMatch(  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int, int]:
        """Make the tag's element; a tag that asks for what may not be stays text."""
        del data
        return self.count(self._element(m["tag"].lower(), m["value"], m["text"])), *m.span()

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

    def handleMatch(  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int, int]:
        """Make the link where it may lead, else go on inside its brackets."""
        del data
        link = self.count(make_link(self.typed(m["address"].strip("<>")), m["text"]))
        return link, m.start(), m.start("text") if link is None else m.end()


class Angled(Counted):
    """`<https://example.org>`."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int, int]:
        """Make the link."""
        del data
        return self.count(_bare_link(m[1])), *m.span()


class Bare(Counted):
    """An address in the midst of text, without the punctuation that ends the sentence."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int, int]:
        """Make the link."""
        del data
        address = m[0].rstrip(_ENDS)
        extra = address.count(")") - address.count("(")
        while extra > 0 and address.endswith(")"):
            address = address[:-1].rstrip(_ENDS)
            extra -= 1
        link = self.count(_bare_link(address))
        return link, m.start(), m.end() if link is None else m.start() + len(address)


def _bare_link(address: str) -> Element | None:
    if re.match("(?:https?://|www\\.|mailto:)", address):
        return make_link(address, AtomicString(address.removeprefix("mailto:")))
    return make_link(f"mailto:{address}", AtomicString(address))


class Emphasis(DelimiterProcessor):
    """The library's emphasis, counted: one match may hold thousands of elements."""

    def handleMatch(  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        """Count what the library made, and how deep."""
        element, start, end = super().handleMatch(m, data)
        for depth in () if element is None else _depths(element):
            budget(self.md).element()
            Budget.level(depth)
        return element, start, end


def _depths(element: Element) -> Iterator[int]:
    level, depth = [element], 0
    while level:
        depth += 1
        yield from (depth for _ in level)
        level = [child for parent in level for child in parent]


def mend_inline(md: Markdown) -> None:
    """Put our patterns where the library's were."""
    patterns: list[tuple[InlineProcessor, str]] = [
        (CodeSpan(CODE, md), "code"),
        (Escape(ESCAPE, md), "escape"),
        *((Pair(PAIR, md), f"pair{number}") for number in range(PAIR_ROUNDS)),
        (Link(LINK, md), "link"),
        (Angled(ANGLED, md), "angled"),
        (Bare(BARE, md), "bare"),
        (Emphasis("*", "strong,em", md), "emphasis"),
    ]
    md.ESCAPED_CHARS = list(string.punctuation)
    md.inlinePatterns = Registry()
    for priority, (pattern, name) in enumerate(reversed(patterns)):
        md.inlinePatterns.register(pattern, name, priority)
    md.delimiters.add("_", "strong,em", smart=True)
    md.delimiters.add("~", "del", double=True)

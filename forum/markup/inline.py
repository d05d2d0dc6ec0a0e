"""The library's inline patterns, mended: nothing looks ahead further than it must."""

import re
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.inlinepatterns import (
    BacktickInlineProcessor,
    DelimiterProcessor,
    EscapeInlineProcessor,
    InlineProcessor,
    SubstituteTagInlineProcessor,
)
from markdown.util import AtomicString

from forum.markup.gate import REL

LINK = (
    r"(!?)\[((?:[^\[\]\\]|\\.|\[[^\[\]]*+\])*+)\]"
    r"\(\s*+(<[^<>\n]*+>|[^\s()<>]*+(?:\([^\s()]*+\)[^\s()]*+)*+)"
    r"(?:\s++(?:\"[^\"]*+\"|'[^']*+'))?\s*+\)"
)
AUTOLINK = r"<((?:https?://|mailto:)[^\s<>]{1,2000})>"
BARE = r"(?<![\w/@.])(?:https?://|www\.)[^\s<>\x02\x03\"`]{2,2000}|(?<![\w.+-])[a-zA-Z0-9][\w.+-]{0,63}@[a-zA-Z0-9-]{1,63}(?:\.[a-zA-Z0-9-]{1,63}){1,4}"
PAIR = r"\[(b|i|u|s|spoiler|code|url|img)(=[^\[\]\s]{1,2000})?\]"
TAGS = {"b": "strong", "i": "em", "u": "em", "s": "del"}


def safe_href(address: str) -> str | None:
    """Give the address if a link may lead there, else None."""
    address = re.sub(r"[\s\x00-\x1f]+", "", address)
    if re.match(r"(?:https?://|mailto:)[^\s]", address, re.IGNORECASE):
        return address
    if re.match(r"www\.", address, re.IGNORECASE):
        return f"https://{address}"
    if re.match(r"/(?![/\\])", address):
        return address
    return None


def link(address: str, text: str | None) -> Element | None:
    href = safe_href(address)
    if href is None:
        return None
    a = Element("a", {"href": href})
    if not href.startswith("/"):
        a.set("rel", REL)
    a.text = text if text and text.strip() else AtomicString(address)
    return a


class Code(BacktickInlineProcessor):
    def find_code_spans(self, start, text):
        n = start
        while n < len(text) and text[n] == "`":
            n += 1
        run = text[start:n]
        if self.known[0] is not text:
            runs = {}
            for found in re.finditer("`+", text):
                runs.setdefault(len(found[0]), []).append(found.start())
            self.known = (text, runs)
        from bisect import bisect_left

        places = self.known[1].get(len(run), [])
        at = bisect_left(places, n)
        if at < len(places):
            return n, places[at]
        return n, None

    known = ("", {})

    def handleMatch(self, m, data):
        if m.group(1):
            return m.group(1).replace("\\\\", self.ESCAPED_BSLASH), m.start(0), m.end(0)
        start, end = self.find_code_spans(m.start(0), data)
        if end is None:
            return None, m.start(0), start
        self.md.parser.budget.element()
        el = Element("code")
        el.text = AtomicString(data[start:end].strip())
        return el, m.start(0), end + (start - m.start(0))


class Escape(EscapeInlineProcessor):
    def handleMatch(self, m, data):
        r = super().handleMatch(m, data)
        if r[0] is not None:
            self.md.parser.budget.element()
        return r


class Link(InlineProcessor):
    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m, data):
        a = link(self.unescape(m[3].strip("<>")), m[2])
        if a is None:
            return None, m.start(0), m.start(2)
        self.md.parser.budget.element()
        return a, m.start(0), m.end(0)


class Auto(InlineProcessor):
    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m, data):
        address = m[1]
        a = link(address, AtomicString(address.removeprefix("mailto:")))
        self.md.parser.budget.element()
        return a, m.start(0), m.end(0)


class Bare(InlineProcessor):
    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m, data):
        address = m[0].rstrip("?!.,:;*_~'")
        while address.endswith(")") and address.count("(") < address.count(")"):
            address = address[:-1].rstrip("?!.,:;*_~'")
        mail = "@" in address and "/" not in address
        a = link("mailto:" + address if mail else address, AtomicString(address))
        if a is None:
            return None, m.start(0), m.end(0)
        self.md.parser.budget.element()
        return a, m.start(0), m.start(0) + len(address)


class Pair(InlineProcessor):
    def handleMatch(self, m, data):
        tag = m[1].lower()
        end = data.find(f"[/{m[1]}]", m.end(0))
        if end < 0:
            return None, m.start(0), m.end(0)
        inner = data[m.end(0) : end]
        after = end + len(tag) + 3
        self.md.parser.budget.element()
        if tag in ("url", "img"):
            el = link(
                self.unescape((m[2] or "=" + inner)[1:].strip("\"'")),
                inner if m[2] else None,
            )
            if el is None:
                return None, m.start(0), m.end(0)
        elif tag == "code":
            el = Element("code")
            el.text = AtomicString(inner)
        elif tag == "spoiler":
            el = Element("span", {"class": "spoiler", "tabindex": "0"})
            el.text = inner
        else:
            el = Element(TAGS[tag])
            el.text = inner
        return el, m.start(0), after


class Emphasis(DelimiterProcessor):
    def handleMatch(self, m, data):
        r = super().handleMatch(m, data)
        if r[0] is not None:
            self.md.parser.budget.element()
        return r


def extend(md: Markdown) -> None:
    pats = md.inlinePatterns
    for name in [
        "reference",
        "image_link",
        "image_reference",
        "short_reference",
        "short_image_ref",
        "automail",
        "html",
        "entity",
        "linebreak",
    ]:
        pats.deregister(name)
    md.ESCAPED_CHARS = list("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
    pats.register(Code(r"(?:(?<!\\)((?:\\{2})+)(?=`+)|(?<!\\)`)"), "backtick", 190)
    pats["backtick"].md = md
    pats.register(Escape(r"\\([!-/:-@\[-`{-~])", md), "escape", 180)
    pats.register(Link(LINK, md), "link", 160)
    pats.register(Auto(AUTOLINK, md), "autolink", 120)
    pats.register(Bare(BARE, md), "bare", 115)
    pats.register(Pair(PAIR, md), "pair", 100)
    pats.register(Emphasis("*", "strong,em", md), "em_strong", 60)
    md.delimiters.add("_", "strong,em", smart=True)
    md.delimiters.add("~", "del", double=True)

"""How like a post comes out to what Discourse made of it: its words, and what both show, which is counted."""

import re
from collections import Counter
from html import unescape
from html.parser import HTMLParser

from forum.moving.discourse.tree import COVERS, LONGEST_HTML, MOST_TAGS

VOID = {"br", "hr", "img", "input", "source", "meta", "link", "wbr", "embed"}
# Reading HTML takes long, and most posts hold nothing that is counted.
_COUNTED = re.compile("mention|emoji|spoile|<(?:blockquote|pre|li)", re.IGNORECASE)
# Ours is written in one way, so that a look at it is enough.
_OURS = re.compile('<(?:(blockquote|pre|li)|(?:a|span|details)[^<>]* class="(mention|emoji|spoiler)")[ >]')

_TAGS = re.compile("<[^<>]*>")
_WORDS = re.compile(r"[^\W\d_]{2,}")
# What stands in the HTML of a post besides its own words: whom it quotes, previews of links, an image's size.
_NOT_TYPED = {
    "</aside>": re.compile("<aside"),
    "</div>": re.compile('<div class="meta"'),
    "</a>": re.compile("<a [^<>]*inline-onebox"),
}
# What one types and nobody reads: addresses, and the words of tags.
_NOT_SHOWN = re.compile(r"<[^<>]*>|(?:\w{1,20}:)?//[^\s<>\"')\]]*|\[/?[a-z]\w{0,20}\b[^\[\]\n]*\]", re.IGNORECASE)
# Discourse adds a word or two, such as "voters" under a poll.
_ADDED = 2


class _Counting(HTMLParser):
    """Counts mentions, quotes, code, list items, emoji and spoilers, but not what a link's preview holds."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()
        self.open: list[tuple[str, str]] = []
        # How many of each are open, as nobody bounds how deep they stand.
        self.tags: Counter[str] = Counter()
        self.places: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = (dict(attrs).get("class") or "").split()
        here = "preview" if any(name.startswith("onebox") for name in classes) else ""
        here = "title" if tag == "div" and "title" in classes else here
        is_preview, is_title = (place == here or self.places[place] > 0 for place in ("preview", "title"))
        if not is_preview and (kind := _kind(tag, classes)) and (kind != "emoji" or not is_title):
            self.found[kind] += 1
        if tag not in VOID:
            self.open.append((tag, here))
            self.tags[tag] += 1
            self.places[here] += 1

    def handle_endtag(self, tag: str) -> None:
        is_open = self.tags[tag] > 0
        while is_open:
            closed, place = self.open.pop()
            self.tags[closed] -= 1
            self.places[place] -= 1
            is_open = closed != tag


def _kind(tag: str, classes: list[str]) -> str | None:
    if "mention" in classes:
        return "mention"
    if "emoji" in classes:
        return "emoji"
    if COVERS.intersection(classes):
        return "spoiler"
    return tag if tag in {"blockquote", "pre", "li"} else None


def count(html: str) -> Counter[str]:
    """Count what a post showed there; raises AssertionError or ValueError for HTML that cannot be read."""
    counting = _Counting()
    if _COUNTED.search(html):
        counting.feed(html)
    return counting.found


def count_ours(html: str) -> Counter[str]:
    """Count what a post shows here."""
    return Counter(tag or kind for tag, kind in _OURS.findall(html))


def difference(theirs: str, ours: str, source: str) -> str:
    """Say why our HTML of a post does not show what theirs does; empty where it does."""
    if theirs.count("<") > MOST_TAGS or len(theirs) > LONGEST_HTML:
        return "too much to compare"
    try:
        there, here = count(theirs), count_ours(ours)
    except (AssertionError, ValueError):
        return "HTML that cannot be compared"
    if there == here:
        return ""
    more, less = there - here, here - there
    if not less and set(more) == {"mention"}:
        return "names people who wrote nothing here"
    quotes = source.count("[quote")
    if not less and more["blockquote"] and not more["spoiler"] and there["blockquote"] > quotes and "/t/" in source:
        return "Discourse unfolds a link into a preview"
    kinds = sorted(set(more) | set(less))
    return "reads otherwise: " + ", ".join(f"{kind} {there[kind]} there, {here[kind]} here" for kind in kinds)


def says_the_same(theirs: str, source: str) -> bool:
    """Say whether a text holds the words that its HTML shows, and not more of others than of those.

    Of what somebody else typed, or not all of it, neither is so. Code that stands between no marks of code loses words
    in Discourse, so that half of all may be missing there.
    """
    try:
        words, typed = _words_of(_TAGS.sub(" ", _only_typed(theirs))), _words_of(source)
        missing = len(words - typed)
        if missing > _ADDED or missing * 10 > len(words):
            return False
        if len(typed - words) * 2 <= len(typed):
            return True
        own = _words_of(_NOT_SHOWN.sub(" ", source))
        return len(own - words - _words_of(theirs)) * 2 <= len(own)
    except ValueError:  # a character's number without end
        return False


def _only_typed(html: str) -> str:
    """Return HTML without what was not typed, in one look at each part of it."""
    for end, beginning in _NOT_TYPED.items():
        *ended, rest = html.split(end)
        html = " ".join([*(beginning.split(part, maxsplit=1)[0] for part in ended), rest])
    return html


def _words_of(text: str) -> set[str]:
    return set(_WORDS.findall(unescape(text).lower()))

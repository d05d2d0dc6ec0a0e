"""How like a post comes out to what Discourse made of it: what both show is counted."""

import re
from collections import Counter
from html import unescape
from html.parser import HTMLParser

from forum.moving.discourse.html import MOST_TAGS

VOID = {"br", "hr", "img", "input", "source", "meta", "link", "wbr", "embed"}
# Reading HTML takes long, and most posts hold nothing that is counted.
_COUNTED = re.compile("mention|emoji|<(?:blockquote|pre|li)", re.IGNORECASE)

_TAGS = re.compile("<[^<>]*>")
_WORDS = re.compile(r"\w+")


class _Counting(HTMLParser):
    """Counts mentions, quotes, code, list items and emoji, but not what a link's preview holds."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()
        self.open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = (dict(attrs).get("class") or "").split()
        here = "preview" if any(name.startswith("onebox") for name in classes) else ""
        here = "title" if tag == "div" and "title" in classes else here
        about = {kind for _, kind in self.open} | {here}
        if "preview" not in about and (kind := _kind(tag, classes)) and (kind != "emoji" or "title" not in about):
            self.found[kind] += 1
        if tag not in VOID:
            self.open.append((tag, here))

    def handle_endtag(self, tag: str) -> None:
        if any(opened == tag for opened, _ in self.open):
            while self.open.pop()[0] != tag:
                pass


def _kind(tag: str, classes: list[str]) -> str | None:
    if "mention" in classes:
        return "mention"
    if "emoji" in classes:
        return "emoji"
    return tag if tag in {"blockquote", "pre", "li"} else None


def count(html: str) -> Counter[str]:
    """Count what one post shows."""
    counting = _Counting()
    if _COUNTED.search(html):
        counting.feed(html)
    return counting.found


def difference(theirs: str, ours: str, source: str) -> str:
    """Say why our HTML of a post does not show what theirs does; empty where it does."""
    if theirs.count("<") > MOST_TAGS:
        return "too many tags to compare"
    there, here = count(theirs), count(ours)
    if there == here:
        return ""
    more, less = there - here, here - there
    if not less and set(more) == {"mention"}:
        return "names people who wrote nothing here"
    quotes = source.count("[quote")
    if not less and more["blockquote"] and there["blockquote"] > quotes and "/t/" in source:
        return "Discourse unfolds a link into a preview"
    kinds = sorted(set(more) | set(less))
    return "reads otherwise: " + ", ".join(f"{kind} {there[kind]} there, {here[kind]} here" for kind in kinds)


def ends_alike(theirs: str, source: str) -> bool:
    """Say whether a text holds the last words that its HTML shows, which one that was cut off seldom does."""
    last = _WORDS.findall(unescape(_TAGS.sub(" ", theirs)))[-3:]
    return set(last) <= set(_WORDS.findall(source))

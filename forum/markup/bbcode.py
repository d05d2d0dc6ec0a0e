"""Containers typed in brackets on lines of their own: quotes, code, spoilers and details."""

import re
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

OPEN = re.compile(
    r" {0,3}\[(?P<tag>quote|code|spoiler|details|poll)(?P<rest>(?:[ =][^\[\]\n]*+)?)\]",
    re.IGNORECASE,
)
CLOSE = re.compile(r"\[/(?P<tag>quote|code|spoiler|details|poll)\][ ]*$", re.IGNORECASE)
CLOSE_ALONE = re.compile(
    r" {0,3}\[/(?P<tag>quote|code|spoiler|details|poll)\] *$", re.IGNORECASE
)
WHO = re.compile(r"\s*=\s*[\"\u201c\u201d']?([^\"\u201c\u201d\]]*)")


class Container(NamedTuple):
    """What stands between an opening and a closing tag."""

    tag: str
    rest: str
    text: str


class QuoteRef(NamedTuple):
    """Which post a quote says it is from."""

    name: str
    topic_id: int | None
    number: int | None


def pair_up(lines: list[str]) -> dict[int, int]:
    """Give for each opening line the line that closes it, nested ones told apart, in one pass."""
    ends: dict[int, int] = {}
    open_at: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        if "[" not in line:
            continue
        if opened := OPEN.match(line):
            tag = opened["tag"].lower()
            rest = line[opened.end() :]
            if not rest.strip():
                open_at.setdefault(tag, []).append(at)
            elif (closed := CLOSE.search(rest)) and closed["tag"].lower() == tag:
                ends[at] = at
        elif closed := CLOSE_ALONE.match(line):
            waiting = open_at.get(closed["tag"].lower())
            if waiting:
                ends[waiting.pop()] = at
    return ends


def build(parent: Element, container: Container) -> Element:
    """Make the elements of a container and give the one that its text goes into."""
    if container.tag == "code":
        code = SubElement(SubElement(parent, "pre"), "code")
        code.text = AtomicString(container.text + "\n")
        return code
    if container.tag == "quote":
        return build_quote(parent, container.rest)
    if container.tag in {"spoiler", "details"}:
        spoiler = container.tag == "spoiler"
        details = SubElement(parent, "details", {"class": "spoiler"} if spoiler else {})
        title = WHO.match(container.rest)
        summary = SubElement(details, "summary")
        summary.text = AtomicString(
            (title and title[1].strip()) or ("Hidden text" if spoiler else "Details")
        )
        return details
    return SubElement(parent, "div")


def build_quote(parent: Element, rest: str) -> Element:
    """Make a quote, headed by who wrote it where it says so."""
    aside = SubElement(parent, "aside", {"class": "quote"})
    ref = read_ref(rest)
    if ref is not None:
        title = SubElement(aside, "div", {"class": "quote-title"})
        if ref.topic_id and ref.number:
            aside.set("data-topic", str(ref.topic_id))
            aside.set("data-post", str(ref.number))
            title = SubElement(
                title, "a", {"href": f"/t/-/{ref.topic_id}/{ref.number}/"}
            )
        title.text = AtomicString(f"{ref.name} wrote")
    return SubElement(aside, "blockquote")


def read_ref(rest: str) -> QuoteRef | None:
    """Read `="jane, post:2, topic:15"`."""
    found = WHO.match(rest)
    if not found:
        return None
    name, *parts = (part.strip() for part in found[1].split(","))
    if not name:
        return None
    numbers = {}
    for part in parts:
        key, _, value = part.partition(":")
        if re.fullmatch(r"[0-9]{1,9}", value.strip()):
            numbers[key.strip()] = int(value)
    return QuoteRef(name, numbers.get("topic"), numbers.get("post"))

"""Posts come out as Discourse shows them, counted over a real forum's export where it is at hand."""

import json
import re
import tarfile
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import pytest

from forum.markup.render import render
from tests.forum.markup.people import everybody

EXPORT = Path(__file__).parents[4] / "shared" / "data" / "discourse-export.tar.xz"
# A post in a `.raw.md` file starts with a line that says who, when, and which.
HEADING = re.compile(r"^.+ \| \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC \| #(\d+)$", re.MULTILINE)
RULE = re.compile(r"\n*-{25}\s*$")
VOID = {"br", "hr", "img", "input", "source", "meta", "link", "wbr", "embed"}


class Count(NamedTuple):
    """What one post holds, as Discourse shows it and as we do."""

    theirs: Counter[str]
    ours: Counter[str]


class Counting(HTMLParser):
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
        if "preview" not in about and (kind := self._kind(tag, classes)) and (kind != "emoji" or "title" not in about):
            self.found[kind] += 1
        if tag not in VOID:
            self.open.append((tag, here))

    def handle_endtag(self, tag: str) -> None:
        if any(opened == tag for opened, _ in self.open):
            while self.open.pop()[0] != tag:
                pass

    @staticmethod
    def _kind(tag: str, classes: list[str]) -> str | None:
        if "mention" in classes:
            return "mention"
        if "emoji" in classes:
            return "emoji"
        return tag if tag in {"blockquote", "pre", "li"} else None


def count(html: str) -> Counter[str]:
    """Count one post."""
    counting = Counting()
    counting.feed(html)
    return counting.found


def bodies(raw: str) -> Iterator[tuple[int, str]]:
    """Give each post's number and what was typed."""
    headings = list(HEADING.finditer(raw))
    for heading, following in zip(headings, [*headings[1:], None], strict=True):
        end = following.start() if following else len(raw)
        yield int(heading[1]), RULE.sub("", raw[heading.end() : end].strip("\n"))


def read_export() -> Iterator[Count]:
    """Render every post that has a text."""
    with tarfile.open(EXPORT) as archive:
        files = {member.name: archive.extractfile(member) for member in archive if member.isfile()}
        read = {name: file.read().decode() for name, file in files.items() if file}
    for name, raw in read.items():
        if name.endswith(".raw.md"):
            posts = json.loads(read[name.removesuffix(".raw.md") + ".json"])["post_stream"]["posts"]
            cooked = {post["post_number"]: post["cooked"] for post in posts}
            for number, body in bodies(raw):
                if number in cooked:
                    yield Count(count(cooked[number]), count(render(body, people=everybody).html))


def share_alike(counts: list[Count]) -> float:
    return 100 * sum(one.theirs == one.ours for one in counts) / len(counts)


@pytest.mark.skipif(not EXPORT.exists(), reason="shared is missing: no ../shared/data/discourse-export.tar.xz")
def test_posts_of_an_export_come_out_as_on_discourse() -> None:
    counts = list(read_export())
    assert len(counts) > 4_000
    assert share_alike(counts) >= 98
    assert share_alike([one for one in counts if one.theirs]) >= 96

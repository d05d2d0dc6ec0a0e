"""Posts come out as Discourse shows them, counted over a real forum's export where it is at hand."""

import json
import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from forum.markup.render import render
from forum.moving.discourse.parity import count, count_ours, says_the_same
from forum.moving.discourse.raw import bodies
from tests.forum.markup.people import everybody

EXPORT = Path(__file__).parents[4] / "shared" / "data" / "discourse-export.tar.xz"


class Served(NamedTuple):
    """A post's HTML on Discourse, and what was typed in it."""

    html: str
    typed: str


class Count(NamedTuple):
    """What one post holds, as Discourse shows it and as we do."""

    theirs: Counter[str]
    ours: Counter[str]


def read_export() -> Iterator[Served]:
    """Give every post that is shown and has a text."""
    with tarfile.open(EXPORT) as archive:
        files = {member.name: archive.extractfile(member) for member in archive if member.isfile()}
        read = {name: file.read().decode() for name, file in files.items() if file}
    for name, raw in read.items():
        if name.endswith(".raw.md"):
            posts = json.loads(read[name.removesuffix(".raw.md") + ".json"])["post_stream"]["posts"]
            # The HTML of the others is a placeholder.
            shown = [post for post in posts if not post["hidden"]]
            cooked = {post["post_number"]: post["cooked"] for post in shown}
            for number, body in bodies(raw.encode(), {post["post_number"]: heading(post) for post in shown}):
                yield Served(cooked[number], body.decode())


def heading(post: dict[str, Any]) -> bytes:
    day, time = post["updated_at"][:19].split("T")
    return f"{post['username']} | {day} {time} UTC | #{post['post_number']}".encode()


def share_alike(counts: list[Count]) -> float:
    return 100 * sum(one.theirs == one.ours for one in counts) / len(counts)


is_here = pytest.mark.skipif(not EXPORT.exists(), reason="shared is missing: no ../shared/data/discourse-export.tar.xz")


@is_here
def test_posts_of_an_export_come_out_as_on_discourse() -> None:
    counts = [Count(count(one.html), count_ours(render(one.typed, people=everybody).html)) for one in read_export()]
    assert len(counts) > 4_000
    assert share_alike(counts) >= 98
    assert share_alike([one for one in counts if one.theirs]) >= 96


@is_here
def test_texts_of_an_export_are_known_by_their_words() -> None:
    assert [one.typed for one in read_export() if not says_the_same(one.html, one.typed)] == []

"""Posts come out as Discourse shows them, counted over a real forum's export where it is at hand."""

import json
import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from forum.markup.render import render
from forum.moving.discourse.parity import count
from forum.moving.discourse.raw import bodies
from tests.forum.markup.people import everybody

EXPORT = Path(__file__).parents[4] / "shared" / "data" / "discourse-export.tar.xz"


class Count(NamedTuple):
    """What one post holds, as Discourse shows it and as we do."""

    theirs: Counter[str]
    ours: Counter[str]


def read_export() -> Iterator[Count]:
    """Render every post that has a text."""
    with tarfile.open(EXPORT) as archive:
        files = {member.name: archive.extractfile(member) for member in archive if member.isfile()}
        read = {name: file.read().decode() for name, file in files.items() if file}
    for name, raw in read.items():
        if name.endswith(".raw.md"):
            posts = json.loads(read[name.removesuffix(".raw.md") + ".json"])["post_stream"]["posts"]
            cooked = {post["post_number"]: post["cooked"] for post in posts}
            for number, body in bodies(raw.encode(), {post["post_number"]: post["username"] for post in posts}):
                yield Count(count(cooked[number]), count(render(body.text.decode(), people=everybody).html))


def share_alike(counts: list[Count]) -> float:
    return 100 * sum(one.theirs == one.ours for one in counts) / len(counts)


@pytest.mark.skipif(not EXPORT.exists(), reason="shared is missing: no ../shared/data/discourse-export.tar.xz")
def test_posts_of_an_export_come_out_as_on_discourse() -> None:
    counts = list(read_export())
    assert len(counts) > 4_000
    assert share_alike(counts) >= 98
    assert share_alike([one for one in counts if one.theirs]) >= 96

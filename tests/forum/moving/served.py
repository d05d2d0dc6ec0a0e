"""What Discourse serves of a topic as it was typed, and topics that say it."""

import json
from html import escape
from pathlib import Path

from forum.topics.models import FormerTopic, Post

RULE = f"\n\n{'-' * 25}\n\n"
WHEN = "2020-03-02 10:00:00 UTC"
_AUTHORS = {11: "willow", 12: "river"}


def post_of(topic: int, number: int = 1) -> Post:
    """Return a post by the id that its topic had there."""
    return Post.objects.get(topic=FormerTopic.objects.get(pk=topic).topic_id, number=number)


def head(name: str, number: int, when: str = WHEN) -> str:
    """Return the line that begins a post, and the blank one below."""
    return f"{name} | {when} | #{number}\n\n"


def headings(*names: str) -> dict[int, bytes]:
    """Return the headings of posts by these people, the first of which is the first post."""
    return {number: head(name, number).strip().encode() for number, name in enumerate(names, 1)}


def typed(*posts: str) -> bytes:
    """Return what is served of posts by a, b, c and so on that say these words."""
    whole = (f"{head(name, number)}{words}{RULE}" for number, (name, words) in enumerate(zip("abcdef", posts), 1))  # noqa: B905 - as many as there are
    return "".join(whole).encode()


def first_says(folder: Path, words: str, topic: int = 11) -> None:
    """Have this typed in the first post of a topic, and shown in it."""
    (folder / f"{topic}.raw.md").write_text(f"{head(_AUTHORS[topic], 1)}{words}\n")
    first_shows(folder, f"<p>{escape(words)}</p>", topic)


def first_shows(folder: Path, html: str, topic: int = 11) -> None:
    """Have this shown in the first post of a topic."""
    path = folder / f"{topic}.json"
    found = json.loads(path.read_text())
    found["post_stream"]["posts"][0]["cooked"] = html
    path.write_text(json.dumps(found))

"""An import that is killed half way and run again ends as if it had never been broken off."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.faults.conftest import Site
from tests.faults.servers import ROOT, manage, wait_until

TOPICS, POSTS = 40, 40
ALL = """
    SELECT former.old_id, topic.title, topic.reply_count, topic.last_number, topic.activity_at, post.number,
        persona.name, post.source, post.html, post.created_at, post.former_likes, answered.number,
        (SELECT count(*) FROM forum_mention WHERE post_id = post.id),
        (SELECT count(*) FROM forum_quote WHERE post_id = post.id)
    FROM forum_formertopic AS former JOIN forum_topic AS topic ON topic.id = former.topic_id
    JOIN forum_post AS post ON post.topic_id = topic.id JOIN accounts_persona AS persona ON persona.id = post.persona_id
    LEFT JOIN forum_post AS answered ON answered.id = post.reply_to_id ORDER BY former.old_id, post.number
"""


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """Return a folder of topics."""
    sample = json.loads(Path(ROOT, "tests/forum/moving/data/12.json").read_text())
    (first,) = sample["post_stream"]["posts"]
    for number in range(1, TOPICS + 1):
        posts = [
            first
            | {
                "id": number * 1000 + place,
                "post_number": place,
                "username": f"friend{place % 7}",
                "user_id": place % 7 + 1,
            }
            | {"cooked": f"<p>Night {place} of @friend{place % 5}.</p>", "reply_to_post_number": place // 2 or None}
            | {"actions_summary": [{"id": 2, "count": place}]}
            for place in range(1, POSTS + 1)
        ]
        stream = {"posts": posts, "stream": [post["id"] for post in posts]}
        topic = sample | {"id": number, "slug": f"night-{number}", "title": f"Night {number}", "post_stream": stream}
        (tmp_path / f"{number}.json").write_text(json.dumps(topic))
    return tmp_path


@pytest.fixture
def empty(site: Site) -> Iterator[list[dict[str, str]]]:
    """Return the environments of two forums that hold nothing yet."""
    forums = [site.environment | {"DATABASE_URL": f"{site.postgres.url}_{name}"} for name in ("broken", "whole")]
    site.rows("CREATE DATABASE alongside_broken")
    manage(forums[0], "migrate", "--verbosity=0")
    site.rows("CREATE DATABASE alongside_whole TEMPLATE alongside_broken")
    yield forums
    for name in ("broken", "whole"):
        site.rows(f"DROP DATABASE alongside_{name} WITH (FORCE)")


def rows(forum: dict[str, str], statement: str) -> list[tuple[Any, ...]]:
    """Ask a forum's database."""
    with psycopg.connect(forum["DATABASE_URL"]) as connection:
        return connection.execute(statement).fetchall()


def test_import_that_is_killed_goes_on_where_it_was(empty: list[dict[str, str]], export: Path) -> None:
    broken, whole = empty
    command = [sys.executable, "manage.py", "import_discourse", str(export)]
    with subprocess.Popen(command, cwd=ROOT, env=broken, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        wait_until(lambda: rows(broken, "SELECT count(*) FROM forum_post")[0][0] >= POSTS, "some came")
        run.kill()
    half = rows(broken, "SELECT count(*) FROM forum_post")[0][0]
    assert POSTS <= half < TOPICS * POSTS
    taken = [json.loads(manage(forum, "import_discourse", str(export)).splitlines()[-1]) for forum in empty]
    assert [one["posts"] for one in taken] == [TOPICS * POSTS - half, TOPICS * POSTS]
    assert rows(broken, ALL) == rows(whole, ALL)

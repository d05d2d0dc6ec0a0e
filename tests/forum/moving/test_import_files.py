"""A file of another forum costs itself alone, whatever is in it."""

import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import DataError

from forum.categories.visibility import Audience
from forum.moving.discourse import importing, reading
from forum.moving.discourse.here import topic_files
from forum.moving.discourse.importing import Importer
from forum.moving.discourse.reading import MAX_NUMBER, read_topic
from forum.moving.discourse.report import Report
from forum.topics.actions import ArrivedPost, ArrivedTopic, write_arrived
from forum.topics.models import Topic
from forum.topics.typed import MAX_TITLE

Take = Callable[..., dict[str, int]]
Change = Callable[..., None]


def test_a_file_of_more_posts_than_can_be_asked_for_is_left_out(take: Take, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_POSTS", 6)
    assert take() == {"topics": 1, "posts": 1, "authors": 1, "skipped": 2}


def test_posts_that_may_not_come_fill_a_batch_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "_BATCH", 7)
    run = Importer(folder, Audience.MEMBERS, Report(io.StringIO()))
    assert [[topic.pk for _, topic in batch] for batch in run._batches(topic_files(folder))] == [[11], [12]]


def test_a_title_without_end_is_cut_where_it_is_read(folder: Path, change: Change) -> None:
    change("12.json", lambda topic: topic.update(title="t" * 1_000_000))
    assert MAX_TITLE < len(read_topic(folder / "12.json").title) < 10 * MAX_TITLE


def test_a_post_of_more_likes_than_may_be_costs_its_file(take: Take, tmp_path: Path, change: Change) -> None:
    many = [{"id": 2, "count": MAX_NUMBER}] * 2
    change("12.json", lambda topic: topic["post_stream"]["posts"][0].update(actions_summary=many))
    take(details=tmp_path / "all")
    assert "Left out: broken file: 12.json (likes)" in (tmp_path / "all").read_text()


@pytest.mark.parametrize("changing", [lambda topic: topic.pop("archetype"), lambda topic: topic.update(archetype=None)])
def test_a_topic_that_does_not_say_that_it_is_public_stays_out(
    take: Take, change: Change, changing: Callable[[Any], object]
) -> None:
    change("12.json", changing)
    assert take() == {"topics": 1, "posts": 5, "authors": 3, "skipped": 4}


def test_a_post_comes_with_another_file_where_the_first_is_refused(
    take: Take, folder: Path, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(threads: dict[ArrivedTopic, list[ArrivedPost]]) -> dict[int, Any]:
        if any(topic.title == "Tea" for topic in threads):
            raise DataError
        return write_arrived(threads)

    monkeypatch.setattr(importing, "write_arrived", refuse)
    shutil.copy(folder / "12.json", folder / "14.json")
    change("14.json", lambda topic: topic.update(id=14, title="Coffee"))
    assert take() == {"topics": 2, "posts": 6, "authors": 3, "skipped": 4}
    assert set(Topic.objects.values_list("title", flat=True)) == {"Coffee", "First night alone"}

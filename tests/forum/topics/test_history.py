"""The difference between two wordings: readable, complete, and never slow."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from forum.topics.actions import edit_post
from forum.topics.models import Post
from forum.topics.queries import history
from forum.topics.queries.history import Effort, difference
from outbox import clock

if TYPE_CHECKING:
    from types import FrameType

    from _typeshed import TraceFunction

SAMPLES = {
    "words": ("I love my brother Tom very much.", "I love my brother very much, always."),
    "lines": ("one\n\ntwo\n\nthree\n", "one\n\nthree\n\nfour"),
    "nothing before": ("", "all new"),
    "nothing after": ("all gone", ""),
    "same": ("same", "same"),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_difference_holds_both_texts_whole(name: str) -> None:
    old, new = SAMPLES[name]
    runs = list(difference(old, new, Effort()))
    assert "".join(run.text for run in runs if run.kind != "new") == old
    assert "".join(run.text for run in runs if run.kind != "old") == new


def test_difference_is_told_by_the_word() -> None:
    runs = [(run.kind, run.text) for run in difference("my brother Tom drinks", "my brother drinks", Effort())]
    assert runs == [("same", "my brother "), ("old", "Tom "), ("same", "drinks")]


HOSTILE = [
    ("a b " * 8000, "b a " * 8000),
    ("a\nb\n" * 8000, "b\na\n" * 8000),
    ("".join(f"{n % 97} " for n in range(9000)), "".join(f"{n % 89} " for n in range(9000))),
    ("".join(f"{n % 23} w\n" for n in range(490)), "".join(f"{n % 19} w\n" for n in range(490))),
    ("\n".join("x y z " * 80 for _ in range(60)), "\n".join("z y x " * 80 for _ in range(60))),
    ("".join(f"{n}\na\n" for n in range(4000)), "".join(f"{n}\nb\n" for n in range(4000))),
]


def lines_run(task: Callable[[], object]) -> int:
    """Return how many lines of the comparison and of the library under it run in `task`."""
    count, ours = 0, (difflib.__file__, history.__file__)

    def each_line(_frame: FrameType, kind: str, _: object) -> TraceFunction:
        nonlocal count
        count += kind == "line"
        return each_line

    def each_call(frame: FrameType, _kind: str, _: object) -> TraceFunction | None:
        return each_line if frame.f_code.co_filename in ours else None

    before = sys.gettrace()
    sys.settrace(each_call)
    try:
        task()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(("old", "new"), HOSTILE)
def test_hostile_difference_stays_within_its_steps(old: str, new: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "LIMIT", 100_000)
    runs: list[history.Run] = []
    assert lines_run(lambda: runs.extend(difference(old, new, Effort()))) < 10 * 100_000
    assert "".join(run.text for run in runs if run.kind != "new") == old
    assert "".join(run.text for run in runs if run.kind != "old") == new


def test_page_of_ten_hostile_changes_costs_little_more_than_one(
    post: Post, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "LIMIT", 100_000)
    old, new = ("".join(f"{n} lakes\n{letter * 20}\n" for n in range(950)) for letter in "ab")
    edit_often(post, ada, [new, old] * 6, monkeypatch)
    page: list[history.VersionChange] = []
    one = lines_run(lambda: list(difference(old, new, Effort())))
    assert lines_run(lambda: page.extend(history.history_page(post, None))) < 2.5 * one


@pytest.mark.parametrize("edits", [1, 20])
def test_history_costs_the_same_for_one_edit_as_for_twenty(
    client_of: Callable[[User | AnonymousUser], Client],
    post: Post,
    ada: User,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    edits: int,
) -> None:
    edit_often(post, ada, [f"Version {number}" for number in range(edits)], monkeypatch)
    browser = client_of(ada)
    with django_assert_max_num_queries(5):
        browser.get(f"/p/{post.pk}/history/")


def test_every_version_is_reached_page_by_page(
    client_of: Callable[[User | AnonymousUser], Client], post: Post, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit_often(post, ada, [f"Version {number}" for number in range(24)], monkeypatch)
    browser, seen, address = client_of(ada), [], f"/p/{post.pk}/history/"
    while address:
        context = browser.get(address).context
        seen += [change.version.number for change in context["changes"]]
        address = f"/p/{post.pk}/history/?before={context['older']}" if context["older"] else ""
    assert seen == list(range(25, 0, -1))


def test_change_that_the_page_had_no_steps_for_opens_by_its_link(
    client_of: Callable[[User | AnonymousUser], Client], post: Post, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit_often(post, ada, ["One lake.", "Two lakes.", "Three lakes."], monkeypatch)
    monkeypatch.setattr(history, "LIMIT", 1)
    browser, address = client_of(ada), f"/p/{post.pk}/history/"
    page = browser.get(address)
    assert [change.runs is None for change in page.context["changes"]] == [False, True, True, False]
    assert '<a href="?before=4">Show what changed in version 3</a>' in page.text
    first = browser.get(f"{address}?before=4").context["changes"][0]
    assert (first.version.number, first.runs is None) == (3, False)


def edit_often(post: Post, by: User, sources: Sequence[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the post each of the wordings, far enough apart that none melts into another."""
    now = clock.now()
    for number, source in enumerate(sources):
        monkeypatch.setattr(clock, "now", lambda number=number: now + timedelta(minutes=6 * number))
        edit_post(post=post, persona=by.persona, source=source)

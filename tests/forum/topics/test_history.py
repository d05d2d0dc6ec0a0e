"""The difference between two wordings: readable, complete, and never slow."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from forum.topics.actions import edit_post
from forum.topics.models import Post
from forum.topics.queries.history import difference
from outbox import clock

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
    runs = list(difference(old, new))
    assert "".join(run.text for run in runs if run.kind != "new") == old
    assert "".join(run.text for run in runs if run.kind != "old") == new


def test_difference_is_told_by_the_word() -> None:
    runs = [(run.kind, run.text) for run in difference("my brother Tom drinks", "my brother drinks")]
    assert runs == [("same", "my brother "), ("old", "Tom "), ("same", "drinks")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a b " * 8000, "b a " * 8000),
        ("a\nb\n" * 8000, "b\na\n" * 8000),
        ("".join(f"{n % 97} " for n in range(9000)), "".join(f"{n % 89} " for n in range(9000))),
        ("".join(f"{n % 23} w\n" for n in range(490)), "".join(f"{n % 19} w\n" for n in range(490))),
        ("\n".join("x y z " * 80 for _ in range(60)), "\n".join("z y x " * 80 for _ in range(60))),
    ],
)
def test_hostile_difference_takes_less_than_two_seconds(old: str, new: str) -> None:
    began = time.process_time()
    list(difference(old, new))
    assert time.process_time() - began < 2


@pytest.mark.parametrize("edits", [1, 20])
def test_history_costs_the_same_for_one_edit_as_for_twenty(
    client_of: Callable[[User | AnonymousUser], Client],
    post: Post,
    ada: User,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    edits: int,
) -> None:
    now = clock.now()
    for number in range(edits):
        monkeypatch.setattr(clock, "now", lambda number=number: now + timedelta(minutes=6 * number))
        edit_post(post=post, persona=ada.persona, source=f"Version {number}")
    browser = client_of(ada)
    with django_assert_max_num_queries(5):
        browser.get(f"/p/{post.pk}/history/")


def test_every_version_is_reached_page_by_page(
    client_of: Callable[[User | AnonymousUser], Client], post: Post, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    for number in range(24):
        monkeypatch.setattr(clock, "now", lambda number=number: now + timedelta(minutes=6 * number))
        edit_post(post=post, persona=ada.persona, source=f"Version {number}")
    browser, seen, address = client_of(ada), [], f"/p/{post.pk}/history/"
    while address:
        context = browser.get(address).context
        seen += [change.version.number for change in context["changes"]]
        address = f"/p/{post.pk}/history/?before={context['older']}" if context["older"] else ""
    assert seen == list(range(25, 0, -1))

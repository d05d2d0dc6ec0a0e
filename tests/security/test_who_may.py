"""Every address tried as every role, and held against the written table."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.shortcuts import resolve_url
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from forum.categories.models import Category
from tests.fixtures_people import ClientOf
from tests.security import who_may
from tests.security.world import World

# A session or a draft of one's own changes nothing that anyone else sees; nor does how far one has read, which is
# written by a statement without quotation marks.
WRITE = re.compile(r'^(INSERT INTO|UPDATE|DELETE FROM) "(?!accounts_session|forum_draft)')


def names(patterns: Iterable[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    """Yield the name of every address, with its namespaces."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from names(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name}"


def test_every_address_is_in_the_table() -> None:
    ours = {name for name in names(get_resolver().url_patterns) if not name.startswith("admin:")}
    assert ours == {name for name in who_may.names() if not name.startswith("admin:")}


@pytest.mark.parametrize(
    ("name", "method", "expected"),
    who_may.rows(),
    ids=[f"{method} {name}" for name, method, _ in who_may.rows()],
)
def test_who_may(world: World, client_of: ClientOf, name: str, method: str, expected: dict[str, str]) -> None:
    got = {role: knock(world, client_of(world.people[role]), name, method) for role in who_may.ROLES}
    assert got == expected


@pytest.mark.parametrize("role", who_may.ROLES[:-1])
def test_admin_opens_for_administrators_alone(world: World, client_of: ClientOf, role: str) -> None:
    client = client_of(world.people[role])
    lists = [name for name in names(get_resolver().url_patterns) if name.endswith("_changelist")]
    assert lists
    assert {outcome(client.get(reverse(name)), is_written=False) for name in lists} <= {"login", "403"}


def knock(world: World, client: Client, name: str, method: str) -> str:
    """Return what one person gets at one door; what they changed is undone for the next."""
    noun = name.partition("@")[0]
    url = reverse(noun, args=world.address(name))
    words = dict(who_may.WORDS.get(noun, {}))
    if noun in {"moderation:move", "meetups:new"}:
        words["category"] = str(Category.objects.get(slug="members").pk)
    with undone(), CaptureQueriesContext(connection) as asked:
        answer = client.get(url) if method == "GET" else client.post(url, words)
    is_written = any(WRITE.match(query["sql"]) for query in asked)
    assert not (is_written and method == "GET") or noun == "notifications:open"
    return outcome(answer, is_written=is_written)


def outcome(answer: Any, *, is_written: bool) -> str:  # noqa: ANN401 - the test client's answer has no public type
    """Return what came back, in the table's words."""
    if answer.status_code in {301, 302}:
        logs_in = (resolve_url(settings.LOGIN_URL), reverse("admin:login"))
        return "login" if answer.url.startswith(logs_in) else "go"
    is_form = b"<form" in answer.content.partition(b"<main")[2]
    if answer.wsgi_request.method == "POST" and answer.status_code in {200, 403} and is_form and not is_written:
        return "kept"
    assert answer.status_code == 200 or not is_written
    return str(answer.status_code)


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever is written inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)

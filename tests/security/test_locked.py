"""A locked device: every address of the site shows the one neutral page, to whoever holds the session."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.leaving import lock
from tests.security import who_may
from tests.security.test_who_may import WRITE
from tests.security.world import Person, World

# What answers all the same, and shows nothing of what this place is about.
OPEN = {"healthz", "readyz", "leaving:leave", "leaving:back", "notifications:stop", "topics:draft"}
DOORS = [row[:2] for row in who_may.rows() if row[0].partition("@")[0] not in OPEN]


def test_locked_session_opens_no_door(world: World, client_of: Callable[[Person], Client]) -> None:
    client = client_of(world.people["administrator"])
    session = client.session
    lock(session)
    session.save()
    with CaptureQueriesContext(connection) as asked:
        answers = {door: knock(world, client, *door) for door in DOORS}
    assert [door for door, answer in answers.items() if answer != (403, "no-store", True)] == []
    assert [query for query in asked if WRITE.match(query["sql"])] == []


def knock(world: World, client: Client, name: str, method: str) -> tuple[int, str, bool]:
    """Return what a locked session gets at one door."""
    noun = name.partition("@")[0]
    url = reverse(noun, args=world.address(name))
    answer = client.get(url) if method == "GET" else client.post(url, who_may.WORDS.get(noun, {}))
    return answer.status_code, answer["Cache-Control"], b"This page is locked" in answer.content


def test_mails_can_be_stopped_on_a_locked_device_by_a_page_that_says_nothing(world: World) -> None:
    client = Client()
    client.get("/leave/")
    page = client.get(reverse("notifications:stop", args=world.address("notifications:stop")))
    assert (page.status_code, b"Alongside" in page.content) == (200, False)
    assert b"Done" in client.post(page.wsgi_request.path, {"all": "yes"}).content


@pytest.mark.parametrize("path", ["/u/forged/", "/nowhere/", "/static-not/", "/admin/", "/favicon.ico"])
def test_what_is_missing_is_locked_as_well(db: None, path: str) -> None:
    client = Client()
    client.get("/leave/")
    answer = client.get(path)
    assert (answer.status_code, b"Go back in" in answer.content) == (403, True)


def test_calendar_needs_no_cookie_and_is_not_locked(world: World) -> None:
    assert Client().get(reverse("meetups:ics", args=world.address("meetups:ics"))).status_code == 200

"""What every answer says to the browser, and what a visitor's page leaves undone."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from tests.fixtures_people import ClientOf
from tests.security import who_may
from tests.security.world import World

PAGES = sorted({name for name, method, _ in who_may.rows() if method == "GET"})
FOR_VISITORS = ("pages:front", "pages:help", "categories:category", "topics:topic", "topics:post", "meetups:list")


@pytest.fixture
def _hsts(settings: Settings) -> None:
    settings.SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 * 2
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True


@pytest.mark.usefixtures("_hsts")
@pytest.mark.parametrize("name", PAGES)
def test_every_page_carries_the_headers(world: World, client_of: ClientOf, name: str) -> None:
    url = reverse(name.partition("@")[0], args=world.address(name))
    for role in ("visitor", "author", "administrator"):
        headers = client_of(world.people[role]).get(url, secure=True).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] in {"same-origin", "no-referrer"}
        assert headers["Cache-Control"] == "no-store"
        assert headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"
        policy_is_strict(headers["Content-Security-Policy"])


@pytest.mark.usefixtures("_hsts")
@pytest.mark.parametrize("url", ["/nowhere/", "/t/x/999999/", "/@nobody/"])
def test_missing_page_carries_them_too(db: None, url: str) -> None:
    answer = Client().get(url, secure=True)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")
    policy_is_strict(answer.headers["Content-Security-Policy"])


@pytest.mark.usefixtures("_hsts")
def test_an_address_without_its_last_slash_carries_them_too(db: None) -> None:
    headers = Client().get("/help", secure=True).headers
    assert headers["Location"] == "/help/"
    assert (headers["X-Frame-Options"], headers["Cache-Control"]) == ("DENY", "no-store")
    assert (headers["X-Content-Type-Options"], headers["Referrer-Policy"]) == ("nosniff", "same-origin")
    policy_is_strict(headers["Content-Security-Policy"])


def policy_is_strict(policy: str) -> None:
    """Assert that nothing runs or loads but what we serve ourselves."""
    said = dict(part.strip().partition(" ")[::2] for part in policy.split(";") if part.strip())
    assert said.pop("default-src") == "'none'"
    assert {"script-src", "style-src", "img-src", "connect-src", "form-action"} <= said.keys()
    assert said.keys() >= {"base-uri", "frame-ancestors"}
    assert set(said.values()) <= {"'self'", "'none'"}


@pytest.mark.parametrize("name", FOR_VISITORS)
def test_visitors_page_leaves_nothing_behind(world: World, name: str) -> None:
    client = Client()
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(reverse(name, args=world.address(name)))
    assert answer.status_code == 200
    assert not answer.cookies
    assert b"csrf" not in answer.content.lower()
    assert {query["sql"].split()[0] for query in asked} <= {"SELECT"}


@pytest.mark.parametrize("name", FOR_VISITORS)
def test_visitors_page_names_no_address_and_no_join_link(world: World, name: str) -> None:
    page = Client().get(reverse(name, args=world.address(name))).content.decode()
    assert not re.search(r"@example\.org|meet\.example", page)


def test_join_link_stands_in_no_page(world: World, client_of: ClientOf) -> None:
    for role in who_may.ROLES:
        client = client_of(world.people[role])
        for name in ("topics:topic", "meetups:list", "pages:front", "meetups:ics", "meetups:register"):
            args = [world.meetup.topic.slug, world.meetup.topic_id] if name == "topics:topic" else world.address(name)
            assert b"meet.example" not in client.get(reverse(name, args=args)).content

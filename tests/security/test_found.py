"""Search engines keep what everyone may see and look for; a shared link to anything else tells nothing of it."""

import pytest
from django.test import Client
from django.urls import reverse

from forum.pages.rules import FOUND
from tests.fixtures_people import ClientOf
from tests.security import who_may
from tests.security.world import World

PAGES = sorted({name for name, method, _ in who_may.rows() if method == "GET" and not name.startswith("admin:")})


@pytest.mark.parametrize("name", PAGES)
def test_only_what_is_for_everyone_may_be_found(world: World, client_of: ClientOf, name: str) -> None:
    url = reverse(name.partition("@")[0], args=world.address(name))
    for role in ("visitor", "author"):
        answer = client_of(world.people[role]).get(url)
        is_found = name in FOUND and role == "visitor"
        assert ("X-Robots-Tag" not in answer.headers) == is_found
        if b"<html" in answer.content:
            assert (b'<meta name="robots" content="noindex">' not in answer.content) == is_found


@pytest.mark.parametrize("name", ["topics:topic@members", "categories:category@members", "topics:post@moderators"])
def test_shared_link_to_a_page_for_fewer_tells_nothing_of_it(world: World, name: str) -> None:
    noun, _, where = name.partition("@")
    topic = world.topics[where]
    answer = Client().get(reverse(noun, args=world.address(name)), headers={"User-Agent": "SomeBot link preview"})
    page = answer.content.decode()
    assert answer.status_code == 404
    assert [word for word in (topic.title, topic.category.name, "og:", "description") if word in page] == []


def test_robots_are_told_where_the_sitemap_is(db: None) -> None:
    answer = Client().get("/robots.txt")
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.content.decode().strip().splitlines()[-1].endswith("/sitemap.xml")

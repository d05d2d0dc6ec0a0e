"""The front page and the help page, as a visitor and a member see them."""

import pytest
from django.test import Client

from accounts.models import User
from forum.categories.models import Category
from forum.categories.visibility import Audience

pytestmark = pytest.mark.django_db


def rooms() -> None:
    for audience in Audience:
        Category.objects.create(name=f"For {audience.label}", slug=audience.name.lower(), audience=audience)


def test_front_page_tells_a_visitor_what_this_is(client: Client) -> None:
    assert "You are not alone in this" in client.get("/").text


def test_front_page_of_an_empty_forum_says_so(client: Client) -> None:
    assert "There is no category yet" in client.get("/").text


@pytest.mark.parametrize(
    ("who", "rooms_seen"),
    [
        ("outsider", {"everyone"}),
        ("ada", {"everyone", "members"}),
        ("moderator", {"everyone", "members", "moderators"}),
    ],
)
def test_front_page_links_every_room_its_reader_may_see(
    client: Client, request: pytest.FixtureRequest, who: str, rooms_seen: set[str]
) -> None:
    rooms()
    reader = request.getfixturevalue(who)
    if isinstance(reader, User):
        client.force_login(reader)
    page = client.get("/").text
    assert {slug for slug in ("everyone", "members", "moderators") if f'href="/c/{slug}/"' in page} == rooms_seen


def test_visitors_front_page_sets_no_cookie(client: Client) -> None:
    assert not client.get("/").cookies


def test_help_names_the_emergency_numbers(client: Client) -> None:
    assert "112" in client.get("/help/").text


def test_help_says_what_a_mailbox_can_give_away(client: Client) -> None:
    assert "whoever reads your mailbox" in client.get("/help/").text

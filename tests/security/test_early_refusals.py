"""What makes no sense is refused plainly, and breaks nothing."""

from urllib.parse import unquote, urlencode

import pytest
from django.test import Client

from accounts.models import User
from tests.security.world import World

HUGE = "99999999999999999999999"
QUERIES = ("before", "after", "topic", "person", "quote", "reply_to", "next")
VALUES = ("%00", "x", "9e9", "-1", HUGE, "%ED%A0%80", "%D9%A3", "1_1", "2026-01-01", "[]")


def test_foreign_host_is_a_bad_request(db: None) -> None:
    answer = Client().get("/", headers={"host": "elsewhere.example"})
    assert (answer.status_code, b"<h1>" in answer.content) == (400, True)


@pytest.mark.parametrize("path", [f"/t/x/{HUGE}/", f"/p/{HUGE}/edit/", f"/notifications/{HUGE}/", "/%00/", "/@%00/"])
def test_senseless_address_is_not_found(client: Client, moderator: User, path: str) -> None:
    client.force_login(moderator)
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("value", VALUES)
def test_senseless_question_breaks_nothing(client: Client, world: World, value: str) -> None:
    topic, moderator = world.topics["everyone"], world.people["moderator"]
    assert isinstance(moderator, User)
    client.force_login(moderator)
    paths = ("/", "/c/everyone/", f"/t/x/{topic.pk}/", f"/t/{topic.pk}/reply/", f"/p/{topic.first_post_id}/history/")
    more = ("/meetups/", "/notifications/", "/moderation/log/", "/@arthur/", "/preferences/", "/accounts/login/")
    query = "&".join(f"{name}={value}" for name in QUERIES)
    got = {path: client.get(f"{path}?{query}").status_code for path in paths + more}
    assert {path: status for path, status in got.items() if status >= 400 and status != 404} == {}


@pytest.mark.parametrize("value", VALUES)
def test_senseless_form_breaks_nothing(client: Client, world: World, value: str) -> None:
    author, topic = world.people["author"], world.topics["everyone"]
    assert isinstance(author, User)
    client.force_login(author)
    names = ("title", "body", "key", "reply_to", "version", "audience", "place", "section", "level", "instead", "until")
    more_names = ("category", "list", "number", "seconds", "note", "remind_at")
    form = urlencode(
        dict.fromkeys(names + more_names, unquote(value, errors="surrogateescape")), errors="surrogateescape"
    )
    paths = (f"/t/{topic.pk}/reply/", "/c/everyone/new/", f"/p/{topic.first_post_id}/edit/", "/draft/", "/preview/")
    more = (f"/t/{topic.pk}/watch/", f"/p/{topic.first_post_id}/update/", "/preferences/", "/notifications/read/")
    yet_more = ("/read/", f"/t/{topic.pk}/read/", "/c/everyone/watch/", f"/p/{topic.first_post_id}/bookmark/")
    kind = "application/x-www-form-urlencoded"
    sent = {path: client.generic("POST", path, form, kind).status_code for path in paths + more + yet_more}
    assert {path: status for path, status in sent.items() if status >= 500} == {}


@pytest.mark.parametrize("role", ["visitor", "moderator"])
def test_half_a_character_breaks_nothing(client: Client, world: World, role: str) -> None:
    if isinstance(person := world.people[role], User):
        client.force_login(person)
    topic = world.topics["everyone"]
    paths = ("/", "/search/", f"/t/{topic.pk}/reply/", "/preferences/", "/read/", "/leave/about/", "/preview/")
    accounts = (f"/accounts/{page}/" for page in ("login", "signup", "password/change", "password/reset"))
    sent = {}
    for path in (*paths, *accounts, "/accounts/reauthenticate/"):
        names = ("q", "at", "next", "body", "email", "login", "password", "category", "about", "username")
        form = "&".join(f"{name}=%5Cud800" for name in names)
        for kind in ("text/plain", "application/x-www-form-urlencoded"):
            # No browser says so, but with this a program spells what UTF-8 has no bytes for.
            odd = f"{kind}; charset=unicode_escape"
            sent["GET", path, kind] = client.get(f"{path}?{form}", headers={"content-type": odd}).status_code
            sent["POST", path, kind] = client.generic("POST", path, form, odd).status_code
    assert {asked: status for asked, status in sent.items() if status >= 500} == {}

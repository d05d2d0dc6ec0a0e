"""Leaving at once: what `/leave/` does, what a locked device shows, and who comes back in."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpResponse
from django.test import Client
from gunicorn.glogging import Logger

from accounts import leaving
from accounts.actions import save_choices
from accounts.models import Exit, User
from config.logs import GunicornLogger, PagesFilter
from tests.fixtures_people import PASSWORD, ClientOf

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(autouse=True)
def _no_limits_left() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def member(ada: User, client_of: ClientOf) -> Client:
    """Return ada's device, after she left."""
    client = client_of(ada)
    client.get("/leave/")
    return client


@pytest.fixture
def visitor(db: None) -> Client:
    """Return the device of someone without an account, after they left."""
    client = Client()
    client.get("/leave/")
    return client


def come_back(client: Client, **words: str) -> Any:  # noqa: ANN401 - the test client's answer has no public type
    return client.post("/leave/back/", words)


def test_leaving_leads_to_an_impersonal_page_and_says_not_from_where(client: Client, db: None) -> None:
    answer = client.get("/leave/")
    assert (answer.status_code, answer["Location"]) == (303, "https://www.wikipedia.org/")
    assert (answer["Referrer-Policy"], answer["Cache-Control"]) == ("no-referrer", "no-store")


def test_every_way_out_is_a_page_on_https() -> None:
    assert set(leaving.EXITS) == set(Exit.values)
    assert all(address.startswith("https://") for address in leaving.EXITS.values())


def test_member_leaves_to_where_they_chose(ada: User, client_of: ClientOf) -> None:
    save_choices(ada, leaves_to=Exit.WEATHER)
    assert client_of(ada).get("/leave/")["Location"] == leaving.EXITS[Exit.WEATHER]


def test_each_leaving_changes_a_cookie_that_no_script_reads(client: Client, db: None) -> None:
    marks = [client.get("/leave/").cookies["left"] for _ in range(2)]
    assert marks[0].value != marks[1].value
    assert all(mark["httponly"] and mark["samesite"] == "Lax" and not mark["max-age"] for mark in marks)


def test_locked_session_shows_nothing_without_its_cookie_either(member: Client) -> None:
    del member.cookies["left"]
    assert b"This page is locked" in member.get("/").content


def test_member_may_choose_to_be_logged_out(ada: User, client_of: ClientOf) -> None:
    save_choices(ada, leaving_logs_out=True)
    client = client_of(ada)
    client.get("/leave/")
    assert "_auth_user_id" not in client.session
    assert client.get("/").status_code == 403


def test_leaving_by_the_plain_link_erases_what_scripts_kept(client: Client, db: None) -> None:
    answer = client.get("/leave/", headers={"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"})
    assert answer["Clear-Site-Data"] == '"storage"'


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Mode": "cors"}, {"Sec-Fetch-Site": "cross-site"}])
def test_neither_a_script_of_ours_nor_a_page_of_others_erases(
    client: Client, db: None, headers: dict[str, str]
) -> None:
    assert "Clear-Site-Data" not in client.get("/leave/", headers=headers)


@pytest.mark.parametrize("headers", [{"Sec-Purpose": "prefetch"}, {"Purpose": "prefetch"}])
def test_what_is_fetched_in_advance_locks_nothing(client: Client, db: None, headers: dict[str, str]) -> None:
    answer = client.get("/leave/", headers=headers)
    assert (answer.status_code, dict(answer.cookies)) == (503, {})


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_pages_of_others_lock_nothing(client: Client, db: None, site: str) -> None:
    answer = client.get("/leave/", headers={"Sec-Fetch-Site": site})
    assert (answer.status_code, dict(answer.cookies)) == (303, {})


def test_leaving_works_while_the_database_does_not(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.raise_request_exception = False
    monkeypatch.setattr("accounts.middleware.leaving.is_locked", _fails)
    answer = client.get("/leave/")
    assert (answer.status_code, answer["Location"]) == (303, "https://www.wikipedia.org/")
    assert answer.cookies["left"].value


def test_member_comes_back_with_the_password_to_the_page_they_asked_for(member: Client) -> None:
    answer = come_back(member, password=PASSWORD, next="/help/")
    assert (answer.status_code, answer["Location"]) == (303, "/help/")
    assert member.get("/help/").status_code == 200


def test_wrong_password_opens_nothing_and_is_told_beside_the_field(member: Client) -> None:
    answer = come_back(member, password="not this one", next="/help/")
    assert answer.status_code == 403
    assert b'id="id_password_error"' in answer.content
    assert b'value="/help/"' in answer.content
    assert member.get("/help/").status_code == 403


def test_tries_are_limited_as_those_of_a_log_in(member: Client) -> None:
    for _ in range(5):
        come_back(member, password="not this one")
    answer = come_back(member, password=PASSWORD)
    assert b"tried too often" in answer.content
    assert member.get("/").status_code == 403


def test_someone_elses_password_opens_nothing(member: Client, bob: User) -> None:
    bob.set_password("another quiet evening")
    bob.save()
    assert come_back(member, password="another quiet evening").status_code == 403


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_way_back_never_leads_elsewhere(member: Client, address: str) -> None:
    assert come_back(member, password=PASSWORD, next=address)["Location"] == "/"


def test_visitor_comes_back_by_one_button(visitor: Client) -> None:
    page = visitor.get("/help/").content.decode()
    assert page.count("<button") == 1
    assert "password" not in page
    assert come_back(visitor, next="/help/")["Location"] == "/help/"
    assert visitor.get("/help/").status_code == 200


def test_whoever_is_not_the_member_ends_their_session(member: Client) -> None:
    come_back(member, end="yes")
    assert "_auth_user_id" not in member.session


def test_whoever_is_not_the_member_finds_nothing_of_them_on_the_device(member: Client) -> None:
    answer = come_back(member, end="yes")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert all(not member.cookies[name].value for name in ("left", "csrftoken", "sessionid"))
    assert b"Alongside" in member.get("/").content


def test_locked_page_names_neither_the_place_nor_the_member(member: Client) -> None:
    page = member.get("/t/a-frightened-title/5/").content.decode()
    assert "<title>Notes</title>" in page
    assert not any(word in page for word in ("Alongside", "ada", "Leave this page", "<nav"))


def test_script_that_asks_is_told_to_load_the_page_anew(member: Client) -> None:
    answer = member.post("/t/1/watch/", {"level": "watching"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Refresh"]) == (403, "true")


def test_page_that_explains_says_what_leaving_does_not_do(client: Client, db: None) -> None:
    page = client.get("/leave/about/").content
    assert b"<strong>It does not clear your browser's history.</strong>" in page


def test_what_was_typed_as_someone_left_is_kept(member: Client, ada: User) -> None:
    answer = member.post("/draft/", {"place": "reply:1", "body": "Not yet."})
    assert (answer.status_code, answer.content) == (200, b"Kept")
    assert ada.drafts.get().body == "Not yet."


def test_words_sent_to_a_locked_device_wait_behind_the_lock(member: Client) -> None:
    page = member.post("/t/1/reply/", {"body": "Words of an evening", "key": "k"})
    assert (page.status_code, b"Words of" in page.content) == (403, False)
    back = page.context["form"]["next"].value()
    assert come_back(member, password=PASSWORD, next=back)["Location"] == back
    kept = member.get(back).content.decode()
    assert "Words of an evening" in kept
    assert 'action="/t/1/reply/"' in kept


def test_locked_device_shows_the_neutral_page_where_something_breaks(
    member: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    member.raise_request_exception = False
    monkeypatch.setattr("accounts.views._locked", _fails)
    page = member.get("/help/")
    assert page.status_code == 500
    assert "<title>Notes</title>" in page.text
    assert 'value="/help/"' in page.text


def test_form_out_of_date_shows_a_locked_device_nothing_either(ada: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)
    client.get("/leave/")
    for path in ("/draft/", "/t/1/reply/", "/accounts/login/"):
        assert b"This page is locked" in client.post(path, {"body": "x", "place": "reply:1"}).content


def test_nothing_of_it_is_logged(member: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.handler.addFilter(PagesFilter())
    member.get("/leave/")
    member.get("/nowhere/")
    assert caplog.messages == []


@pytest.mark.parametrize(("path", "cookie", "lines"), [("/help/", "", 1), ("/leave/", "", 0), ("/help/", "left=x", 0)])
def test_web_server_logs_nothing_of_it(
    db: None, monkeypatch: pytest.MonkeyPatch, path: str, cookie: str, lines: int
) -> None:
    logged: list[object] = []
    monkeypatch.setattr(Logger, "access", lambda *words: logged.append(words))
    client = Client(headers={"cookie": cookie})
    environ = client.get(path).wsgi_request.environ
    GunicornLogger.access(object.__new__(GunicornLogger), None, None, environ, None)
    assert len(logged) == lines


def test_nothing_stands_above_the_button() -> None:
    above = re.compile(r"showModal\(|popover|<dialog")
    files = [path for folder in ("templates", "static/js") for path in (ROOT / folder).rglob("*.*")]
    assert [
        path.name for path in files if above.search(path.read_text()) and "data-leave" not in path.read_text()
    ] == []


def _fails(*_: object) -> HttpResponse:
    raise DatabaseError

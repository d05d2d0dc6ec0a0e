"""The place as an app: its name and icon tell nothing, and the worker keeps nobody's pages."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from accounts.models import Look, User
from forum.pages.actions import write_help
from tests.fixtures_people import ClientOf

TELLING = re.compile("alongside|addict|recover|forum|alcohol|drug", re.IGNORECASE)

pytestmark = pytest.mark.django_db


def kept(client: Client) -> dict[str, Any]:
    """Return what the worker is told to keep."""
    first = client.get("/sw.js").text.partition("\n")[0]
    words: dict[str, Any] = json.loads(first.removeprefix("const KEPT = ").removesuffix(";"))
    return words


@pytest.mark.parametrize("look", Look.values)
def test_manifest_tells_nothing(client: Client, look: str) -> None:
    answer = client.get(f"/app/{look}.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    assert not TELLING.search(answer.text)


def test_colours_of_the_frame_are_those_of_the_pages(client: Client) -> None:
    tokens = Path(str(finders.find("css/tokens.css"))).read_text()
    day, night = re.findall(r'<meta name="theme-color" media="[^"]*" content="(#\w+)">', client.get("/").text)
    manifest = client.get("/app/notes.webmanifest").json()
    assert manifest["theme_color"] == day
    assert [colour for colour in (day, night, manifest["background_color"]) if f": {colour};" not in tokens] == []


@pytest.mark.parametrize("look", Look.values)
def test_every_icon_is_there(client: Client, look: str) -> None:
    icons = client.get(f"/app/{look}.webmanifest").json()["icons"]
    names = [icon["src"].removeprefix("/static/") for icon in icons] + [f"app/{look}-180.png"]
    assert [name for name in names if finders.find(name) is None] == []


def test_manifest_of_no_look_is_not_found(client: Client) -> None:
    assert client.get("/app/skull.webmanifest").status_code == 404


def test_visitors_app_is_called_notes_and_brings_no_worker(client: Client) -> None:
    page = client.get("/").text
    assert 'href="/app/notes.webmanifest"' in page
    assert "data-worker" not in page


def test_member_chooses_name_and_icon(ada: User, client_of: ClientOf) -> None:
    client = client_of(ada)
    page = client.post("/preferences/", {"section": "look", "look": "leaf"}, follow=True).text
    assert 'href="/app/leaf.webmanifest"' in page
    assert '<meta name="apple-mobile-web-app-title" content="Leaf">' in page


def test_worker_keeps_files_and_two_pages_under_a_plain_name(client: Client) -> None:
    words = kept(client)
    assert not TELLING.search(json.dumps(words))
    assert (words["offline"], words["help"]) == ("/offline/", "/help/")
    styles_and_scripts = {"/static/css/all.css", "/static/js/main.js"}
    assert {file for file in words["files"] if file.endswith((".css", ".js"))} == styles_and_scripts


def test_worker_is_another_once_the_help_page_is(client: Client) -> None:
    before = kept(client)["name"]
    write_help(emergency_number="112", source="")
    assert kept(client)["name"] != before


def test_worker_is_another_once_the_member_chose_another_language(ada: User, client_of: ClientOf) -> None:
    client = client_of(ada)
    before = kept(client)["name"]
    client.post("/preferences/", {"section": "language", "language": "de"})
    assert (kept(client)["language"], kept(client)["name"] != before) == ("de", True)


@pytest.mark.parametrize("address", ["/accounts/logout/", "/forget/"])
def test_log_out_and_forget_erase_without_scripts(ada: User, client_of: ClientOf, address: str) -> None:
    answer = client_of(ada).post(address)
    assert answer["Clear-Site-Data"] == '"cache", "storage"'


def test_cookie_under_a_name_that_cannot_be_written_hinders_no_forgetting(client: Client) -> None:
    answer = client.post("/forget/", headers={"cookie": "of[another]=1; something=old"})
    assert answer.status_code == 302
    assert answer.cookies["something"]["max-age"] == 0


def test_forgetting_ends_the_session_and_takes_the_cookies(ada: User, client_of: ClientOf) -> None:
    client = client_of(ada)
    client.cookies["something"] = "old"
    answer = client.post("/forget/")
    assert answer.cookies["something"]["max-age"] == answer.cookies["sessionid"]["max-age"] == 0
    assert client.get("/preferences/").status_code == 302

"""The HTML of every page is HTML: the Nu checker finds no error in what anyone is shown."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client

from tests.browser.world import FAILING, address, fail, live_in, pages, person
from tests.security.world import World, people, world

__all__ = ["people", "world"]

ROOT = Path(__file__).resolve().parents[2]
JAR = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
pytestmark = pytest.mark.browser


def nu(folder: Path) -> list[str]:
    """Return the errors in a folder of pages, as lines; warnings are printed."""
    if not shutil.which("java"):
        pytest.skip("Java is missing: install default-jre-headless")
    if not JAR.exists():
        pytest.skip("The Nu checker is missing: run make tools, which needs npm")
    asked = ["java", "-jar", str(JAR), "--format", "json", "--exit-zero-always", "--skip-non-html", str(folder)]
    answer = subprocess.run(asked, capture_output=True, text=True, check=True)
    errors = []
    for found in json.loads(answer.stderr)["messages"]:
        line = f"{Path(found.get('url', '')).name}: {found['message']} {found.get('extract', '')!r}"
        if found["type"] == "info":
            print(line)  # noqa: T201 - seen where a test fails, or with -s
        else:
            errors.append(line)
    return errors


def shown(world: World) -> Iterator[tuple[str, str]]:
    """Return the HTML of each page as everyone who may sees it, and of the pages that say no, by a name for it."""
    clients = {}
    for role in world.people:
        clients[role] = Client()
        if someone := person(world, role):
            clients[role].force_login(someone)
    for name, lookers in pages().items():
        for role in lookers:
            yield f"{role} {name}", clients[role].get(address(world, name)).content.decode()
    for path in ("/nowhere/", "/moderation/log/", f"/p/{world.topics['everyone'].first_post_id}/delete/"):
        yield f"refused {path}", clients["member"].get(path).content.decode()


def said_no(world: World) -> Iterator[tuple[str, str]]:
    """Return the HTML of each page for what went wrong or was refused."""
    client = Client(raise_request_exception=False)
    topic = world.topics["everyone"].pk
    author = person(world, "author")
    assert author
    client.force_login(author)
    for status, path in FAILING.items():
        answer = client.get(path)
        assert answer.status_code == int(status)
        yield f"failed {status}", answer.text
    yield "refused", client.post(f"/t/{topic}/watch/").text
    yield "kept", Client().post(f"/t/{topic}/reply/", {"body": "Words of an evening."}).text
    for name, left in (("member", client), ("visitor", Client())):
        left.get("/leave/")
        yield f"locked {name}", left.get("/").text


def test_html_of_every_page_has_no_errors(
    world: World, workers: Callable[[], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live_in(world, workers)
    written = dict(shown(world))
    fail(monkeypatch)
    written |= dict(said_no(world))
    for name, html in written.items():
        (tmp_path / f"{name.replace('/', '_').replace(':', '_')}.html").write_text(html, encoding="utf-8")
    assert not (errors := nu(tmp_path)), "\n".join(errors)


def test_error_in_html_is_found(tmp_path: Path) -> None:
    (tmp_path / "wrong.html").write_text("<!doctype html><title>x</title><p><textarea role=combobox></textarea>")
    assert len(nu(tmp_path)) > 0

"""A real browser on our own pages, in which every complaint and every request to elsewhere fails the test."""

import os
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Request, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.static_files import STATIC, served

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP, PHONE = (1280, 900), (360, 740)
PATIENCE = 10_000  # milliseconds

OpenPage = Callable[..., Page]


@dataclass
class Watch:
    """Listens to one browser for what our pages never do."""

    origin: str
    complaints: list[str] = field(default_factory=list)
    # Patterns of complaints that a test provokes on purpose.
    expected: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Listen to every page of a context, from its first request on."""
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(f"page error: {error.error}"))
        context.on("request", self._request)
        context.on("dialog", self._dialog)

    def unexpected(self) -> list[str]:
        """Return what nobody foresaw."""
        return [said for said in self.complaints if not any(re.search(known, said) for known in self.expected)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.origin}/", "data:")):
            self.complaints.append(f"request elsewhere: {request.url}")

    def _dialog(self, dialog: Dialog) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()


def await_hanging_up() -> None:
    """Return once the closed devices are gone from the server, which has a thread for each of their connections.

    A request that outlives its test, such as a draft kept as the page was closed, meets the emptying of the tables.
    """
    until = time.monotonic() + PATIENCE / 1000
    while any("process_request_thread" in one.name for one in threading.enumerate()) and time.monotonic() < until:
        time.sleep(0.005)


def await_worker(page: Page) -> None:
    """Return once our worker, which keeps the frame of the pages on the device, stands behind the page."""
    page.evaluate("async () => { await navigator.serviceWorker.ready; }")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Start Chromium, once a module.

    Playwright keeps an event loop in this thread for as long as it runs, and Django takes our queries for its work.
    """
    if not os.access(CHROMIUM, os.X_OK):
        pytest.skip("Chromium is missing: set CHROMIUM to its path, or install it")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def joined_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the styles and scripts as they are served to members: each page asks for two, and not for sixty."""
    folder = tmp_path_factory.mktemp("static")
    for name, source in served().items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source, encoding="utf-8")
    return folder


@pytest.fixture
def watch(live_server: LiveServer) -> Iterator[Watch]:
    """Listen to every page that is opened, and fail the test for whatever it should not have done."""
    watch = Watch(live_server.url)
    yield watch
    assert watch.unexpected() == []


@pytest.fixture
def open_page(
    chromium: Browser, live_server: LiveServer, watch: Watch, settings: Settings, joined_files: Path
) -> Iterator[OpenPage]:
    """Return a maker of pages: each is a device of its own, logged in as someone or as nobody."""
    settings.SITE_URL = live_server.url
    settings.STATICFILES_DIRS = [joined_files, STATIC]
    contexts: list[BrowserContext] = []

    def make(
        person: User | None = None,
        *,
        size: tuple[int, int] = DESKTOP,
        dark: bool = False,
        javascript: bool = True,
        zone: str = "Europe/Berlin",
        locale: str = "en-GB",
    ) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            timezone_id=zone,
            locale=locale,
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        watch.over(context)
        if person:
            log_in(context, live_server.url, person)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
    await_hanging_up()


def log_in(context: BrowserContext, url: str, person: User) -> None:
    """Give a device the session of someone who logged in."""
    client = Client()
    client.force_login(person)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}])

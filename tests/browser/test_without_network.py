"""A member's device when the network is gone, with the files as they are served: what the worker kept must do."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.as_served import log_in
from tests.browser.fixtures import await_worker
from tests.browser.test_leaving import AWAY, with_elsewhere
from tests.config.running import Run
from tests.faults.servers import LOOPBACK

PATIENCE = 10_000  # milliseconds

Device = Callable[..., Page]


@pytest.fixture
def device(chromium: Browser, demo: Run) -> Iterator[Device]:
    """Return a maker of devices of a member, with the worker behind their pages; what is elsewhere can be reached."""
    contexts: list[BrowserContext] = []

    def make(**ways: str) -> Page:
        contexts.append(chromium.new_context(base_url=f"http://{LOOPBACK}:{demo.port}", **ways))  # type: ignore[arg-type]
        contexts[-1].set_default_timeout(PATIENCE)
        page = contexts[-1].new_page()
        with_elsewhere(page)
        log_in(page, demo)
        await_worker(page)
        return page

    yield make
    for context in contexts:
        context.close()


def without_network(page: Page, path: str) -> None:
    """Ask for a page of ours once the network is gone."""
    page.context.set_offline(True)
    page.goto(path)


def test_third_press_of_shift_leaves_the_offline_page(device: Device) -> None:
    page = device()
    without_network(page, "/meetups/")
    for key in ("ShiftLeft", "ShiftRight", "ShiftLeft"):
        page.keyboard.press(key)
    expect(page).to_have_title("Elsewhere")


def test_link_that_leaves_leads_away_before_its_script_has_come(device: Device) -> None:
    page = device()
    without_network(page, "/leave/")
    assert page.url == AWAY


def test_leaving_without_network_locks_the_device_once_it_is_back(device: Device) -> None:
    page = device()
    without_network(page, "/leave/")
    page.context.set_offline(False)
    page.goto("/help/")
    expect(page).to_have_title("Notes")

"""Pages at their fullest, and who looks at them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.access import looking
from tests.browser.fixtures import OpenPage
from tests.browser.world import live_in, person
from tests.security.world import World, people, world

__all__ = ["people", "world"]


@pytest.fixture
def lived_in(world: World, workers: Callable[[], None]) -> World:
    """Return a world in which much has been said and done."""
    return live_in(world, workers)


@pytest.fixture
def page_of(open_page: OpenPage, lived_in: World) -> Callable[[str], Page]:
    """Return a maker of pages for someone of a role, on a device that moves nothing."""
    if not looking.AXE.exists():
        pytest.skip("axe-core is missing: run make tools, which needs npm")
    return lambda role: open_page(person(lived_in, role), size=(looking.WIDTHS[0], looking.HEIGHT))

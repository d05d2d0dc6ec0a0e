"""Every page, for everyone who may look at it: no barrier of WCAG 2.2 A or AA, in any colours, at any width."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.access.looking import complaints
from tests.browser.world import address, pages
from tests.security.world import World


@pytest.mark.parametrize(("name", "lookers"), pages().items(), ids=pages())
def test_page_has_no_barrier(
    page_of: Callable[[str], Page], lived_in: World, name: str, lookers: tuple[str, ...]
) -> None:
    found = []
    for role in lookers:
        page = page_of(role)
        answer = page.goto(address(lived_in, name))
        assert answer
        assert answer.status == 200
        found += [f"{role} at {complaint}" for complaint in complaints(page)]
    assert not found, "\n".join(found)

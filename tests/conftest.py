"""What every test has: its database and the cast."""

from collections.abc import Iterator

import pytest

from forum.templatetags import kept
from forum.topics import middleware

pytest_plugins = ["tests.fixtures_people", "tests.fixtures_outbox", "tests.browser.fixtures"]


@pytest.fixture(autouse=True)
def _nothing_is_kept() -> Iterator[None]:
    """Let no test see what another drew: rows that were rolled back leave their ids to others."""
    yield
    kept.shelf.clear()
    middleware.pages.clear()

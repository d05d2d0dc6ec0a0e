"""What every test has: its database and the cast."""

from collections.abc import Generator, Iterator

import pytest

from forum.search.queries import asking, newest
from forum.templatetags import kept
from forum.topics import middleware

# What starts servers or a browser of its own, and takes time by the clock: it has the machine to itself.
APART = ("browser", "embedded", "fault", "simulation")
# But not these: what they look at stands still and is theirs alone, and nothing in them goes by the clock.
BESIDE = (
    "tests/browser/access/",
    "tests/browser/test_css.py",
    "tests/browser/test_html.py",
    "tests/browser/test_languages.py",
    "tests/config/test_bootstrap.py",
    "tests/security/test_hostile_bodies.py",
)

pytest_plugins = ["tests.fixtures_people", "tests.fixtures_outbox", "tests.browser.fixtures"]


@pytest.fixture(autouse=True)
def _nothing_is_kept() -> Iterator[None]:
    """Let no test see what another drew: rows that were rolled back leave their ids to others."""
    yield
    kept.shelf.clear()
    kept.moulds.clear()
    middleware.pages.clear()
    asking.shelf.clear()
    newest.milestones.cache_clear()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None]:
    """Put what needs the machine to itself at the end, and on one worker where there are several.

    It is marked before pytest-xdist looks for marks, and moved once pytest-django has put all in its own order.
    """
    for item in items:  # so that no test that opens a page is forgotten
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
    besides = [item for item in items if not item.nodeid.startswith(BESIDE)]
    apart = {item for item in besides if any(map(item.get_closest_marker, APART))}
    for item in apart:
        item.add_marker(pytest.mark.xdist_group("apart"))
    yield
    items.sort(key=apart.__contains__)

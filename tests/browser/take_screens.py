"""`make screens`: pictures of the ten main pages with the demo's content, on a phone and a desk, light and dark.

Run by name alone. The clock stands still, so that the same pages give the same pictures.
"""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page

from accounts.models import User
from forum.categories.models import Category
from forum.meetups.models import Meetup
from forum.moving.demo import load_demo
from forum.topics.models import Topic
from outbox import clock
from tests.browser.fixtures import OpenPage
from tests.fixtures_people import PASSWORD

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screens"
EVENING = datetime(2026, 3, 3, 16, 20, tzinfo=UTC)
SIZES = ((360, 780), (1280, 900))
README = "topic-1280-light"

Shoot = Callable[[str, str, User | None], None]


@dataclass
class Demo:
    """What the demo holds that has an address."""

    partner: User
    room: Category
    topic: Topic
    meetup: Meetup


@pytest.fixture
def demo(db: None, monkeypatch: pytest.MonkeyPatch) -> Demo:
    """Load the demo of one evening."""
    monkeypatch.setattr(clock, "now", lambda: EVENING)
    load_demo(PASSWORD)
    topic = Topic.objects.select_related("category").get(title__startswith="Seven weeks")
    meetup = Meetup.objects.filter(starts_at__gt=EVENING).order_by("starts_at").first()
    assert meetup
    return Demo(User.objects.select_related("persona").get(username="partner"), topic.category, topic, meetup)


@pytest.fixture
def shoot(open_page: OpenPage) -> Shoot:
    """Return what takes the pictures of one page."""

    def take(name: str, path: str, person: User | None) -> None:
        for size in SIZES:
            page = open_page(person, size=size)
            answer = page.goto(path)
            assert answer
            assert answer.ok
            page.wait_for_load_state("networkidle")
            page.evaluate("document.fonts.ready.then(() => scrollTo(0, 0))")
            keep(page, f"{name}-{size[0]}-light")
            page.emulate_media(color_scheme="dark")
            keep(page, f"{name}-{size[0]}-dark")
            page.context.close()

    return take


def keep(page: Page, picture: str) -> None:
    """Write what is seen as WebP, and the one in README as PNG too."""
    tab = page.context.new_cdp_session(page)
    taken = tab.send("Page.captureScreenshot", {"format": "webp", "quality": 80})
    (FOLDER / f"{picture}.webp").write_bytes(base64.b64decode(taken["data"]))
    if picture == README:
        page.screenshot(path=FOLDER / "topic.png")


@pytest.mark.timeout(600)
def test_screens_are_taken(shoot: Shoot, demo: Demo) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    shoot("welcome", "/", None)
    shoot("join", "/accounts/signup/", None)
    for name, path in (
        ("front", "/"),
        ("notifications", "/notifications/"),
        ("category", f"/c/{demo.room.slug}/"),
        ("topic", demo.topic.get_absolute_url()),
        ("ask", f"/c/{demo.room.slug}/new/"),
        ("meetup", demo.meetup.topic.get_absolute_url()),
        ("meetups", "/meetups/"),
        ("preferences", "/preferences/"),
    ):
        shoot(name, path, demo.partner)

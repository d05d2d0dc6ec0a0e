"""Every icon that a page draws is in the sprite."""

import re
from pathlib import Path

from forum.management.commands.build_icons import ICONS
from forum.templatetags.components import icon

ROOT = Path(__file__).resolve().parents[2]
SPRITE = (ROOT / "static" / "icons.svg").read_text()
TEMPLATES = "".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))


def test_sprite_holds_the_icons_that_its_maker_lists() -> None:
    assert re.findall(r'<symbol id="([\w-]+)"', SPRITE) == ICONS


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    named = set(re.findall(r'\{% icon "([\w-]+)"|icon="([\w-]+)"', TEMPLATES))
    assert {one or other for one, other in named} <= set(ICONS)


def test_icon_says_nothing_to_a_screen_reader() -> None:
    assert 'aria-hidden="true"' in icon("bell")

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


def test_every_icon_in_the_sprite_is_drawn_somewhere() -> None:
    own = {str(path): path for folder in ("accounts", "forum", "moderation") for path in (ROOT / folder).rglob("*.py")}
    programs = "".join(path.read_text() for name, path in own.items() if not name.endswith("build_icons.py"))
    words = set(re.findall(r"""["']([\w-]+)["']""", TEMPLATES + programs))
    assert set(ICONS) <= words


def test_icon_that_points_is_turned_where_lines_run_from_right_to_left() -> None:
    assert 'class="icon points"' in icon("reply")
    assert ".points:dir(rtl)" in (ROOT / "static" / "css" / "components" / "icon.css").read_text()


def test_icon_that_does_not_point_stays_as_it_is() -> None:
    assert 'class="icon"' in icon("bell")


def test_icon_says_nothing_to_a_screen_reader() -> None:
    assert 'aria-hidden="true"' in icon("bell")

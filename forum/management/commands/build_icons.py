"""`manage.py build_icons PATH`: makes static/icons.svg from an unpacked lucide-static."""

import json
import re
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

SPRITE = Path(__file__).parents[3] / "static" / "icons.svg"
SHAPES = re.compile(r"<(?:path|circle|rect|line|polyline|polygon|ellipse)\b[^>]*/>")
# Every icon that a page draws; add a name here and run the command.
ICONS = [
    "arrow-left",
    "arrow-right",
    "bell",
    "biceps-flexed",
    "bold",
    "bookmark",
    "calendar",
    "calendar-plus",
    "check",
    "chevron-down",
    "circle-alert",
    "clock",
    "door-open",
    "ellipsis",
    "eye",
    "eye-off",
    "hand",
    "heart",
    "heart-handshake",
    "history",
    "house",
    "info",
    "leaf",
    "life-buoy",
    "link",
    "list",
    "lock",
    "log-out",
    "mail",
    "menu",
    "message-circle",
    "pencil",
    "pin",
    "quote",
    "reply",
    "search",
    "settings",
    "shield",
    "smile",
    "square-plus",
    "trash-2",
    "user",
    "users",
    "x",
]


class Command(BaseCommand):
    """Writes the sprite; run it when an icon is added or a newer lucide-static is wanted."""

    help = "Make static/icons.svg from an unpacked npm package lucide-static (ISC)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder that holds the package's package.json."""
        parser.add_argument("package", type=Path)

    def handle(self, *, package: Path, **_options: object) -> None:
        """Read the package and write the sprite and its licence."""
        try:
            SPRITE.write_text(build(package), encoding="utf-8")
            licence = (package / "LICENSE").read_text(encoding="utf-8")
        except (OSError, ValueError, KeyError) as error:
            message = f"{package} does not look like an unpacked lucide-static: {error}"
            raise CommandError(message) from error
        SPRITE.with_name("icons.LICENSE.txt").write_text(licence, encoding="utf-8")
        self.stdout.write(f"{len(ICONS)} icons written")


def build(package: Path) -> str:
    """Return the sprite: one symbol for each icon, its lines drawn in the colour of the words beside it."""
    about = json.loads((package / "package.json").read_text(encoding="utf-8"))
    symbols = [_symbol(name, (package / "icons" / f"{name}.svg").read_text(encoding="utf-8")) for name in ICONS]
    source = f"<!-- {about['name']} {about['version']} of npm, {about['license']}: see icons.LICENSE.txt -->"
    return "\n".join((source, '<svg xmlns="http://www.w3.org/2000/svg">', *symbols, "</svg>")) + "\n"


def _symbol(name: str, drawing: str) -> str:
    shapes = "".join(shape.replace(" />", "/>") for shape in SHAPES.findall(drawing))
    return f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>'

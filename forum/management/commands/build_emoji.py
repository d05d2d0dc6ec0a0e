"""`manage.py build_emoji PATH`: makes forum/markup/emoji.json and static/emoji.json from an unpacked emojibase-data."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

TABLE = Path(__file__).parents[2] / "markup" / "emoji.json"
FOR_BROWSERS = Path(__file__).parents[3] / "static" / "emoji.json"
TONES = range(0x1F3FB, 0x1F400)
# Characters of the basic plane that are emoji by themselves: the selector after them says nothing.
ALREADY_EMOJI = set(
    "⌚⌛⏩⏪⏫⏬⏰⏳◽◾☔☕♈♉♊♋♌♍♎♏♐♑♒♓♿⚓⚡⚪⚫⚽⚾⛄⛅⛎⛔⛪⛲⛳⛵⛺⛽✅✊✋✨❌❎❓❔❕❗➕➖➗➰➿⬛⬜⭐⭕"
)
# Names that are in use on Discourse forums and that neither source has.
BY_HAND = {
    "blonde_man": "blond_haired_man",
    "keycap_star": "asterisk",
    "puke": "face_vomiting",
    "slightly_smiling": "slight_smile",
}


class Command(BaseCommand):
    """Writes the table of emoji names; run it when a newer emojibase-data is wanted."""

    help = "Make forum/markup/emoji.json from an unpacked npm package emojibase-data (MIT)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder that holds the package's package.json."""
        parser.add_argument("package", type=Path)

    def handle(self, *, package: Path, **_options: object) -> None:
        """Read the package and write the table."""
        try:
            table = build(package)
        except (OSError, ValueError, KeyError) as error:
            message = f"{package} does not look like an unpacked emojibase-data: {error}"
            raise CommandError(message) from error
        TABLE.write_text(
            json.dumps(table, ensure_ascii=False, indent=0, sort_keys=True) + "\n",
            encoding="utf-8",
        )
        FOR_BROWSERS.write_text(for_browsers(table), encoding="utf-8")
        self.stdout.write(f"{len(table['names'])} names written")


def build(package: Path) -> dict[str, Any]:
    """Give the table: every name with its characters, and the characters that take a tone."""
    about = _read(package / "package.json")
    rows = {row["hexcode"]: row for row in _read(package / "en" / "data.json")}
    names: dict[str, str] = {}
    # GitHub's names come last because they win the few clashes, as they do on Discourse.
    for source in ("joypixels", "github"):
        for hexcode, given in _read(package / "en" / "shortcodes" / f"{source}.json").items():
            if hexcode in rows:
                for name in [given] if isinstance(given, str) else given:
                    names[name] = _characters(rows[hexcode])
    names |= {name: names[same] for name, same in BY_HAND.items() if same in names}
    return {
        "source": f"{about['name']} {about['version']} of npm",
        "licence": f"{about['license']}, Copyright (c) Miles Johnson",
        "names": names,
        "toned": "".join(sorted({row["emoji"][0] for row in rows.values() if _takes_tone(row)})),
    }


def for_browsers(table: dict[str, Any]) -> str:
    """Give the same table as a browser looks things up in it: each emoji once, with all its names."""
    rows: dict[str, list[str]] = {}
    for name, characters in table["names"].items():
        rows.setdefault(characters, []).append(name)
    emoji = [[characters, " ".join(names)] for characters, names in rows.items()]
    words = {key: table[key] for key in ("source", "licence", "toned")}
    return json.dumps({**words, "emoji": emoji}, ensure_ascii=False, separators=(",", ":")) + "\n"


def _read(path: Path) -> Any:  # noqa: ANN401  # what JSON holds is only known to its reader
    return json.loads(path.read_text(encoding="utf-8"))


def _characters(row: dict[str, Any]) -> str:
    """Give a row's characters, without a selector that says nothing."""
    characters: str = row["emoji"]
    return characters[0] if characters[1:] == "\ufe0f" and characters[0] in ALREADY_EMOJI else characters


def _takes_tone(row: dict[str, Any]) -> bool:
    """Say whether a tone right after the first character makes one of the row's own variants."""
    plain = row["emoji"]
    rest = plain[1:].removeprefix("\ufe0f")
    toned = {plain[0] + chr(tone) + rest for tone in TONES}
    return any(skin["emoji"] in toned for skin in row.get("skins", ()))

"""The table of emoji is made from a package."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from forum.management.commands import build_emoji

ROWS = [
    {"hexcode": "1F64F", "emoji": "🙏", "skins": [{"emoji": "🙏🏻"}, {"emoji": "🙏🏿"}]},
    {"hexcode": "2764", "emoji": "❤️"},
    {"hexcode": "2728", "emoji": "✨\ufe0f"},
]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Give a package with three emoji."""
    files = {
        "package.json": {"name": "emojibase-data", "version": "17.0.0", "license": "MIT"},
        "en/data.json": ROWS,
        "en/shortcodes/github.json": {"1F64F": "pray", "2764": ["heart"], "2728": "sparkles"},
        "en/shortcodes/joypixels.json": {"1F64F": ["folded_hands", "sparkles"], "FFFF": "gone"},
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(json.dumps(content), encoding="utf-8")
    return tmp_path


def test_table_has_every_name_and_its_source(package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_emoji, "TABLE", tmp_path / "emoji.json")
    monkeypatch.setattr(build_emoji, "FOR_BROWSERS", tmp_path / "for_browsers.json")
    call_command("build_emoji", str(package))
    table = json.loads((tmp_path / "emoji.json").read_text(encoding="utf-8"))
    assert table["names"] == {"pray": "🙏", "folded_hands": "🙏", "heart": "❤️", "sparkles": "✨"}
    assert table["toned"] == "🙏"
    assert "emojibase-data 17.0.0" in table["source"]
    assert "MIT" in table["licence"]


def test_folder_that_is_no_such_package_gets_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="does not look like an unpacked emojibase-data"):
        call_command("build_emoji", str(tmp_path))


def test_browsers_have_the_same_table() -> None:
    table = json.loads(build_emoji.TABLE.read_text(encoding="utf-8"))
    assert build_emoji.FOR_BROWSERS.read_text(encoding="utf-8") == build_emoji.for_browsers(table)

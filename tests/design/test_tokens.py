"""Every colour that words, borders and rings are drawn in stands out from every ground that it meets."""

import re
from collections.abc import Mapping
from itertools import product
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[2] / "static" / "css"
TOKENS = (CSS / "tokens.css").read_text()
AVATARS = re.findall(r"\.avatar-\d+ \{ background: (#\w{6})", (CSS / "components" / "avatar.css").read_text())

# What is drawn, the grounds that it meets, and the least contrast.
PAIRS = [
    (("ink",), ("ground", "paper", "lamp", "accent-soft", "danger-soft"), 10.0),
    (("ink-soft",), ("ground", "paper", "lamp", "accent-soft"), 5.5),
    (("accent",), ("ground", "paper", "lamp", "accent-soft"), 4.5),
    (("accent-strong",), ("ground", "paper", "lamp", "accent-soft"), 5.5),
    (("danger",), ("ground", "paper", "danger-soft"), 5.5),
    (("accent-ink",), ("accent", "accent-strong"), 5.5),
    (("edge",), ("ground", "paper"), 3.0),
]


def declared(block: str) -> dict[str, str]:
    """Return the custom properties of one block by name."""
    return dict(re.findall(r"--([\w-]+): ([^;]+);", block))


BLOCKS = [declared(block) for block in re.findall(r":root \{(.*?)\n\s*\}", TOKENS, re.DOTALL)]
LIGHT, DARK, MORE = BLOCKS[0], BLOCKS[0] | BLOCKS[1], BLOCKS[2]
MODES = {"light": LIGHT, "dark": DARK, "light, more": LIGHT | MORE, "dark, more": DARK | MORE}


def colour(mode: Mapping[str, str], role: str) -> str:
    """Return what `role` comes down to."""
    value = mode[role]
    return colour(mode, value[6:-1]) if value.startswith("var(") else value


def luminance(hexadecimal: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    channels = [int(hexadecimal[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("mode", MODES)
def test_colours_stand_out_from_every_ground_they_meet(mode: str) -> None:
    roles = MODES[mode]
    weak = [
        f"{drawn} on {ground}: {found:.2f}"
        for inks, grounds, least in PAIRS
        for drawn, ground in product(inks, grounds)
        if (found := contrast(colour(roles, drawn), colour(roles, ground))) < least
    ]
    assert weak == []


def test_letters_stand_out_from_every_face() -> None:
    assert len(AVATARS) == 12
    assert [face for face in AVATARS if contrast("#ffffff", face) < 4.5] == []


def test_components_name_roles_and_no_raw_colour() -> None:
    raw = [name for name, value in LIGHT.items() if value.startswith("#")]
    files = [path for path in CSS.rglob("*.css") if path.name not in {"tokens.css", "admin.css"}]
    used = re.compile(rf"var\(--(?:{'|'.join(raw)})\)")
    assert [path.name for path in files if used.search(path.read_text())] == []

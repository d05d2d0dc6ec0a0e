"""Pages run either way: a style says where a line begins and ends, never left and right."""

import re

import pytest

from tests.architecture.house import ROOT

STYLES = sorted((ROOT / "static" / "css").rglob("*.css"))
REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
SIDED = re.compile(r"[\w-]*\b(?:left|right)\b[\w-]*\s*:[^;{}]*;|:\s*(?:left|right)\b")


def sided(style: str) -> list[str]:
    """Return what of a style holds for one direction only."""
    return SIDED.findall(REMARK.sub("", style))


def test_no_style_says_left_or_right() -> None:
    assert STYLES
    assert {path.name: found for path in STYLES if (found := sided(path.read_text()))} == {}


@pytest.mark.parametrize("style", ["a { margin-left: 1em; }", "a { text-align: right }", "a { left: 0; }"])
def test_style_for_one_direction_is_found(style: str) -> None:
    assert sided(style)


@pytest.mark.parametrize(
    "style", ["/* left: 0; */", "a { margin-inline-start: 1em; }", ".icon-arrow-left:dir(rtl) { rotate: 180deg; }"]
)
def test_style_for_both_is_not(style: str) -> None:
    assert sided(style) == []

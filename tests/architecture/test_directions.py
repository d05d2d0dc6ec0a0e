"""Pages run either way: a style says where a line begins and ends, never left and right."""

import re

import pytest

from tests.architecture.catalogues import entries
from tests.architecture.house import ROOT

STYLES = sorted((ROOT / "static" / "css").rglob("*.css"))
REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
# What people called themselves or wrote, within a sentence of ours, and not set apart from its direction.
BARE = re.compile("(?<!\u2068)%\\((?:title|who|name|category|piece|email|way_out)\\)s")
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


def test_names_and_titles_keep_their_own_direction_within_arabic() -> None:
    assert [form for entry in entries("ar") for form in entry.forms if BARE.search(form)] == []

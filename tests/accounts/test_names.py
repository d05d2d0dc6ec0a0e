"""Names as they are drawn."""

import pytest

from accounts import names


@pytest.mark.parametrize(
    ("name", "letters"),
    [("ada", "A"), ("river-song", "RS"), ("JaneDoe", "JD"), ("a.b.c", "AC"), ("_", "_"), ("", ""), ("zoë", "Z")],
)
def test_initials_are_one_or_two_letters(name: str, letters: str) -> None:
    assert names.initials(name) == letters


def test_colour_belongs_to_the_name_whatever_its_case() -> None:
    assert names.colour_of("Ada", 12) == names.colour_of("ada", 12)
    assert {names.colour_of(f"person{n}", 12) for n in range(200)} == set(range(12))


def test_names_that_another_forum_keeps_apart_stay_apart() -> None:
    assert names.former_name("\ufb01x") != names.former_name("fix")


def test_a_name_of_another_forum_is_found_in_either_form_and_case() -> None:
    assert names.former_name("Zoe\u0308") == names.former_name("zo\u00eb")


@pytest.mark.parametrize("name", ["a" * 61, "\ufb1d" * 60, "a" + "\u0315\u0300" * 500_000])
def test_a_name_longer_than_any_of_another_forum_is_none(name: str) -> None:
    assert names.former_name(name) == ""

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

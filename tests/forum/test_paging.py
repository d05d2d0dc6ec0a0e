"""What addresses and forms say of moments and numbers, whoever wrote it there."""

import pytest

from forum.paging import ID, microseconds_of, moment_at, read_whole
from outbox import clock


@pytest.mark.parametrize(
    ("text", "number"), [("0", 0), ("12", 12), ("٣", 3), ("9" * 9, 999_999_999), ("9" * 10, None), ("9" * 5_000, None)]
)
def test_whole_number_is_read_up_to_nine_digits(text: str, number: int | None) -> None:
    assert read_whole(text) == number


@pytest.mark.parametrize("text", ["", " ", "-1", "1.5", "²", "1_0", " 1", "x"])
def test_what_is_no_whole_number_is_none(text: str) -> None:
    assert read_whole(text) is None


def test_id_may_have_eighteen_digits() -> None:
    assert (read_whole("9" * 18, ID), read_whole("9" * 19, ID)) == (10**18 - 1, None)


def test_cursor_holds_a_moment_to_the_microsecond() -> None:
    now = clock.now()
    assert moment_at(str(microseconds_of(now))) == now
    assert moment_at("9" * 16).year == 2286

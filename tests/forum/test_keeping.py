"""Parts of a page that are kept as bytes, and the page that they are put into."""

from collections.abc import Callable

import pytest

from forum import keeping

Draw = Callable[[], str]


def shown(draw: Draw) -> str:
    """Return the page that `draw` draws."""
    return keeping.whole(draw).decode()


def part(text: str) -> str:
    """Return a kept part as a template tag gives it."""
    return keeping.put(text.encode())


def test_parts_stand_in_the_page_where_they_were_put() -> None:
    page = shown(lambda: f"<p>{part('one ☕')}</p>é<p>{part('two')}</p>")
    assert page == "<p>one ☕</p>é<p>two</p>"


def test_page_without_parts_is_as_it_was_drawn() -> None:
    assert shown(lambda: "<p>é</p>") == "<p>é</p>"


def test_part_of_something_that_is_kept_itself_stands_in_it_as_it_is() -> None:
    def draw() -> str:
        with keeping.leaving_holes():
            inner = part("inner")
        assert inner == "inner"
        return part(f"<b>{inner}</b>")

    assert shown(draw) == "<b>inner</b>"


def test_outside_of_a_page_a_part_is_its_text() -> None:
    assert shown(lambda: "") == ""
    assert part("é") == "é"


@pytest.mark.parametrize("times", [0, 2])
def test_part_that_a_template_lost_or_showed_twice_is_an_error(times: int) -> None:
    with pytest.raises(ValueError, match="shown twice, or not at all"):
        shown(lambda: part("one") * times)


def test_what_stands_for_a_part_cannot_be_written_by_anyone() -> None:
    places: list[str] = []

    def draw() -> str:
        places.append(part("one"))
        return places[0]

    assert shown(draw) == "one"
    # PostgreSQL keeps no text with such a character, and what is between was drawn by lot.
    assert places[0].startswith("\x00")
    assert len(places[0]) > 16

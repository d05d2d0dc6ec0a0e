"""Whatever the 32,000 characters are, rendering or refusing them is quick."""

import pytest

from forum.markup.bounds import MAX_ELEMENTS, MAX_LEVELS, MAX_LINES, MAX_SOURCE
from forum.markup.render import TooMuchError, render
from tests.forum.markup.fuzz import seconds
from tests.forum.markup.people import nobody
from tests.forum.markup.worst import PROSE, WORST


@pytest.fixture(scope="module")
def prose() -> float:
    """Give the seconds that prose takes: here and now, in CPU time, the best of several."""
    return seconds(PROSE, tries=5)


@pytest.mark.parametrize("text", WORST, ids=range(len(WORST)))
def test_worst_text_takes_less_than_fifty_times_what_prose_takes(text: str, prose: float) -> None:
    taken = seconds(text, tries=2)
    assert taken < 50 * prose
    assert taken < 1


@pytest.mark.parametrize(
    ("text", "code", "bound"),
    [
        ("a" * (MAX_SOURCE + 1), "length", MAX_SOURCE),
        ("a\n" * (MAX_LINES + 1), "lines", MAX_LINES),
        ("> " * (MAX_LEVELS + 1) + "a", "levels", MAX_LEVELS),
        ("- " * (MAX_LEVELS + 1) + "a", "levels", MAX_LEVELS),
        ("[quote]\n" * (MAX_LEVELS + 1) + "a\n" + "[/quote]\n" * (MAX_LEVELS + 1), "levels", MAX_LEVELS),
        (":pray: " * (MAX_ELEMENTS + 1), "elements", MAX_ELEMENTS),
        ("[a](/b) " * (MAX_ELEMENTS + 1), "elements", MAX_ELEMENTS),
    ],
)
def test_text_over_a_bound_is_refused_with_the_bound_named(text: str, code: str, bound: int) -> None:
    with pytest.raises(TooMuchError) as refused:
        render(text, people=nobody)
    assert (refused.value.code, refused.value.bound) == (code, bound)


def test_text_at_the_bounds_is_rendered() -> None:
    assert render("a" * MAX_SOURCE, people=nobody).html
    assert render("a\n" * (MAX_LINES - 10), people=nobody).html.count("<br>") == MAX_LINES - 11
    assert render("> " * (MAX_LEVELS - 1) + "a", people=nobody).html.count("<blockquote>") == MAX_LEVELS - 1


def test_code_may_have_more_lines_than_text() -> None:
    html = render("```\n" + "x\n" * (MAX_LINES * 2) + "```", people=nobody).html
    assert html.count("x\n") == MAX_LINES * 2


def test_refused_text_leaves_nothing_for_the_next() -> None:
    before = render("*a* [quote]\n- b", people=nobody)
    for text in ("*a **b* " * 1_000 + ":pray:" * 3_000, "> " * 40, "- " * 40 + "a"):
        with pytest.raises(TooMuchError):
            render(text, people=nobody)
    assert render("*a* [quote]\n- b", people=nobody) == before

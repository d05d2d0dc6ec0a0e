"""How the bench gets from measurements to its rows."""

import pytest

from bench.figures import Series, growth, ratio, row, spread, table


@pytest.fixture
def limit() -> Series:
    """Return the limit, in three rounds of which one was disturbed."""
    return Series(rates=[500.0, 250.0, 400.0], latencies=[0.002], cpu=[1.0], bytes=20_000)


@pytest.fixture
def page() -> Series:
    """Return a page in the same rounds."""
    return Series(rates=[250.0, 125.0, 300.0], latencies=[0.004, 0.0041, 0.09], cpu=[2.0], bytes=40_000)


def test_ratio_is_taken_within_each_round(page: Series, limit: Series) -> None:
    assert ratio(page, limit) == 0.5
    assert spread(page, limit) == (0.5, 0.75)


def test_row_has_what_readers_of_the_file_expect(page: Series, limit: Series) -> None:
    assert row("topic_hot", "visitor", page, limit, 5) == {
        "page": "topic_hot",
        "who": "visitor",
        "median_ms": 4.1,
        "requests_per_s": 250.0,
        "ratio": 0.5,
        "queries": 5,
        "bytes": 40_000,
    }


def test_growth_says_how_many_times_slower(page: Series, limit: Series) -> None:
    assert growth({"front": limit}, {"front": page, "search": page}) == {"front": 2.0}


def test_table_puts_words_left_and_figures_right() -> None:
    drawn = table(("page", "a second"), [("front", "5"), ("category", "1,000")])
    assert drawn.splitlines() == [
        "page      a second",
        "--------  --------",
        "front            5",
        "category     1,000",
    ]

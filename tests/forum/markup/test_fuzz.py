"""A minute's worth of what `fuzz.py` does for hours."""

import random
from collections.abc import Callable

import pytest

from tests.forum.markup.fuzz import MAKERS, SHORT, check


@pytest.mark.parametrize("maker", MAKERS[1:])
def test_random_text_makes_only_html_that_is_written_down(maker: Callable[[random.Random, int], str]) -> None:
    for seed in range(15):
        text = maker(random.Random(seed), SHORT)[:SHORT]  # noqa: S311  # the same texts each time
        assert check(text) == [], ascii(text[:200])

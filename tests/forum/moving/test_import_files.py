"""A file of another forum costs itself alone, whatever is in it."""

from collections.abc import Callable
from typing import Any

import pytest

Take = Callable[..., dict[str, int]]
Change = Callable[..., None]


@pytest.mark.parametrize("changing", [lambda topic: topic.pop("archetype"), lambda topic: topic.update(archetype=None)])
def test_a_topic_that_does_not_say_that_it_is_public_stays_out(
    take: Take, change: Change, changing: Callable[[Any], object]
) -> None:
    change("12.json", changing)
    assert take() == {"topics": 1, "posts": 5, "authors": 3, "skipped": 4}

"""What the tests of the search share."""

from collections.abc import Callable

import pytest

from accounts.models import Reader
from forum.search.queries import find
from forum.search.words import parse

Found = Callable[..., list[str]]


@pytest.fixture
def found() -> Found:
    """Return what looks for a text as someone, and gives the words of the posts found, the best first."""

    def look(reader: Reader, text: str) -> list[str]:
        return [hit.post.source for hit in find(reader, parse(text)).hits]

    return look

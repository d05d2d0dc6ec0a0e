"""Who is mentioned: `@name` by the rules of Discourse."""

import string
import unicodedata
from collections.abc import Callable, Mapping

# A name starts and ends with a letter, digit or underscore, and no letter follows it
# (`@jane.` is jane, and `me@x.org` is nobody).
MENTION = r"@(?P<mention>\w(?:[\w.-]{0,58}\w)?)(?!\w)"

# Asked for all lower-case names of a text at once, gives those that somebody bears, each with the
# name as that person writes it.
People = Callable[[frozenset[str]], Mapping[str, str]]


def is_edge(char: str) -> bool:
    """Say whether a name or an emoji may stand beside this character."""
    return char in string.punctuation or char.isspace() or unicodedata.category(char).startswith("P")

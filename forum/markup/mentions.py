"""Who is mentioned: `@name` by the rules of Discourse."""

from collections.abc import Callable, Mapping

# A name starts and ends with a letter, digit or underscore; what follows it is an edge, a space
# or punctuation, never a letter (`@jane.` is jane, and `me@x.org` is nobody).
MENTION = r"@(?P<mention>\w(?:[\w.-]{0,58}\w)?)(?!\w)"

People = Callable[[frozenset[str]], Mapping[str, str]]

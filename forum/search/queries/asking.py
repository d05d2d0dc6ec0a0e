"""What is said to the database around a search: the words, once; how long it may take; and which words matched.

No statement that may fail or be slow holds a word of anyone's, so that no server's log can.
"""

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from django.conf import settings
from django.db import OperationalError, connection
from psycopg.errors import QueryCanceled

from accounts.verdict import RefusedError
from forum import keeping
from forum.markup.plain import plain_words
from forum.search import rules
from forum.search.querysets import NEVER, SETTING
from forum.search.words import END, START, Run, put_back, runs, stand_in, text_of, without_marks
from forum.topics.models import Post

# Milliseconds.
PATIENCE = 1500
# As much of a post as is read for a match to show; of what does not match, so much is shown.
MOST_READ, FEW = 8_000, 200
# Words that are shown around a match; what is shorter is shown as it is.
MOST_IN_A_STRETCH = 28

BETWEEN = " … "

# How plans are made for a search. Compiling one, or calling in other processes, takes longer than any search of ours;
# and to read the list of half a million posts that hold a common word takes longer than PostgreSQL thinks.
_PLANNING = {
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "cpu_index_tuple_cost": "0.05",
    "plan_cache_mode": "force_custom_plan",
}
# The way from words and marks to posts is the same whatever they are, and planned once. Where topics are named as well,
# it depends on how many they are.
_BY_INDEX = _PLANNING | {"plan_cache_mode": "force_generic_plan"}

_TEXTS = "alongside.texts"
_WORD = re.compile(r"\w")
_MARKS = f'StartSel="{START}", StopSel="{END}"'
_ALL = f"{_MARKS}, HighlightAll=true"
_CUT = f'{_MARKS}, MaxFragments=2, MaxWords={MOST_IN_A_STRETCH}, MinWords=12, FragmentDelimiter="{BETWEEN}"'


class Said(NamedTuple):
    """What is read of a post, also as the database can tell its words apart; one that is short is shown as it is."""

    words: str
    stand_in: str
    is_short: bool


shelf: keeping.Shelf[Said] = keeping.Shelf(settings.KEPT_MB * 2**20 // 8)


@contextmanager
def patience(*, by_index: bool = False) -> Iterator[None]:
    """Give up on statements that take too long, inside a transaction; raises RefusedError then."""
    try:
        with connection.cursor() as cursor:
            planning = (_BY_INDEX if by_index else _PLANNING) | {"statement_timeout": str(PATIENCE)}
            cursor.execute(
                "SELECT set_config(name, value, true) FROM unnest(%s::text[], %s::text[]) AS setting (name, value)",
                [list(planning), list(planning.values())],
            )
        yield
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise RefusedError(rules.TOO_SLOW) from error
        raise


def ask(languages: Sequence[str], words: str) -> list[str]:
    """Put down what is asked for, until the transaction ends; returns it as each language writes it.

    That is empty where all the words are such as stand everywhere.
    """
    names = [SETTING.format(language) for language in languages]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config(name, coalesce(nullif(asked, ''), %s), true)"
            " FROM unnest(%s::text[], %s::text[]) AS setting (name, language),"
            " LATERAL (SELECT websearch_to_tsquery(language::regconfig, forum_plain(%s))::text AS asked) AS asking",
            [NEVER, names, list(languages), words],
        )
        return ["" if asked == NEVER else asked for (asked,) in cursor.fetchall()]


def ask_for_any(languages: Sequence[str]) -> None:
    """Ask for any of the words where all of them were asked for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config(name, replace(current_setting(name), ' & ', ' | '), true)"
            " FROM unnest(%s::text[]) AS name",
            [[SETTING.format(language) for language in languages]],
        )


def ask_for_stems(stems: Mapping[str, set[str]]) -> None:
    """Ask in each language for any of its `stems`, which are words of ours as `ask` gave them."""
    asked = [" | ".join(f"'{stem}'" for stem in sorted(some)) or NEVER for some in stems.values()]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config(name, asked, true) FROM unnest(%s::text[], %s::text[]) AS setting (name, asked)",
            [[SETTING.format(language) for language in stems], asked],
        )


def marked(posts: Sequence[Post], languages: Sequence[str]) -> list[tuple[list[Run], list[Run]]]:
    """Return for each post the title of its topic and some of its words, with what was asked for in `languages`.

    Quotes are left out, and what stands hidden in a post stays hidden.
    """
    said = [_said(post) for post in posts]
    if not posts or not languages:
        return [
            ([Run(text_of(post.topic.title), is_match=False)], _start(text.words))
            for post, text in zip(posts, said, strict=True)
        ]
    texts = [
        {
            "place": place,
            "language": post.language if post.language in languages else languages[0],
            "title": stand_in(text_of(post.topic.title)),
            "words": text.stand_in,
            "how": _ALL if text.is_short else _CUT,
        }
        for place, (post, text) in enumerate(zip(posts, said, strict=True))
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [_TEXTS, json.dumps(texts)])
        cursor.execute(
            "SELECT ts_headline(language::regconfig, title, asked, %s),"
            " ts_headline(language::regconfig, words, asked, how)"
            " FROM json_to_recordset(current_setting(%s)::json)"
            " AS text (place int, language text, title text, words text, how text),"
            " LATERAL (SELECT current_setting(replace(%s, '{}', language))::tsquery AS asked) AS asking"
            " ORDER BY place",
            [_ALL, _TEXTS, SETTING],
        )
        rows = cursor.fetchall()
    return [
        (runs(title), runs(_cut_out(found, text.words)) if START in found else _start(text.words))
        for (title, found), text in zip((map(put_back, row) for row in rows), said, strict=True)
    ]


def _said(post: Post) -> Said:
    """Return what is read of `post`, as it was read before where it was not changed since."""
    key = post.pk, post.revision
    said = shelf.get(key)
    if said is None:
        words = text_of(plain_words(post.html, MOST_READ))
        said = Said(words, stand_in(words), is_short=len(words.split()) <= MOST_IN_A_STRETCH)
        shelf.put(key, said, sys.getsizeof(said.words) + sys.getsizeof(said.stand_in))
    return said


def _cut_out(found: str, text: str) -> str:
    """Return the stretches that were `found` in `text`, with a sign where the text goes on before or behind them."""
    first, *_, last = (without_marks(part) for part in (found.split(BETWEEN) * 2))
    before = BETWEEN.lstrip() if _WORD.search(text.partition(first)[0]) else ""
    behind = BETWEEN.rstrip() if _WORD.search(text.rpartition(last)[2]) else ""
    return before + found + behind


def _start(text: str) -> list[Run]:
    """Return how a text begins."""
    cut = text if len(text) <= FEW else text[:FEW].rpartition(" ")[0].rstrip() + "…"
    return [Run(cut, is_match=False)]

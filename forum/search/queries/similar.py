"""Topics like one that is being begun."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from math import log

from django.db import transaction

from accounts.models import Reader
from forum.categories.models import Category
from forum.search.queries.asking import ask, ask_for_stems, patience
from forum.search.queries.newest import EVER, MORE, looking_through, newest
from forum.search.querysets import matches, stems, title_vector, titled
from forum.topics.models import Post, Topic
from forum.topics.typed import MAX_TITLE
from forum.topics.visibility import Status
from outbox import clock

SIMILAR = 5
# The newest titles with any of the words, which are compared.
MOST = 500
# So many words in common make two titles similar, or fewer that have so much of the weight of all: a rare one does.
SHARED, WEIGHT = 2, 0.4
# Of titles that share a word, the share that the rare words are in at most.
RARE = 0.1

_WORD = re.compile(r"\w+")
_ASKED = re.compile(r"'([^']+)'")


def similar_topics(reader: Reader, title: str) -> list[Topic]:
    """Return up to five topics that `reader` may open whose titles share most with `title`; rare words weigh more.

    Of equals the newer stands first. Raises RefusedError where that would take too long.
    """
    words = " ".join(_WORD.findall(title[:MAX_TITLE]))
    languages = sorted(set(Category.objects.visible_to(reader).values_list("language", flat=True)))
    if not words or not languages:
        return []
    with transaction.atomic(), patience():
        asked = {
            language: set(_ASKED.findall(text)) for language, text in zip(languages, ask(languages, words), strict=True)
        }
        every = set().union(*asked.values())
        if not every:
            return []
        shared = _shared(reader, asked)
        spread = Counter(stem for found in shared.values() for stem in found)
        if len(shared) == MOST:
            # The newest are full of common words; a title with a rare one may be older.
            rare = {stem for stem in every if spread[stem] <= MOST * RARE}
            shared |= _shared(reader, {language: some & rare for language, some in asked.items()})
    weights = {stem: log(1 + MOST / (1 + spread[stem])) for stem in every}
    best = _best(shared, weights)
    posts = Post.objects.visible_to(reader).select_related("topic__category").defer("source", "html").in_bulk(best)
    return [posts[pk].topic for pk in best if pk in posts]


def _shared(reader: Reader, asked: Mapping[str, set[str]]) -> dict[int, set[str]]:
    """Return which of the stems `asked` for are in titles, newest first, by the post that carries the title."""
    every = set().union(*asked.values())
    if not every:
        return {}
    ask_for_stems(asked)
    posts = titled(Post.objects.visible_to(reader)).filter(topic__status=Status.PUBLISHED)
    posts = posts.annotate(stems=stems(title_vector()))
    look = looking_through(lambda marks: posts.filter(matches(title_vector(), asked, marks)), "stems", MOST)
    rows, _ = newest(look, EVER, clock.now(), MOST, MORE)
    return {pk: every.intersection(text.split()) for text, pk in rows}


def _best(shared: Mapping[int, set[str]], weights: Mapping[str, float]) -> list[int]:
    """Return those few that share enough, the nearest first."""

    def weigh(words: Iterable[str]) -> float:
        return sum(weights[word] for word in words)

    enough = WEIGHT * weigh(weights)
    near = [post for post, words in shared.items() if len(words) >= SHARED or weigh(words) >= enough]
    return sorted(near, key=lambda post: -weigh(shared[post]))[:SIMILAR]

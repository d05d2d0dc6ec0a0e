"""Topics like one that is being begun."""

import re

from django.db import transaction

from accounts.models import Reader
from forum.categories.models import Category
from forum.search.queries.asking import ask, ask_for_any, patience
from forum.search.querysets import matches, newest_first, stems, title_vector
from forum.topics.models import Post, Topic
from forum.topics.rules import MAX_TITLE
from forum.topics.visibility import Status

SIMILAR = 5
# The newest titles with any of the words, which are compared.
MOST = 1000
# One common word makes no two topics similar.
SHARED = 2

_WORD = re.compile(r"\w+")
_ASKED = re.compile(r"'([^']+)'")


def similar_topics(reader: Reader, title: str) -> list[Topic]:
    """Return up to five topics that `reader` may open whose titles share most words with `title`.

    Of equals the newer stands first. Raises RefusedError where that would take too long.
    """
    words = " ".join(_WORD.findall(title[:MAX_TITLE]))
    languages = sorted(set(Category.objects.visible_to(reader).values_list("language", flat=True)))
    if not words or not languages:
        return []
    with transaction.atomic(), patience():
        asked = {stem for text in ask(languages, words) for stem in _ASKED.findall(text)}
        if not asked:
            return []
        ask_for_any(languages)
        rows = _titles(reader, languages)
    shared = {topic: len(asked.intersection(found.split())) for topic, found in rows}
    enough = min(SHARED, len(asked))
    best = sorted((topic for topic in shared if shared[topic] >= enough), key=lambda topic: -shared[topic])[:SIMILAR]
    topics = Topic.objects.visible_to(reader).select_related("category").in_bulk(best)
    return [topics[pk] for pk in best if pk in topics]


def _titles(reader: Reader, languages: list[str]) -> list[tuple[int, str]]:
    """Return the topics that have any of the words in their titles, newest first, with the stems of the titles."""
    first = Post.objects.visible_to(reader).exclude(title="").filter(topic__status=Status.PUBLISHED)
    found = newest_first(first.filter(matches(title_vector(), languages))).annotate(stems=stems(title_vector()))
    return list(found.values_list("topic", "stems")[:MOST])

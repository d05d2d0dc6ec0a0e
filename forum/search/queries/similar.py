"""Topics like one that is being begun."""

import re

from django.db import transaction

from accounts.models import Reader
from forum.categories.models import Category
from forum.search.queries.asking import ask, ask_for_any, patience
from forum.search.queries.newest import newest
from forum.search.querysets import matches, stems, title_vector
from forum.topics.models import Post, Topic
from forum.topics.rules import MAX_TITLE
from forum.topics.visibility import Status
from outbox import clock

SIMILAR = 5
# The newest titles with any of the words, which are compared.
MOST = 500
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
        titles = _titles(reader, languages)
    shared = {post: len(asked.intersection(found.split())) for post, found in titles.items()}
    enough = min(SHARED, len(asked))
    best = sorted((post for post in shared if shared[post] >= enough), key=lambda post: -shared[post])[:SIMILAR]
    topics = Topic.objects.visible_to(reader).filter(first_post__in=best).select_related("category")
    return sorted(topics, key=lambda topic: best.index(topic.first_post_id or 0))


def _titles(reader: Reader, languages: list[str]) -> dict[int, str]:
    """Return the stems of the titles that have any of the words, newest first, by the topic's first post."""
    first = Post.objects.visible_to(reader).exclude(title="").filter(topic__status=Status.PUBLISHED)
    found = first.filter(matches(title_vector(), languages)).annotate(stems=stems(title_vector()))
    return {pk: text for text, pk in newest(found, clock.now(), "stems", MOST)}

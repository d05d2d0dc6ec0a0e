"""Writing threads as they were written before: past times, no events, counts once at the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import Persona
from forum.categories.models import Category
from forum.markup.render import RENDERER_VERSION
from forum.topics import typed
from forum.topics.actions.links import keep_in_step
from forum.topics.actions.watch import follow
from forum.topics.models import Post, Topic
from forum.topics.words import quote_of, tidy_source


@dataclass(frozen=True)
class PastPost:
    """One post of a past thread; `reply_to` and `updates` are numbers of earlier posts in it.

    `quotes` is the number of one too, with those of its words that stand quoted above the source.
    """

    persona: Persona
    source: str
    written_at: datetime
    reply_to: int | None = None
    updates: int | None = None
    quotes: tuple[int, str] | None = None


@transaction.atomic
def write_past_topic(*, category: Category, title: str, posts: Sequence[PastPost]) -> Topic:
    """Write a thread, its oldest post first, followed by whoever wrote in it; nobody is told.

    Raises RefusedError where a title or a post is not fit to keep.
    """
    topic = Topic(
        category=category,
        title=typed.read_title(title),
        audience=category.audience,
        created_at=posts[0].written_at,
        activity_at=max(past.written_at for past in posts),
    )
    topic.save()
    numbered: dict[int | None, Post] = {}
    read: dict[int, tuple[Persona, int]] = {}  # whoever writes has read what stood there
    for past in posts:
        number = None if past.updates else len(numbered) + 1
        post = _write(topic, past, number, numbered)
        if number:
            numbered[number] = post
        read[past.persona.pk] = (past.persona, len(numbered))
    topic.first_post = numbered[1]
    topic.last_number = len(numbered)
    topic.reply_count = len(numbered) - 1
    topic.save(update_fields=["first_post", "last_number", "reply_count"])
    for persona, number in read.values():
        follow(persona, topic, number)
    return topic


def _write(topic: Topic, past: PastPost, number: int | None, numbered: dict[int | None, Post]) -> Post:
    """Store one post with what it names and quotes."""
    source = tidy_source(_quotation(past, numbered) + past.source)
    rendered = typed.read_source(past.persona, source)
    post = Post.objects.create(
        topic=topic,
        persona=past.persona,
        number=number,
        reply_to=numbered[past.reply_to] if past.reply_to else None,
        updates=numbered[past.updates] if past.updates else None,
        source=source,
        html=rendered.html,
        renderer_version=RENDERER_VERSION,
        language=topic.category.language,
        title=topic.title if number == 1 else "",
        created_at=past.written_at,
    )
    keep_in_step(post, rendered, past.persona)
    return post


def _quotation(past: PastPost, numbered: dict[int | None, Post]) -> str:
    """Return what stands quoted above a post's own words, as a writer's Quote button would put it."""
    if past.quotes is None:
        return ""
    number, words = past.quotes
    quoted = numbered[number]
    return quote_of(words, name=quoted.persona.name, number=number, topic_id=quoted.topic_id)

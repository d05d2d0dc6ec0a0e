"""Adding a dated update under one's own post."""

import uuid

from django.db import transaction

from accounts.models import Persona
from accounts.verdict import require
from forum.topics import rules, typed
from forum.topics.actions.create import insert_post
from forum.topics.actions.locks import locked_post, locked_topic
from forum.topics.actions.sent import already_sent
from forum.topics.events import UpdateAdded
from forum.topics.models import Post, Topic
from forum.topics.words import tidy_source
from outbox.record import record


def add_update(*, post: Post, persona: Persona, source: str, key: uuid.UUID) -> Post:
    """Add an update under `post` and bring its topic up; the same key and words give the same update.

    Raises RefusedError.
    """
    source = tidy_source(source)
    rendered = typed.read_source(persona, source)
    with transaction.atomic():
        topic = locked_topic(post.topic_id)
        post = locked_post(post.pk, topic)
        sent = already_sent(key, persona, source, updates_id=post.pk)
        if sent is not None:
            return sent
        require(rules.may_update(rules.account_of(persona), post))
        update = insert_post(Post(topic=topic, persona=persona, updates=post, source=source, key=key), rendered)
        Topic.objects.filter(pk=topic.pk).update(activity_at=update.created_at, written_for=None)
        record(UpdateAdded(update.pk))
    return update

"""Changing the words of a post, every earlier wording kept."""

from datetime import datetime

from django.db import transaction

from accounts.models import Persona
from accounts.verdict import RefusedError, require
from forum.markup.render import RENDERER_VERSION
from forum.topics import rules, typed
from forum.topics.actions.audience import keep_among_readers
from forum.topics.actions.links import keep_in_step
from forum.topics.actions.locks import locked_post, locked_topic
from forum.topics.events import PostEdited
from forum.topics.models import Draft, Post, Version
from forum.topics.words import fingerprint, tidy_source
from outbox import clock
from outbox.record import record


def edit_post(*, post: Post, persona: Persona, source: str, base: str = "") -> Post:
    """Give `post` the words `source`, written by `persona`: its author or a moderator.

    `base` is the fingerprint of the words that the editor started from; where others stand there now, the edit
    is refused. The same words again change nothing. Raises RefusedError.
    """
    source = tidy_source(source)
    rendered = typed.read_source(persona, source)
    with transaction.atomic():
        post = locked_post(post.pk, locked_topic(post.topic_id))
        require(rules.may_edit(rules.account_of(persona), post))
        Draft.objects.filter(user=persona.user_id, place=f"edit:{post.pk}").delete()
        if source == post.source:
            return post
        if base and base != fingerprint(post.source):
            raise RefusedError(rules.EDITED_MEANWHILE)
        now = clock.now()
        post.version = _keep_version(post, persona, source, now)
        post.source, post.html, post.edited_at = source, rendered.html, now
        post.renderer_version = RENDERER_VERSION
        post.save(update_fields=["version", "source", "html", "edited_at", "renderer_version"])
        keep_in_step(post, rendered, persona)
        keep_among_readers(post.topic)
        record(PostEdited(post.pk))
    return post


def _keep_version(post: Post, persona: Persona, source: str, now: datetime) -> int:
    """Store the new words as a version and return its number; the editor's last few minutes are one edit."""
    last = post.versions.last()
    if last is None:
        Version.objects.create(
            post=post, number=1, persona=post.persona, source=post.source, created_at=post.created_at
        )
    elif last.number > 1 and last.persona_id == persona.pk and now - last.created_at < rules.MELTING:
        last.source = source
        last.save(update_fields=["source"])
        return last.number
    number = post.version + 1
    Version.objects.create(post=post, number=number, persona=persona, source=source, created_at=now)
    return number

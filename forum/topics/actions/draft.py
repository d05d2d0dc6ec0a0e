"""What a member is writing, kept as they type."""

import uuid
from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from forum.topics.actions.locks import lock_drafts
from forum.topics.actions.sent import first_words
from forum.topics.models import Draft, Post
from forum.topics.words import tidy_source, tidy_title
from outbox import clock

# More than anyone writes at; the oldest makes room.
MOST_DRAFTS = 100
# Long texts that are neither a title nor a post's words: a moderator's reason, what a member tells of themselves.
OTHER_WORDS = ("why", "about")


@transaction.atomic
def save_draft(
    *,
    user: User,
    place: str,
    key: uuid.UUID,
    title: str,
    body: str,
    fields: Mapping[str, str],
) -> Draft | None:
    """Keep what `user` is writing at `place`, to be sent under `key`; returns None where nothing is left to keep.

    What was sent under `key` already is not kept again; other words are, under a key of their own.
    """
    lock_drafts(user)
    title, body = tidy_title(title), tidy_source(body)
    fields = {name: tidy_source(value) for name, value in fields.items()}
    if not any((title, body, *(fields.get(name) for name in OTHER_WORDS))):
        discard_draft(user=user, place=place)
        return None
    sent = Post.objects.filter(key=key).first()
    if sent is not None:
        # A late word from the page that sent it: what it held is in the post.
        if first_words(sent).startswith(body):
            return None
        key = uuid.uuid4()
    now = clock.now()
    draft, _ = Draft.objects.update_or_create(
        user=user,
        place=place,
        defaults={"key": key, "title": title, "body": body, "fields": fields, "updated_at": now},
    )
    newest = Draft.objects.filter(user=user).order_by("-updated_at", "-pk").values("pk")[:MOST_DRAFTS]
    Draft.objects.filter(user=user).exclude(pk__in=newest).delete()
    return draft


def discard_draft(*, user: User, place: str) -> None:
    """Throw away what `user` was writing at `place`."""
    Draft.objects.filter(user=user, place=place).delete()

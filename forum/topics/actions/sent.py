"""What a key stands for: the same key and words are the same post, however often they are sent."""

import uuid

from accounts.models import Persona
from accounts.verdict import RefusedError
from forum.topics import rules
from forum.topics.models import Post, Version


class AlreadySentError(RefusedError):
    """The key was used for other words; `post` is what was made of them, or None where someone else did."""

    def __init__(self, post: Post | None) -> None:
        """Keep the post that stands already."""
        super().__init__(rules.ALREADY_SENT)
        self.post = post


def already_sent(key: uuid.UUID, persona: Persona, source: str, **same: object) -> Post | None:
    """Return the post that these words made under `key`, or None where the key is fresh.

    Raises AlreadySentError where the key made something else. `same` names further fields that must agree.
    """
    post = _made_under(key)
    if post is None:
        return None
    agrees = all(getattr(post, field) == value for field, value in same.items())
    if agrees and post.persona_id == persona.pk and first_words(post) == source:
        return post
    raise _refusal(post, persona)


def raise_if_sent(key: uuid.UUID, persona: Persona) -> None:
    """Raise AlreadySentError where anything was made under `key`."""
    post = _made_under(key)
    if post is not None:
        raise _refusal(post, persona)


def first_words(post: Post) -> str:
    """Return what was sent when `post` was made, before any edit."""
    first = Version.objects.filter(post=post, number=1).values_list("source", flat=True).first()
    return post.source if first is None else first


def _made_under(key: uuid.UUID) -> Post | None:
    """Return the post that was made under `key`."""
    return Post.objects.select_related("topic").filter(key=key).first()


def _refusal(post: Post, persona: Persona) -> AlreadySentError:
    """Return the refusal of a key that made `post`, which only its own writer hears of."""
    return AlreadySentError(post if post.persona_id == persona.pk else None)

"""Saying without a word how a post meets one, and taking that back; nobody is told of either."""

from django.db import transaction
from django.db.models import F

from accounts.models import Persona
from accounts.verdict import require
from forum.reactions.models import Feeling, Reaction
from forum.topics.actions import locked_post, locked_topic
from forum.topics.models import Post
from forum.topics.rules import account_of, may_react


def react(*, persona: Persona, post: Post, feeling: Feeling) -> None:
    """Let `persona` feel so about `post`, which counts once however often it is said. Raises RefusedError."""
    with transaction.atomic():
        post = _held(persona, post)
        _, is_new = Reaction.objects.get_or_create(post=post, persona=persona, feeling=feeling)
        _count(post, feeling, int(is_new))


def take_back(*, persona: Persona, post: Post, feeling: Feeling) -> None:
    """Take back what `persona` felt about `post`, if anything. Raises RefusedError."""
    with transaction.atomic():
        post = _held(persona, post)
        gone, _ = Reaction.objects.filter(post=post, persona=persona, feeling=feeling).delete()
        _count(post, feeling, -gone)


def _held(persona: Persona, post: Post) -> Post:
    """Return the post as it stands now, held until the transaction ends, to whoever may react to it."""
    post = locked_post(post.pk, locked_topic(post.topic_id))
    require(may_react(account_of(persona), post))
    return post


def _count(post: Post, feeling: Feeling, change: int) -> None:
    if change:
        Post.objects.filter(pk=post.pk).update(**{feeling.column: F(feeling.column) + change})

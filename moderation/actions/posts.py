"""What moderators do with posts."""

from django.db import transaction

from accounts.models import User
from accounts.verdict import require
from forum.topics import actions as topics
from forum.topics.actions.locks import locked_post, locked_topic
from forum.topics.models import Post
from moderation import rules
from moderation.actions.log import write_act
from moderation.models import Act
from moderation.rules import Grounds


def edit_post(*, post: Post, actor: User, grounds: Grounds, source: str, base: str = "") -> Act:
    """Give another's post other words; every earlier wording is kept. Raises RefusedError."""
    with transaction.atomic():
        before = _held(post, actor, grounds)
        after = topics.edit_post(post=before, persona=actor.persona, source=source, base=base)
        require(rules.changes(is_same=after.source == before.source))
        facts = {"version_before": before.version, "version_after": after.version}
        return write_act(Act.Verb.EDIT, actor=actor, topic=before.topic, post=before, grounds=grounds, facts=facts)


def approve_post(*, post: Post, actor: User | None, grounds: Grounds) -> Act:
    """Let others read what waited for a moderator, a first post with its topic. Raises RefusedError."""
    with transaction.atomic():
        post = topics.approve_post(post=_held(post, actor, grounds))
        return write_act(Act.Verb.APPROVE, actor=actor, topic=post.topic, post=post, grounds=grounds)


def hide_post(*, post: Post, actor: User | None, grounds: Grounds) -> Act:
    """Take a post down, a first post with its topic. Raises RefusedError."""
    with transaction.atomic():
        post = _held(post, actor, grounds)
        topics.hide_post(post=post)
        return write_act(Act.Verb.HIDE, actor=actor, topic=post.topic, post=post, grounds=grounds)


def restore_post(*, post: Post, actor: User | None, grounds: Grounds) -> Act:
    """Bring a hidden post back, a first post with its topic. Raises RefusedError."""
    with transaction.atomic():
        post = _held(post, actor, grounds)
        topics.restore_post(post=post)
        return write_act(Act.Verb.RESTORE, actor=actor, topic=post.topic, post=post, grounds=grounds)


def _held(post: Post, actor: User | None, grounds: Grounds) -> Post:
    """Lock the topic before the post, as everyone does, and judge what stands then."""
    topic = locked_topic(post.topic_id)
    require(rules.may_act(actor, topic, grounds))
    return locked_post(post.pk, topic)

"""What moderators do with topics."""

from collections.abc import Callable

from django.db import transaction

from accounts.models import User
from accounts.verdict import require
from forum.categories.models import Category
from forum.topics import actions as topics
from forum.topics.actions.locks import locked_category, locked_topic
from forum.topics.models import Topic
from moderation import rules
from moderation.actions.log import write_act
from moderation.models import Act
from moderation.rules import Grounds


def close_topic(*, topic: Topic, actor: User | None, grounds: Grounds) -> Act:
    """Let nobody add to a topic. Raises RefusedError."""
    return _turn(topic, actor, grounds, Act.Verb.CLOSE, topics.close_topic)


def reopen_topic(*, topic: Topic, actor: User | None, grounds: Grounds) -> Act:
    """Let members add to a topic again. Raises RefusedError."""
    return _turn(topic, actor, grounds, Act.Verb.REOPEN, topics.reopen_topic)


def pin_topic(*, topic: Topic, actor: User | None, grounds: Grounds) -> Act:
    """Keep a topic on top of its category. Raises RefusedError."""
    return _turn(topic, actor, grounds, Act.Verb.PIN, topics.pin_topic)


def unpin_topic(*, topic: Topic, actor: User | None, grounds: Grounds) -> Act:
    """Let a topic stand where its activity puts it. Raises RefusedError."""
    return _turn(topic, actor, grounds, Act.Verb.UNPIN, topics.unpin_topic)


def move_topic(*, topic: Topic, actor: User | None, grounds: Grounds, category: Category) -> Act:
    """Put a topic into another category, for those in there whom it was written for. Raises RefusedError."""
    with transaction.atomic():
        # The category is held before the topic, as everywhere.
        category = locked_category(category.pk)
        before = _held(topic, actor, grounds)
        topics.move_topic(topic=before, category=category)
        after = locked_topic(topic.pk)
        facts = {**_place(before, "before"), **_place(after, "after")}
        return write_act(Act.Verb.MOVE, actor=actor, topic=after, grounds=grounds, facts=facts)


def rename_topic(*, topic: Topic, actor: User | None, grounds: Grounds, title: str) -> Act:
    """Give a topic another title. Raises RefusedError."""
    with transaction.atomic():
        before = _held(topic, actor, grounds)
        topics.rename_topic(topic=before, title=title)
        after = locked_topic(topic.pk)
        facts = {"title_before": before.title, "title_after": after.title}
        return write_act(Act.Verb.RENAME, actor=actor, topic=after, grounds=grounds, facts=facts)


def _turn(topic: Topic, actor: User | None, grounds: Grounds, verb: Act.Verb, do: Callable[..., None]) -> Act:
    """Do what needs nothing but the topic."""
    with transaction.atomic():
        held = _held(topic, actor, grounds)
        do(topic=held)
        return write_act(verb, actor=actor, topic=held, grounds=grounds)


def _place(topic: Topic, when: str) -> dict[str, int | str]:
    """Return a topic's category, its name as it was then, and for whom the topic was."""
    return {
        f"category_{when}": topic.category_id,
        f"category_{when}_name": topic.category.name,
        f"audience_{when}": topic.audience,
    }


def _held(topic: Topic, actor: User | None, grounds: Grounds) -> Topic:
    held = locked_topic(topic.pk)
    require(rules.may_act(actor, held, grounds))
    return held

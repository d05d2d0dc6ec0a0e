"""The one writer of the log."""

from collections.abc import Mapping

from accounts.models import User
from forum.topics.models import Post, Topic
from moderation.events import ActRecorded
from moderation.models import Act
from moderation.rules import Grounds
from outbox.record import record


def write_act(
    verb: Act.Verb,
    *,
    actor: User | None,
    topic: Topic,
    grounds: Grounds,
    post: Post | None = None,
    facts: Mapping[str, int | str] | None = None,
) -> Act:
    """Add an act to the log and record that it was done; inside the caller's transaction."""
    words = post or topic.first_post
    act = Act.objects.create(
        actor=actor,
        verb=verb,
        topic=topic,
        post=post,
        persona=words.persona if words else None,
        facts=dict(facts or {}),
        reverses=_undone(verb, topic, post),
        why=grounds.why.strip(),
        rule=grounds.rule.strip(),
        origin=grounds.origin,
        was_found_by_machine=grounds.was_found_by_machine,
        was_decided_by_machine=grounds.was_decided_by_machine,
    )
    record(ActRecorded(act.pk))
    return act


def _undone(verb: Act.Verb, topic: Topic, post: Post | None) -> Act | None:
    """Return the act that `verb` takes back: the last of its kind that nobody took back before."""
    opposite = Act.UNDOES.get(verb)
    if opposite is None:
        return None
    return Act.objects.filter(verb=opposite, topic=topic, post=post, reversed_by=None).first()

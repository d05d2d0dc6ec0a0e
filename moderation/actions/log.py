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
        reverses=_undone(verb, topic, post, facts or {}),
        why=grounds.why.strip(),
        rule=grounds.rule.strip(),
        origin=grounds.origin,
        was_found_by_machine=grounds.was_found_by_machine,
        was_decided_by_machine=grounds.was_decided_by_machine,
    )
    record(ActRecorded(act.pk))
    return act


def _undone(verb: Act.Verb, topic: Topic, post: Post | None, facts: Mapping[str, int | str]) -> Act | None:
    """Return the act that `verb` takes back: the last of its kind that nobody took back before.

    A move or a new title takes back the one that led away from where it leads.
    """
    acts = Act.objects.filter(topic=topic, post=post, reversed_by=None)
    if verb in Act.UNDOES:
        return acts.filter(verb=Act.UNDOES[verb]).first()
    if verb in Act.LEADS_BACK:
        what = Act.LEADS_BACK[verb]
        return acts.filter(verb=verb, **{f"facts__{what}_before": facts[f"{what}_after"]}).first()
    return None

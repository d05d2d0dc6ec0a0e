"""Who may moderate what, and what an act needs; the texts of its refusals."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.verdict import YES, Verdict
from forum.topics.models import Topic
from forum.topics.rules import NOT_A_MODERATOR, may_moderate, may_see_topic
from forum.topics.words import is_blank
from moderation.models import Act

NO_REASON = _("Write a reason. The author reads it, and it stays in the log.")
SAY_WHY = Verdict.no(NO_REASON)
NOTHING_CHANGED = Verdict.no(_("The words are the same as before, so there is nothing to save."))


@dataclass(frozen=True)
class Grounds:
    """Why an act is done, and how it came to be; kept with it for ever."""

    why: str
    rule: str = ""
    origin: str = Act.Origin.OWN_LOOK
    was_found_by_machine: bool = False
    was_decided_by_machine: bool = False


def may_act(actor: User | None, topic: Topic, grounds: Grounds) -> Verdict:
    """A moderator acts on what they see, with a reason; without an actor a machine must have decided."""
    if is_blank(grounds.why):
        return SAY_WHY
    if actor is None:
        return YES if grounds.was_decided_by_machine else NOT_A_MODERATOR
    return may_moderate(actor) and may_see_topic(actor, topic)


def changes(*, is_same: bool) -> Verdict:
    """An act that changes nothing is none."""
    return NOTHING_CHANGED if is_same else YES

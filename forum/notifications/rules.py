"""Which reason is the most personal, and which mails a member wants."""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from forum.categories.models import RISING, CategoryWatch, Level
from forum.notifications.visibility import Reason
from forum.topics.models import Watch

# Work for many is done in portions of this many people.
BATCH = 200

# One post is told once; of several reasons to tell the same member of it, the most personal wins.
RANK: dict[Reason, int] = {
    Reason.MENTION: 3,
    Reason.REPLY: 2,
    Reason.FOLLOWING: 1,
    Reason.UPDATE: 1,
    Reason.MEETUP: 1,
}

# The preference on the account that each reason's mail obeys.
SWITCH: dict[Reason, str] = {
    Reason.MENTION: "mails_mentions",
    Reason.REPLY: "mails_replies",
    Reason.FOLLOWING: "mails_following",
    Reason.UPDATE: "mails_following",
    Reason.MEETUP: "mails_meetups",
    Reason.REMINDER: "mails_meetups",
    Reason.CALLED_OFF: "mails_meetups",
    Reason.BACK_ON: "mails_meetups",
    Reason.MOVED: "mails_meetups",
    Reason.BOOKMARK: "mails_bookmarks",
    Reason.NOTICE: "mails_notices",
}
SWITCHES = frozenset(SWITCH.values())

# What the mails are about that a preference turns off, as the page says it that does so.
ABOUT: dict[str, str | Promise] = {
    "mails_mentions": _("Mails when someone mentions you"),
    "mails_replies": _("Mails when someone replies to you"),
    "mails_following": _("Mails about topics you follow"),
    "mails_meetups": _("Mails about meetups: reminders, changes and new ones"),
    "mails_bookmarks": _("Mails that remind you, at a time you chose"),
    "mails_notices": _("Mails when the moderators tell you something"),
}


@dataclass(frozen=True)
class Told:
    """One member who is told of something, and why."""

    user_id: int
    reason: Reason


class Batch(NamedTuple):
    """A range of accounts by id, both ends included."""

    first_id: int
    last_id: int


EVERYBODY = Batch(0, 2**63 - 1)


def less_personal_than(reason: Reason) -> list[Reason]:
    """Return the reasons that `reason` wins over."""
    return [other for other, rank in RANK.items() if rank < RANK.get(reason, 0)]


def batches(told: list[Told]) -> list[Batch]:
    """Return `told`, which stands in the order of ids, as ranges of at most BATCH people."""
    portions = [told[start : start + BATCH] for start in range(0, len(told), BATCH)]
    return [Batch(portion[0].user_id, portion[-1].user_id) for portion in portions]


def wants_mail(user: User, reason: Reason) -> bool:
    """Return whether `user` is here and wants to be mailed for `reason`."""
    return user.is_active and bool(getattr(user, SWITCH[reason]))


def level_of(own: Watch | None, here: CategoryWatch | None) -> Level:
    """Return how closely someone follows a topic: as they chose; else muted with its category; else the closer.

    `own` is their place in the topic, `here` in its category; the same as `TopicQuerySet.as_read_by` says in SQL.
    """
    if own and own.is_chosen:
        return Level(own.level)
    if here and here.level == Level.MUTED:
        return Level.MUTED
    levels = {one.level for one in (own, here) if one}
    return next((level for level in reversed(RISING) if level in levels), Level.NORMAL)

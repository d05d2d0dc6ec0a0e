"""Why someone is told, and which of what they were told they may still see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forum.topics.visibility import visible_posts, visible_topics

if TYPE_CHECKING:
    from accounts.models import User


class Reason(models.TextChoices):
    """Why someone is told; the members' own words come first, the most personal on top."""

    MENTION = "mention", _("mentioned you")
    REPLY = "reply", _("replied to you")
    FOLLOWING = "following", _("replied in a topic you follow")
    UPDATE = "update", _("added an update to a topic you follow")
    MEETUP = "meetup", _("announced a meetup")
    REMINDER = "reminder", _("A meetup you registered for is near")
    CALLED_OFF = "off", _("A meetup you registered for was called off")
    BACK_ON = "on", _("A meetup you registered for takes place after all")
    MOVED = "moved", _("A meetup you registered for is at another time")
    BOOKMARK = "bookmark", _("You asked to be reminded of a post")
    NOTICE = "notice", _("A word from the moderators")


# What is about a meetup's time, and holds no one's words.
OF_MEETUPS = frozenset({Reason.REMINDER, Reason.CALLED_OFF, Reason.BACK_ON, Reason.MOVED})

# What stays when the words it is about go: it holds none of them.
KEPT = (Reason.NOTICE, Reason.CALLED_OFF)


def visible_notifications(reader: User) -> Q:
    """Return the condition under which `reader` still sees a notification of their own.

    What leads to words goes when the words go; what the moderators say to a member stays, and so does that a meetup
    was called off.
    """
    of_a_topic = Q(post=None) & visible_topics(reader, "topic__")
    return Q(recipient=reader) & (Q(reason__in=KEPT) | of_a_topic | visible_posts(reader, "post__"))

"""Who hears of what: each event with its handlers, each kind of letter with its composer."""

from collections.abc import Callable
from typing import Any

from accounts.emails import compose_account
from forum.meetups.events import MeetupAnnounced, ReminderDue
from forum.notifications import emails, handlers
from forum.notifications.events import MeetupAudienceSplit, PostAudienceSplit
from forum.topics.events import (
    PostCreated,
    PostDeleted,
    PostEdited,
    PostHidden,
    PostRestored,
    TopicMoved,
    UpdateAdded,
)
from moderation.events import ActRecorded
from moderation.handlers import on_act_recorded
from outbox.events import Event
from outbox.mail import Composer

# Rows name a handler by its key here, so that a key outlives a move of the function.
EVENTS: dict[type[Event], dict[str, Callable[[Any], None]]] = {
    PostCreated: {"notifications.on_post_created": handlers.on_post_created},
    PostEdited: {"notifications.on_post_edited": handlers.on_post_edited},
    UpdateAdded: {"notifications.on_update_added": handlers.on_update_added},
    PostAudienceSplit: {"notifications.on_post_audience_split": handlers.on_post_audience_split},
    PostHidden: {},
    PostRestored: {"notifications.on_post_restored": handlers.on_post_restored},
    PostDeleted: {},
    TopicMoved: {},
    MeetupAnnounced: {"notifications.on_meetup_announced": handlers.on_meetup_announced},
    MeetupAudienceSplit: {"notifications.on_meetup_audience_split": handlers.on_meetup_audience_split},
    ReminderDue: {"notifications.on_reminder_due": handlers.on_reminder_due},
    ActRecorded: {"moderation.on_act_recorded": on_act_recorded},
}

LETTERS: dict[str, Composer] = {
    "account": compose_account,
    "notification": emails.compose,
}

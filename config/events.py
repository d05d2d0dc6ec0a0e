"""Who hears of what: each event with its handlers, each kind of letter with its composer."""

from collections.abc import Callable
from typing import Any

from accounts.emails import compose_account
from forum.meetups.events import MeetupAnnounced, MeetupChanged, ReminderDue
from forum.meetups.handlers import on_post_deleted, on_post_hidden, on_post_restored
from forum.notifications import emails, handlers
from forum.notifications.events import GuestsSplit, MeetupAudienceSplit, PostAudienceSplit
from forum.reactions.events import BookmarkDue
from forum.reactions.handlers import on_post_restored as show_bookmarked
from forum.reactions.handlers import on_topic_moved
from forum.search.handlers import on_language_changed
from forum.topics.events import (
    LanguageChanged,
    PostCreated,
    PostDeleted,
    PostEdited,
    PostHeld,
    PostHidden,
    PostRestored,
    TopicMoved,
    UpdateAdded,
)
from moderation.events import ActRecorded
from moderation.handlers import on_act_recorded, on_post_held
from outbox.events import Event
from outbox.mail import Composer

# Rows name a handler by its key here, so that a key outlives a move of the function.
EVENTS: dict[type[Event], dict[str, Callable[[Any], None]]] = {
    PostCreated: {"notifications.on_post_created": handlers.on_post_created},
    PostHeld: {"moderation.on_post_held": on_post_held},
    PostEdited: {"notifications.on_post_edited": handlers.on_post_edited},
    UpdateAdded: {"notifications.on_update_added": handlers.on_update_added},
    PostAudienceSplit: {"notifications.on_post_audience_split": handlers.on_post_audience_split},
    PostHidden: {"meetups.on_post_hidden": on_post_hidden},
    PostRestored: {
        "meetups.on_post_restored": on_post_restored,
        "notifications.on_post_restored": handlers.on_post_restored,
        "reactions.on_post_restored": show_bookmarked,
    },
    PostDeleted: {"meetups.on_post_deleted": on_post_deleted},
    TopicMoved: {"reactions.on_topic_moved": on_topic_moved},
    LanguageChanged: {"search.on_language_changed": on_language_changed},
    MeetupAnnounced: {"notifications.on_meetup_announced": handlers.on_meetup_announced},
    MeetupAudienceSplit: {"notifications.on_meetup_audience_split": handlers.on_meetup_audience_split},
    MeetupChanged: {"notifications.on_meetup_changed": handlers.on_meetup_changed},
    GuestsSplit: {"notifications.on_guests_split": handlers.on_guests_split},
    ReminderDue: {"notifications.on_reminder_due": handlers.on_reminder_due},
    BookmarkDue: {"notifications.on_bookmark_due": handlers.on_bookmark_due},
    ActRecorded: {"moderation.on_act_recorded": on_act_recorded},
}

LETTERS: dict[str, Composer] = {
    "account": compose_account,
    "notification": emails.compose,
}

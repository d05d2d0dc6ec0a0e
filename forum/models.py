"""Table of contents: every model of the forum, for Django's eyes only."""

from forum.categories.models import Category, CategoryWatch
from forum.meetups.models import Meetup, Registration, Reminder
from forum.notifications.models import Notification
from forum.pages.models import HelpPage
from forum.reactions.models import Bookmark, Reaction
from forum.topics.models import Draft, FormerTopic, House, Mention, Post, Quote, Topic, Version, Watch

__all__ = [
    "Bookmark",
    "Category",
    "CategoryWatch",
    "Draft",
    "FormerTopic",
    "HelpPage",
    "House",
    "Meetup",
    "Mention",
    "Notification",
    "Post",
    "Quote",
    "Reaction",
    "Registration",
    "Reminder",
    "Topic",
    "Version",
    "Watch",
]

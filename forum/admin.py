"""Table of contents: every page of the forum in Django's admin, for Django's eyes only."""

from forum.meetups.admin import MeetupAdmin, RegistrationAdmin
from forum.notifications.admin import NotificationAdmin
from forum.pages.admin import HelpPageAdmin
from forum.topics.admin import CategoryAdmin, PostAdmin, TopicAdmin

__all__ = [
    "CategoryAdmin",
    "HelpPageAdmin",
    "MeetupAdmin",
    "NotificationAdmin",
    "PostAdmin",
    "RegistrationAdmin",
    "TopicAdmin",
]

"""Table of contents: every page of the forum in Django's admin, for Django's eyes only."""

from forum.notifications.admin import NotificationAdmin

__all__ = ["NotificationAdmin"]

"""How notifications are looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from forum.notifications.visibility import visible_notifications

if TYPE_CHECKING:
    from accounts.models import User
    from forum.notifications.models import Notification


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Notifications, seen by the one they are for."""

    def visible_to(self, reader: User) -> NotificationQuerySet:
        """Return what `reader` was told and may still see."""
        return self.filter(visible_notifications(reader))

    def unread(self) -> NotificationQuerySet:
        """Return what was not read yet."""
        return self.filter(read_at=None)

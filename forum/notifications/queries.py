"""What a member was told, as the pages show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forum.notifications.models import Notification

if TYPE_CHECKING:
    from accounts.models import User


def unread_count(reader: User) -> int:
    """Return how much `reader` has not read yet, of what they may still see."""
    return Notification.objects.visible_to(reader).unread().count()

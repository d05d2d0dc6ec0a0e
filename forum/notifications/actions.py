"""Telling people, once each, and taking note of what they have read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forum.notifications.models import Notification
from outbox import clock

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import User


def read_posts(*, reader: User, posts: Iterable[int]) -> int:
    """Mark as read what `reader` was told of these posts; returns how many were unread."""
    shown = Notification.objects.visible_to(reader).unread().filter(post_id__in=posts)
    return shown.update(read_at=clock.now())

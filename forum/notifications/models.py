"""What a member is told."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from forum.meetups.models import Change, Reminder
from forum.notifications.querysets import NotificationQuerySet
from forum.notifications.visibility import Reason
from forum.topics.models import Post, Topic
from outbox import clock


class Notification(models.Model):
    """One thing told to one member; unique under (recipient, key), so that nobody hears it twice."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    key = models.CharField(max_length=60)
    reason = models.CharField(max_length=9, choices=Reason.choices)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, related_name="+")
    reminder = models.ForeignKey(Reminder, on_delete=models.CASCADE, null=True, related_name="+")
    change = models.ForeignKey(Change, on_delete=models.CASCADE, null=True, related_name="+")
    # Only what staff say to the member; members' words are read from their rows.
    text = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["recipient", "key"], name="notification_unique"),)
        indexes = (
            models.Index(fields=["recipient", "-created_at", "-id"], name="notification_newest"),
            models.Index(fields=["recipient"], condition=Q(read_at=None), name="notification_unread"),
        )

    def __str__(self) -> str:
        """Name the reason, never the person."""
        return f"{self.reason} ({self.key})"

"""The outbox's rows: one delivery for each event and handler, one letter for each mail."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from outbox import clock


class Delivery(models.Model):
    """One event on its way to one handler; written with the change it tells of."""

    event = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    handler = models.CharField(max_length=80)
    occurred_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField(default=clock.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True, blank=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        indexes = (
            models.Index(
                fields=["due_at"],
                condition=Q(delivered_at=None, set_aside_at=None),
                name="delivery_due",
            ),
            models.Index(fields=["delivered_at"], name="delivery_delivered"),
        )

    def __str__(self) -> str:
        """Name the event and its handler, for staff."""
        return f"{self.event} to {self.handler}"


class Letter(models.Model):
    """One mail to one person: a kind and ids, never a title, an excerpt or a name."""

    class State(models.TextChoices):
        """How far a letter has come; `sending` is committed just before the server is given it."""

        DUE = "due"
        CLAIMED = "claimed"
        SENDING = "sending"
        SENT = "sent"
        DROPPED = "dropped"
        SET_ASIDE = "set aside"

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=120, unique=True)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
    )
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DUE)
    due_at = models.DateTimeField(default=clock.now)
    # Written to go at once, as a code is: such letters go before those that could wait.
    is_prompt = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Of the attempts, those that failed through this letter and not through a server that was away.
    failures = models.PositiveSmallIntegerField(default=0)
    message_id = models.CharField(max_length=120, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = (
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=("due", "claimed", "sending")),
                name="letter_due",
            ),
        )

    def __str__(self) -> str:
        """Name the kind and the state, for staff; never the person."""
        return f"{self.kind} ({self.state})"

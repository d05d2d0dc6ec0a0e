"""Meetups and who comes."""

import uuid
from datetime import datetime, timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Persona
from forum.meetups.querysets import MeetupQuerySet, RegistrationQuerySet
from forum.topics.models import Topic
from outbox import clock


class Meetup(models.Model):
    """The time, place and guest list of a topic; times in UTC, `time_zone` is the organizer's (IANA name)."""

    topic = models.OneToOneField(Topic, on_delete=models.PROTECT, related_name="meetup")
    theme = models.CharField(_("theme"), max_length=150, blank=True)
    starts_at = models.DateTimeField(_("start"))
    time_zone = models.CharField(_("time zone"), max_length=64)
    duration_minutes = models.PositiveSmallIntegerField(
        _("length in minutes"),
        default=60,
        validators=[MinValueValidator(5), MaxValueValidator(1440)],
    )
    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True, validators=[MinValueValidator(1)])
    seats_taken = models.PositiveIntegerField(default=0)
    # Stands in no page, calendar file or mail; only the join page leads there.
    join_url = models.URLField(_("join link"), max_length=500)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Rises with each change, so that calendars take the newer (RFC 5545, SEQUENCE).
    sequence = models.PositiveIntegerField(default=0)

    objects = MeetupQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(seats_taken__lte=F("capacity")),
                name="meetup_never_overfull",
            ),
        )
        indexes = (models.Index(fields=["starts_at"], name="meetup_by_start"),)

    def __str__(self) -> str:
        """Name the topic by id."""
        return f"meetup of topic {self.topic_id}"

    @property
    def seats_left(self) -> int | None:
        """Return how many seats are free, or None where there is no limit."""
        return None if self.capacity is None else self.capacity - self.seats_taken

    @property
    def ends_at(self) -> datetime:
        """Return the end, in UTC."""
        return self.starts_at + timedelta(minutes=self.duration_minutes)


class Registration(models.Model):
    """A persona's seat; `cancelled_at` is set when they give it back."""

    meetup = models.ForeignKey(Meetup, on_delete=models.CASCADE, related_name="registrations")
    persona = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="registrations")
    registered_at = models.DateTimeField(default=clock.now)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["meetup", "persona"], name="registration_unique"),)

    def __str__(self) -> str:
        """Name both ends by id."""
        return f"{self.persona_id} at {self.meetup_id}"


class Change(models.Model):
    """What happened to a meetup that its guests are told of; the `was_*` columns hold the time as it stood before."""

    class Kind(models.TextChoices):
        """Called off with its topic, back with it, or put to another time, length or zone."""

        CALLED_OFF = "off", _("called off")
        BACK_ON = "on", _("takes place after all")
        MOVED = "moved", _("at another time")

    meetup = models.ForeignKey(Meetup, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    starts_at = models.DateTimeField()
    time_zone = models.CharField(max_length=64)
    duration_minutes = models.PositiveSmallIntegerField()
    was_starts_at = models.DateTimeField()
    was_time_zone = models.CharField(max_length=64)
    was_duration_minutes = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        """Name the meetup by id."""
        return f"meetup {self.meetup_id} {self.kind}"

    def undoes(self, other: "Change") -> bool:
        """Return whether all is again as it was before `other`."""
        was = (other.kind != self.Kind.BACK_ON, other.was_starts_at, other.was_time_zone, other.was_duration_minutes)
        now = (self.kind != self.Kind.CALLED_OFF, self.starts_at, self.time_zone, self.duration_minutes)
        return was == now


class Reminder(models.Model):
    """A word due to one registered member some hours before the start."""

    HOURS = (24, 1)

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="reminders")
    hours_before = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["registration", "hours_before"], name="reminder_unique"),)
        indexes = (models.Index(fields=["due_at"], condition=Q(told_at=None), name="reminder_due"),)

    def __str__(self) -> str:
        """Name the registration by id."""
        return f"{self.hours_before} h before, for registration {self.registration_id}"

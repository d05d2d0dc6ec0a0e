"""What happens to meetups, told to whoever listens."""

from dataclasses import dataclass

from outbox.events import Event


@dataclass(frozen=True)
class MeetupAnnounced(Event):
    """A topic with a time and a guest list was posted."""

    meetup_id: int


@dataclass(frozen=True)
class ReminderDue(Event):
    """The time came to remind one registered member."""

    reminder_id: int


@dataclass(frozen=True)
class MeetupChanged(Event):
    """A meetup was called off, is back, or was put to another time."""

    change_id: int

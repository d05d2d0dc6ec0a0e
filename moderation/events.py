"""What moderators did, told to whoever listens."""

from dataclasses import dataclass

from outbox.events import Event


@dataclass(frozen=True)
class ActRecorded(Event):
    """An act stands in the log."""

    act_id: int

"""A routing table of the tests' own: a bell with two handlers, one that fails, and letters of each outcome."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from outbox import mail
from outbox.events import Event
from outbox.mail import Composer, Dropped, Letter, Message

Heard = list[tuple[str, int]]
heard: Heard = []


@dataclass(frozen=True)
class Bell(Event):
    """A bell rang."""

    bell_id: int


@dataclass(frozen=True)
class Fall(Event):
    """Something fell on the foot of a handler."""

    person_id: int


@dataclass(frozen=True)
class Unheard(Event):
    """Something nobody asked to hear of."""

    thing_id: int


def hear_first(event: Bell) -> None:
    """Write down that the first handler ran."""
    heard.append(("first", event.bell_id))


def hear_second(event: Bell) -> None:
    """Write down that the second handler ran."""
    heard.append(("second", event.bell_id))


def trip(event: Fall) -> None:
    """Write a letter, then fail, with a secret in the error."""
    mail.send_later("note", event.person_id, "written before the fall")
    message = "the secret 123456"
    raise ValueError(message)


def compose_note(letter: Letter) -> Message | Dropped:
    """Write to the recipient."""
    headers = {"References": "<root@example.org>"}
    return Message(letter.recipient.email, "A note", "There is a note.", "<p>There is a note.</p>", headers)


def compose_nothing(letter: Letter) -> Message | Dropped:
    """Find that the letter need not go."""
    del letter
    return Dropped("already read")


def compose_badly(letter: Letter) -> Message | Dropped:
    """Fail, with a secret in the error."""
    raise ValueError(letter.payload["code"])


EVENTS: dict[type[Event], dict[str, Callable[[Any], None]]] = {
    Bell: {"first": hear_first, "second": hear_second},
    Fall: {"trip": trip},
}
LETTERS: dict[str, Composer] = {
    "note": compose_note,
    "nothing": compose_nothing,
    "broken": compose_badly,
}

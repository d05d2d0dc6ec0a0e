"""A routing table of the tests' own: a bell with two handlers, and letters of each outcome."""

from collections.abc import Callable
from dataclasses import dataclass

from outbox.events import Event
from outbox.mail import Composer, Dropped, Message
from outbox.models import Letter


@dataclass(frozen=True)
class Bell(Event):
    """A bell rang."""

    bell_id: int


@dataclass(frozen=True)
class Unheard(Event):
    """Something nobody asked to hear of."""

    thing_id: int


Heard = list[tuple[str, int]]
heard: Heard = []


def hear_first(event: Bell) -> None:
    """Write down that the first handler ran."""
    heard.append(("first", event.bell_id))


def hear_second(event: Bell) -> None:
    """Write down that the second handler ran."""
    heard.append(("second", event.bell_id))


def compose_note(letter: Letter) -> Message | Dropped:
    """Write to the address in the payload, or to the recipient's."""
    to = str(letter.payload.get("to", letter.recipient.email))
    return Message(to, "A note", "There is a note.", "<p>There is a note.</p>", {"References": "<a@b>"})


def compose_nothing(letter: Letter) -> Message | Dropped:
    """Find that the letter need not go."""
    del letter
    return Dropped("already read")


def compose_badly(letter: Letter) -> Message | Dropped:
    """Fail, with a secret in the error."""
    raise ValueError(letter.payload["code"])


EVENTS: dict[type[Event], dict[str, Callable[..., None]]] = {
    Bell: {"first": hear_first, "second": hear_second},
}
LETTERS: dict[str, Composer] = {
    "note": compose_note,
    "nothing": compose_nothing,
    "broken": compose_badly,
}

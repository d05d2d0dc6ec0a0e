"""Who hears of what: each event with its handlers, each kind of letter with its composer."""

from collections.abc import Callable
from typing import Any

from outbox.events import Event
from outbox.mail import Composer

# Rows name a handler by its key here, so that a key outlives a move of the function.
EVENTS: dict[type[Event], dict[str, Callable[[Any], None]]] = {}

LETTERS: dict[str, Composer] = {}

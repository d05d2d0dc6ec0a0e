"""Who hears of what: event to handlers, and kind of letter to its composer."""

from collections.abc import Callable
from typing import Any

from outbox.events import Event
from outbox.mail import Composer

EVENTS: dict[type[Event], dict[str, Callable[[Any], None]]] = {}

LETTERS: dict[str, Composer] = {}

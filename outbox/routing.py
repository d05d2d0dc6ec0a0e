"""Where the routing table is found: by the dotted path `settings.EVENTS`, as Django finds ROOT_URLCONF."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from django.conf import settings
from django.utils.module_loading import import_string

from outbox.events import Event

# A handler takes one kind of event and no other, which no common type can say.
Handler = Callable[[Any], None]


class UnroutedError(LookupError):
    """A row names an event, a handler or a kind of letter that the routing table does not hold."""


def handlers_of(event: type[Event]) -> Mapping[str, Handler]:
    """Return who hears of `event`, by the stable keys that rows keep."""
    return _events().get(event, {})


def event_and_handler(event: str, handler: str) -> tuple[type[Event], Handler]:
    """Return the class and the function that a row names; raises UnroutedError where either is gone."""
    for kind, handlers in _events().items():
        if kind.__name__ == event and handler in handlers:
            return kind, handlers[handler]
    message = f"{event} to {handler}"
    raise UnroutedError(message)


def composer_of(kind: str) -> Callable[[Any], Any]:
    """Return what writes letters of this kind; raises UnroutedError where nothing does."""
    composers = cast("Mapping[str, Callable[[Any], Any]]", import_string(f"{settings.EVENTS}.LETTERS"))
    if kind not in composers:
        raise UnroutedError(kind)
    return composers[kind]


def _events() -> Mapping[type[Event], Mapping[str, Handler]]:
    return cast("Mapping[type[Event], Mapping[str, Handler]]", import_string(f"{settings.EVENTS}.EVENTS"))

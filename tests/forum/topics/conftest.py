"""What the tests of topics share."""

from collections.abc import Callable

import pytest

from accounts.models import Persona
from config import events as table
from forum.topics import events
from outbox.models import Delivery

Heard = Callable[[], list[tuple[str, int]]]


@pytest.fixture
def people(db: None) -> list[str]:
    """Return the names of eleven personas."""
    names = [f"friend{number}" for number in range(11)]
    Persona.objects.bulk_create([Persona(name=name) for name in names])
    return names


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    """Let one handler hear of every event of the topics; returns what was recorded since, oldest first."""
    every = [kind for kind in vars(events).values() if isinstance(kind, type) and kind.__module__ == events.__name__]
    monkeypatch.setattr(table, "EVENTS", {kind: {"ear": print} for kind in every})
    monkeypatch.setattr("celery.current_app.send_task", lambda *_, **__: None)

    def told() -> list[tuple[str, int]]:
        rows = Delivery.objects.filter(handler="ear").order_by("pk").values_list("event", "payload")
        return [(event, next(iter(payload.values()))) for event, payload in rows]

    return told

"""A broker that is gone, or there and silent, costs a person no time worth the name."""

import socket
from collections.abc import Iterator
from time import monotonic

import pytest
from celery import Celery
from django.conf import settings

from outbox import nudge

OPTIONS = {"socket_timeout": 0.3, "socket_connect_timeout": 0.3, "max_retries": 0}


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Return a port that takes every call and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        yield silent.getsockname()[1]


def call(port: int, monkeypatch: pytest.MonkeyPatch) -> float:
    """Nudge the broker at `port` with the site's own options; return the seconds it took."""
    app = Celery(broker=f"redis://127.0.0.1:{port}/0", set_as_current=False)
    app.conf.broker_transport_options = OPTIONS
    # Imported once in a process's life; the first person to write does not wait for it twice.
    app.connection_for_write().get_transport_cls()
    monkeypatch.setattr(nudge, "current_app", app)
    began = monotonic()
    nudge.nudge()
    return monotonic() - began


def test_site_uses_the_options_tried_here() -> None:
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS.items() >= OPTIONS.items()


def test_silent_broker_costs_less_than_half_a_second_once(silent_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert 0.2 < call(silent_port, monkeypatch) < 0.5
    assert call(silent_port, monkeypatch) < 0.1


def test_broker_that_is_gone_costs_next_to_nothing(silent_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closing:
        port = closing.getsockname()[1]
    assert call(port, monkeypatch) < 0.3

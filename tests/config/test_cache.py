"""The cache while Redis is away, or up and silent."""

import socket
import time
from collections.abc import Iterator

import pytest

from config.cache import PatientCache

OPTIONS = {"OPTIONS": {"socket_timeout": 0.3, "socket_connect_timeout": 0.3}}


@pytest.fixture(autouse=True)
def _asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PatientCache, "silent_until", 0.0)


@pytest.fixture
def silent() -> Iterator[str]:
    """Return the address of a server that accepts and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


def test_limits_hold_in_the_process_while_redis_is_gone() -> None:
    cache = PatientCache("redis://127.0.0.1:1/0", OPTIONS)
    assert cache.add("door", [1], 60)
    assert not cache.add("door", [2], 60)
    assert cache.get("door") == [1]
    assert cache.delete("door")
    assert cache.get("door", "nothing") == "nothing"


def test_silent_redis_is_waited_for_once(silent: str) -> None:
    cache = PatientCache(silent, OPTIONS)
    began = time.monotonic()
    for number in range(20):
        cache.set(f"door{number}", number, 60)
    assert time.monotonic() - began < 1

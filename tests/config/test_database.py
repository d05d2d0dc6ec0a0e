"""The database engine: a connection is used again only while its server is there, and nobody asks it for that."""

import select
from collections.abc import Iterator

import pytest
from django.db import connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 5_000  # milliseconds


@pytest.fixture
def other() -> Iterator[DatabaseWrapper]:
    """Return a connection of our own, beside the one that tests use."""
    other = connections.create_connection("default")
    other.ensure_connection()
    yield other  # type: ignore[misc]  # PostgreSQL's
    other.close()


def hears(other: DatabaseWrapper) -> bool:
    """Return whether anything came on a connection, once it did or nothing comes any more."""
    socket = select.poll()
    socket.register(other.connection.fileno(), select.POLLIN)
    return bool(socket.poll(PATIENCE))


def test_quiet_connection_is_used_again_without_a_question(
    other: DatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DatabaseWrapper, "is_usable", lambda _: pytest.fail("it was asked"))
    assert other.is_usable()


def test_connection_that_its_server_ended_is_not_used_again(other: DatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [other.connection.info.backend_pid])
    assert hears(other)
    assert not other.is_usable()


def test_connection_whose_server_only_said_something_is_used_again(other: DatabaseWrapper) -> None:
    other.connection.execute("LISTEN tea")
    with connection.cursor() as cursor:
        cursor.execute("NOTIFY tea")
    assert hears(other)
    assert other.is_usable()


def test_connection_that_was_closed_is_not_used_again(other: DatabaseWrapper) -> None:
    other.connection.close()
    assert not other.is_usable()

"""The one place at the mail server, which a worker holds while it is there: a slow server keeps one, not all."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import Error, connection

# PostgreSQL's advisory locks have numbers for names.
PLACE = 5_321


@contextmanager
def place_at_server(patience: timedelta) -> Iterator[bool]:
    """Hold the place, or learn that another worker does.

    The lock is this session's own, so that it ends with a worker that is killed. Where a machine is lost, and nobody
    tells the database, it ends once the session has said nothing for as long as `patience`.
    """
    is_ours = _take(patience)
    try:
        yield is_ours
    finally:
        if is_ours:
            _leave()


def _take(patience: timedelta) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [PLACE])
        is_ours = bool(cursor.fetchone()[0])
        if is_ours:
            milliseconds = round(patience.total_seconds() * 1000)
            cursor.execute("SELECT set_config('idle_session_timeout', %s, false)", [str(milliseconds)])
        return is_ours


def _leave() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("RESET idle_session_timeout")
            cursor.execute("SELECT pg_advisory_unlock(%s)", [PLACE])
    except Error:
        connection.close()  # the line is gone, and the place with it

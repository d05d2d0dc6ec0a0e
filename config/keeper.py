"""The embedded PostgreSQL's keeper, `python -m config.keeper VAR_DIR`: starts it, and stops it after its last user."""

import contextlib
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from config.embedded import NAME, EmbeddedError, binary, is_ready, log_path, open_lock, socket_dir

NOBODY = 65534
START_PATIENCE = 30.0  # seconds of failed starts before giving up


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
    make = [binary("initdb"), "--encoding=UTF8", *locale, "--auth=trust", f"--username={NAME}", "--no-sync"]
    _run([*make, "--pgdata", str(unfinished)])
    _run([binary("postgres"), "--single", "-D", str(unfinished), "postgres"], f"CREATE DATABASE {NAME};\n")
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
    log_path(var_dir).parent.mkdir(mode=0o700, exist_ok=True)
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(sockets),
        "timezone": "UTC",
        # Taken as it is used, as in docker-compose.yml: for a search in a large forum PostgreSQL's own 128 MB are few.
        "shared_buffers": "512MB",
        # What members write and their addresses stand in statements and in the details of errors.
        "log_min_messages": "fatal",
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
    }
    flags = [f"--{name}={value}" for name, value in settings.items()]
    with log_path(var_dir).open("ab") as log:
        return subprocess.Popen(
            _unprivileged([binary("postgres"), "-D", str(var_dir / "pg"), *flags]),
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
    message = f"The embedded PostgreSQL did not start in {START_PATIENCE:.0f} seconds; see {log_path(var_dir)}"
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
    open_lock(var_dir, "users", fcntl.LOCK_EX)  # waits for all; whoever comes now waits for us
    _stop(pid)


def _become_keeper(var_dir: Path) -> bool:
    """Take the keeper's lock; a few tries, since those who only look hold it for a moment too."""
    for _ in range(20):
        try:
            open_lock(var_dir, "keeper", fcntl.LOCK_EX | fcntl.LOCK_NB)
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

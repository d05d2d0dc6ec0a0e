"""`make run` as a person starts it: in a checkout and a folder of its own, ended with the test."""

import os
import re
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from tests.faults.servers import LOOPBACK, ROOT, free_port, wait_until

STOP_MAX = 10.0  # seconds, as promised
START_MAX = 10.0


class Run:
    """One `make run` on a folder and a port."""

    def __init__(self, var_dir: Path, port: int | None = None, environment: Mapping[str, str] | None = None) -> None:
        self.var_dir = var_dir
        self.port = port or free_port()
        unset = {"DATABASE_URL", "REDIS_URL", "PYTEST_CURRENT_TEST", "MAKEFLAGS", "MAKELEVEL"}
        inherited = {name: value for name, value in os.environ.items() if name not in unset}
        self.environment = {**inherited, "VAR_DIR": str(var_dir), "PORT": str(self.port), **(environment or {})}
        self.output = var_dir.parent / f"{var_dir.name}.out"
        self.process: subprocess.Popen[bytes] | None = None
        var_dir.parent.mkdir(parents=True, exist_ok=True)

    def start(self) -> float:
        """Start it; return how many seconds it took to answer."""
        began = time.monotonic()
        self.launch()
        wait_until(lambda: self.answers() or self.has_ended(), "make run answers", patience=90)
        assert not self.has_ended(), self.said()
        return time.monotonic() - began

    def launch(self) -> None:
        """Start it, and wait for nothing."""
        if self.process:
            self.process.wait(10)
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                ["make", "run"], cwd=ROOT, env=self.environment, stdout=output, stderr=output, start_new_session=True
            )

    def fail(self) -> list[str]:
        """Start it where it cannot run; return the lines that it said before make's own last one."""
        done = subprocess.run(
            ["make", "run"], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode != 0
        return [line for line in (done.stdout + done.stderr).splitlines() if not line.startswith("make")]

    def stop(self, number: int = signal.SIGTERM) -> float:
        """Send make the signal; return how many seconds it took until all was gone."""
        assert self.process
        began = time.monotonic()
        if number == signal.SIGINT:
            os.killpg(self.process.pid, number)  # a terminal tells all who run in it
        else:
            self.process.send_signal(number)
        self.process.wait(30)
        return time.monotonic() - began

    def kill_what_is_left(self) -> None:
        """End it at once, whatever a test left running."""
        for pid in self.processes():
            os.kill(pid, signal.SIGKILL)
        if self.process:
            self.process.wait(10)

    def processes(self) -> dict[int, str]:
        """Return the command of each process that was started for this folder, by its id."""
        mark = f"VAR_DIR={self.var_dir}".encode()
        found: dict[int, str] = {}
        parents: dict[int, int] = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
                status = (folder / "stat").read_text().rpartition(")")[2].split()
                if status[0] == "Z":
                    continue
                pid, parents[int(folder.name)] = int(folder.name), int(status[1])
                if pid != os.getpid() and mark in (folder / "environ").read_bytes().split(b"\0"):
                    found[pid] = command
            except OSError:
                continue
        return found

    def find(self, what: str) -> list[int]:
        """Return the ids of the processes whose command matches `what`, oldest first."""
        return sorted(pid for pid, command in self.processes().items() if re.search(what, command))

    def has_ended(self) -> bool:
        """Return whether make has."""
        return self.process is None or self.process.poll() is not None

    def answers(self, path: str = "/healthz") -> bool:
        """Return whether the page at `path` answers 200."""
        try:
            return bool(self.ask(path))
        except (URLError, OSError):
            return False

    def ask(self, path: str) -> str:
        """Return the page at `path`."""
        with urllib.request.urlopen(f"http://{LOOPBACK}:{self.port}{path}", timeout=5) as answer:
            return str(answer.read().decode())

    def said(self) -> str:
        """Return what it printed."""
        return self.output.read_text()

    def manage(self, *words: str, text: str = "") -> str:
        """Run one of our commands on the same folder; return what it said."""
        python = str(ROOT / ".venv" / "bin" / "python")
        command = [python, "manage.py", *words]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, input=text, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@contextmanager
def running(var_dir: Path, port: int | None = None, environment: Mapping[str, str] | None = None) -> Iterator[Run]:
    """Give a forum that runs, and leave nothing of it."""
    run = Run(var_dir, port, environment)
    try:
        run.start()
        yield run
    finally:
        if not run.has_ended():
            run.stop()
        run.kill_what_is_left()

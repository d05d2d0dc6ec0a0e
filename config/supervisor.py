"""Programs kept running together: one that dies is started again, and all end when their supervisor does."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

STOP_PATIENCE = 5.0  # seconds until the end is forced; an idle Celery takes four to notice that it is asked
RESTARTS_MAX = 5  # within
RESTARTS_WITHIN = 30.0  # seconds; more often than that is no accident
LOG_MAX = 5_000_000  # bytes; an older log gives way at the next start


class FailingError(RuntimeError):
    """A program that dies again and again; its text is one line fit to show."""


@dataclass
class Program:
    """One of the programs: a Python module with its arguments, and where its output goes."""

    name: str
    arguments: Sequence[str]
    log: Path
    env: Mapping[str, str] = field(default_factory=dict)
    files: Sequence[int] = ()
    process: "subprocess.Popen[bytes] | None" = None
    starts: list[float] = field(default_factory=list)


class Supervisor:
    """Starts programs, each in a session of its own, and answers for their end."""

    def __init__(self, programs: Sequence[Program]) -> None:
        self.programs = programs
        # Held by nobody else: programs read the other end and see it close when this process is gone.
        self._leash, self._hand = os.pipe()

    def tend(self) -> None:
        """Start each program that is not running; raises FailingError where one will not stay."""
        for program in self.programs:
            if program.process is None or program.process.poll() is not None:
                self._start(program)

    def stop(self) -> None:
        """Ask all to end, and end by force what is left after STOP_PATIENCE."""
        running = [program.process for program in self.programs if program.process]
        for process in running:
            _signal_group(process, signal.SIGTERM, only_leader=True)
        until = time.monotonic() + STOP_PATIENCE
        while any(process.poll() is None for process in running) and time.monotonic() < until:
            time.sleep(0.05)
        for process in running:
            _signal_group(process, signal.SIGKILL)  # what it started and left behind, too
            process.wait()

    def _start(self, program: Program) -> None:
        now = time.monotonic()
        if program.process is not None:
            _signal_group(program.process, signal.SIGKILL)
            print(f"{program.name} ended and is started again; see {program.log}", flush=True)
        program.starts = [start for start in program.starts if now - start < RESTARTS_WITHIN]
        if len(program.starts) >= RESTARTS_MAX:
            message = f"{program.name} does not stay up; see {program.log}"
            raise FailingError(message)
        program.starts.append(now)
        with _open_log(program.log) as log:
            program.process = subprocess.Popen(
                [sys.executable, "-m", "config.leash", str(self._leash), *program.arguments],
                cwd=Path(__file__).resolve().parent.parent,
                env={**os.environ, **program.env},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=(self._leash, *program.files),
                start_new_session=True,  # Ctrl-C comes to the supervisor alone
            )


def _open_log(path: Path) -> BinaryIO:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LOG_MAX:
        path.replace(path.with_suffix(".old.log"))
    return path.open("ab")


def _signal_group(process: "subprocess.Popen[bytes]", number: signal.Signals, *, only_leader: bool = False) -> None:
    try:
        (os.kill if only_leader else os.killpg)(process.pid, number)
    except (ProcessLookupError, PermissionError):  # macOS says the latter of a group of the dead
        return

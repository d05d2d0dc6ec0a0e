"""How `.venv` comes to be on a machine that has only Python, make and git, and what is said where it cannot."""

import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.servers import LOOPBACK, ROOT, wait_until

pytestmark = [pytest.mark.embedded, pytest.mark.timeout(180)]


class Checkout:
    """A checkout with what a fresh machine starts from, a lock of one tiny package, and a PATH of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.programs = folder / "programs"
        self.wheels = folder / "wheels"
        self.venv = folder / ".venv"
        for made in (folder / "config", self.programs, self.wheels):
            made.mkdir()
        for name in ("Makefile", "config/bootstrap.sh", "config/bootstrap.py"):
            shutil.copy(ROOT / name, folder / name)
        (self.programs / "sh").symlink_to("/bin/sh")
        self.environment = {"PATH": str(self.programs), "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.wheels)}
        self.lock("1.0")

    def lock(self, version: str) -> None:
        """Ask for one package, which exists in this version."""
        wheel = self.wheels / f"nothing-{version}-py3-none-any.whl"
        about = f"nothing-{version}.dist-info"
        with zipfile.ZipFile(wheel, "w") as content:
            content.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: nothing\nVersion: {version}\n")
            content.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            content.writestr(f"{about}/RECORD", "")
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        for name in ("requirements.txt", "requirements-dev.txt"):
            (self.folder / name).write_text(f"nothing=={version} --hash=sha256:{digest}\n")

    def program(self, name: str, script: str) -> None:
        """Put a program on the PATH."""
        path = self.programs / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def start(self) -> "subprocess.Popen[str]":
        """Start the set-up as the Makefile does."""
        return subprocess.Popen(
            ["/bin/sh", "config/bootstrap.sh"],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def set_up(self) -> tuple[int, list[str]]:
        """Run the set-up; return its code and the lines it said."""
        with self.start() as process:
            said, _ = process.communicate(timeout=120)
        return process.returncode, said.splitlines()

    def versions(self) -> str:
        """Return what is installed."""
        python = str(self.venv / "bin" / "python")
        ask = [python, "-c", "from importlib.metadata import version; print(version('nothing'))"]
        return subprocess.run(ask, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """Return a checkout on a machine with a fit Python."""
    made = Checkout(tmp_path)
    made.program("python3", f'exec {sys.executable} "$@"')
    return made


def test_environment_is_made_and_then_left_alone_until_the_lock_changes(checkout: Checkout) -> None:
    assert checkout.set_up()[0] == 0
    shutil.rmtree(checkout.wheels)
    assert checkout.set_up() == (0, [])
    checkout.wheels.mkdir()
    checkout.lock("2.0")
    assert checkout.set_up()[0] == 0
    assert checkout.versions() == "2.0"


def test_environment_that_no_longer_works_is_made_anew(checkout: Checkout) -> None:
    checkout.set_up()
    (checkout.venv / "bin" / "python").unlink()
    assert checkout.set_up()[0] == 0
    assert checkout.versions() == "1.0"


def test_half_made_environment_of_a_killed_start_is_made_anew(checkout: Checkout) -> None:
    (checkout.venv / "bin").mkdir(parents=True)
    assert checkout.set_up()[0] == 0
    assert checkout.versions() == "1.0"


def test_old_python_is_said_in_one_line(checkout: Checkout) -> None:
    checkout.program("python3", 'if [ "$1" = --version ]; then echo Python 3.9.2; exit; fi; exit 1')
    code, said = checkout.set_up()
    assert (code, len(said)) == (1, 1)
    assert "needs Python 3.11 or newer, and found Python 3.9.2" in said[0]


def test_missing_python_is_said_in_one_line(checkout: Checkout) -> None:
    (checkout.programs / "python3").unlink()
    code, said = checkout.set_up()
    assert (code, len(said)) == (1, 1)
    assert "found no Python 3" in said[0]


def test_fit_python_beside_an_old_one_is_taken(checkout: Checkout) -> None:
    checkout.program("python3", "exit 1")
    checkout.program("python3.12", f'exec {sys.executable} "$@"')
    assert checkout.set_up()[0] == 0


def test_python_without_ensurepip_says_what_to_install_and_leaves_nothing(checkout: Checkout, tmp_path: Path) -> None:
    (tmp_path / "without").mkdir()
    (tmp_path / "without" / "ensurepip.py").write_text("raise ImportError")
    checkout.environment["PYTHONPATH"] = str(tmp_path / "without")
    code, said = checkout.set_up()
    assert (code, len(said)) == (1, 1)
    assert "apt-get install python3-venv" in said[0]
    assert not checkout.venv.exists()


def test_failed_installation_leaves_nothing(checkout: Checkout) -> None:
    shutil.rmtree(checkout.wheels)
    code, said = checkout.set_up()
    assert code == 1
    assert "could not be installed" in said[-1]
    assert not checkout.venv.exists()


@pytest.fixture
def _heeds_interrupts() -> Iterator[None]:
    """Pass no deafness on: a shell's background jobs ignore SIGINT, and so would whatever they start."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_heeds_interrupts")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stopped_installation_leaves_nothing(checkout: Checkout, number: int) -> None:
    with socket.socket() as silent:
        silent.bind((LOOPBACK, 0))
        silent.listen()
        silent.settimeout(60)
        index = f"http://{LOOPBACK}:{silent.getsockname()[1]}/"
        del checkout.environment["PIP_NO_INDEX"]
        checkout.environment |= {"PIP_FIND_LINKS": "", "PIP_INDEX_URL": index, "PIP_CONFIG_FILE": os.devnull}
        with checkout.start() as process:
            asked, _ = silent.accept()
            with asked:
                process.send_signal(number)
                said, _ = process.communicate(timeout=30)
    assert process.returncode == 1
    assert said.splitlines()[-1] == "Stopped."
    wait_until(lambda: not checkout.venv.exists(), "nothing is left")

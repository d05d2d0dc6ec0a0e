"""Makes .venv with what requirements.txt locks, whole or not at all; Python's own library is all it has."""

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
SETS = {"run": "requirements.txt", "dev": "requirements-dev.txt"}


def main(wanted: str) -> None:
    """Have the set `wanted` ("run" or "dev") installed; exits with one line where that fails."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    if VENV.is_symlink():  # laid by hand, and so kept by hand
        return
    handle = os.open(ROOT, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)  # two that start together make one
    is_whole = _marker("run").exists() or _marker("dev").exists()
    if not (is_whole and _works()):
        _make()
    if _is_installed(wanted):
        return
    print(f"Installing what {SETS[wanted]} locks …", flush=True)
    try:
        _install(wanted)
    except BaseException:
        if not is_whole:
            shutil.rmtree(VENV, ignore_errors=True)
        raise


def _marker(name: str) -> Path:
    return VENV / f"installed-{name}"


def _digest(name: str) -> str:
    return hashlib.sha256((ROOT / SETS[name]).read_bytes()).hexdigest()


def _is_installed(wanted: str) -> bool:
    """Return whether `wanted` is there as locked; the set for developers holds the other."""
    return any(_marker(name).exists() and _marker(name).read_text() == _digest(name) for name in (wanted, "dev"))


def _works() -> bool:
    try:
        return subprocess.run([str(PYTHON), "-c", "import pip"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _make() -> None:
    try:
        import ensurepip  # noqa: F401, PLC0415 - Debian ships Python without it
    except ImportError:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        sys.exit(f"This Python has no ensurepip: on Debian, apt-get install python3-venv (or python{version}-venv).")
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        done = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
            sys.exit(f"A virtual environment cannot be made: {' '.join(last)}")
    except BaseException:
        shutil.rmtree(VENV, ignore_errors=True)
        raise


def _install(wanted: str) -> None:
    for name in SETS:
        _marker(name).unlink(missing_ok=True)
    quiet = ["--quiet", "--quiet", "--disable-pip-version-check", "--no-input"]
    pip = [str(PYTHON), "-m", "pip", "install", *quiet, "--require-hashes", "--requirement", SETS[wanted]]
    with subprocess.Popen(pip, cwd=ROOT) as process:
        try:
            code = process.wait()
        except BaseException:
            process.terminate()
            process.wait()
            raise
    if code != 0:
        sys.exit(f"The packages of {SETS[wanted]} could not be installed; pip says why above.")
    _marker(wanted).write_text(_digest(wanted))


if __name__ == "__main__":
    try:
        main(sys.argv[1] if len(sys.argv) > 1 else "run")
    except KeyboardInterrupt:
        sys.exit("Stopped.")

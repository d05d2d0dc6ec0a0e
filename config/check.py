"""`make check`: every law that a tool can hold, one after the other, and all of them even where one fails."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

# What production must bring, with values that are nobody's.
PRODUCTION = {
    "DEMO": "0",
    "ALLOWED_HOSTS": "forum.example.org",
    "SECRET_KEY": "only-for-looking-at-the-settings-" + "x7-Qm9_Lr2" * 4,
    "DATABASE_URL": "postgres://alongside:unused@127.0.0.1:9/alongside",
    "REDIS_URL": "redis://127.0.0.1:9/0",
    "EMAIL_HOST": "mail.example.org",
    "DEFAULT_FROM_EMAIL": "Notes <notes@example.org>",
}
MANAGE = (sys.executable, "manage.py")
STEPS: list[tuple[str, tuple[str, ...], Mapping[str, str]]] = [
    ("format", (str(BIN / "ruff"), "format", "--check", "--quiet", "--output-format=concise"), {}),
    ("lint", (str(BIN / "ruff"), "check", "--quiet", "--output-format=concise"), {}),
    ("types", (sys.executable, "-m", "mypy"), {}),
    ("import contracts", (str(BIN / "lint-imports"), "--no-cache"), {}),
    ("templates", (sys.executable, "-m", "djlint", "--lint", "--quiet", "templates"), {}),
    ("migrations", (*MANAGE, "makemigrations", "--check", "--dry-run"), {}),
    ("production settings", (*MANAGE, "check", "--deploy", "--fail-level=WARNING"), PRODUCTION),
]


def main() -> None:
    """Run every step; exits with the names of those that failed."""
    failed = [name for name, command, env in STEPS if not _passes(name, command, env)]
    if failed:
        sys.exit(f"make check failed: {', '.join(failed)}.")
    print(f"make check: all {len(STEPS)} passed.")


def _passes(name: str, command: tuple[str, ...], env: Mapping[str, str]) -> bool:
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        var_dir = {"VAR_DIR": scratch} if env else {}
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, **env, **var_dir},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    is_fine = done.returncode == 0
    print(f"{name}: {'passed' if is_fine else 'FAILED'} in {time.monotonic() - started:.1f} s", flush=True)
    if not is_fine:
        print(done.stdout + done.stderr, flush=True)
    return is_fine


if __name__ == "__main__":
    main()

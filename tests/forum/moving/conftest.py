"""A small forum on Discourse, and the import of it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

DATA = Path(__file__).with_name("data")

Import = Callable[..., dict[str, int]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of topics that a test may change."""
    return Path(shutil.copytree(DATA, tmp_path / "export"))


@pytest.fixture
def take(db: None, folder: Path, capsys: pytest.CaptureFixture[str]) -> Import:
    """Return the import of the folder, which gives the last line of its report."""
    # No topic of ours has the id that one had there by chance.
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('forum_topic_id_seq', greatest(nextval('forum_topic_id_seq'), 5000))")

    def run(**options: object) -> dict[str, int]:
        call_command("import_discourse", str(folder), **options)
        found: dict[str, int] = json.loads(capsys.readouterr().out.splitlines()[-1])
        return found

    return run


@pytest.fixture
def change(folder: Path) -> Callable[..., None]:
    """Return a way to change a topic's file."""

    def write(name: str, changing: Callable[[Any], object]) -> None:
        path = folder / name
        found = json.loads(path.read_text())
        changing(found)
        path.write_text(json.dumps(found))

    return write

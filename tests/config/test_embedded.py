"""The embedded PostgreSQL: one server for all who need it, gone after the last, and back after every death."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config import embedded
from tests.faults.servers import ROOT, wait_until

pytestmark = [pytest.mark.embedded, pytest.mark.timeout(120)]

COME_AND_GO = """
import random, sys, time
from pathlib import Path
import psycopg
from config import embedded
folder = Path(sys.argv[1])
for _ in range(4):
    embedded.ensure(folder)
    with psycopg.connect(**{target}) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    time.sleep(random.random() / 5)
    embedded.release(folder)
"""
TARGET = "dict(host=str(embedded.socket_dir(folder)), dbname='alongside', user='alongside')"


@pytest.fixture
def var_dir(tmp_path: Path) -> Iterator[Path]:
    """Return a folder of its own, whose server is let go of afterwards."""
    yield tmp_path
    embedded.release(tmp_path)


def test_server_speaks_unicode(var_dir: Path) -> None:
    embedded.ensure(var_dir)
    assert _ask(var_dir, "SELECT lower('É'), current_setting('server_encoding')") == ("é", "UTF8")


def test_server_is_gone_after_its_last_user_and_keeps_what_was_written(var_dir: Path) -> None:
    embedded.ensure(var_dir)
    _ask(var_dir, "CREATE TABLE kept (word text); SELECT 1")
    embedded.release(var_dir)
    assert not (var_dir / "pg" / "postmaster.pid").exists()
    embedded.ensure(var_dir)
    assert _ask(var_dir, "SELECT count(*) FROM kept") == (0,)


def test_many_come_and_go_at_once(var_dir: Path) -> None:
    script = COME_AND_GO.replace("{target}", TARGET)
    command = [sys.executable, "-c", script, str(var_dir)]
    users = [subprocess.Popen(command, cwd=ROOT) for _ in range(5)]
    assert [user.wait(100) for user in users] == [0] * 5
    wait_until(lambda: not (var_dir / "pg" / "postmaster.pid").exists(), "the server stops after the last")


def test_killed_server_is_started_again(var_dir: Path) -> None:
    embedded.ensure(var_dir)
    os.kill(_postmaster(var_dir), signal.SIGKILL)
    wait_until(lambda: _comes_back(var_dir), "the server is back")


def test_server_of_a_killed_keeper_is_adopted(var_dir: Path) -> None:
    embedded.ensure(var_dir)
    server, keeper = _postmaster(var_dir), _keeper(var_dir)
    os.kill(keeper, signal.SIGKILL)
    wait_until(lambda: _keeper_is_gone(keeper), "the keeper is gone")
    embedded.ensure(var_dir)
    assert _postmaster(var_dir) == server
    embedded.release(var_dir)
    assert not (var_dir / "pg" / "postmaster.pid").exists()


def test_file_of_a_dead_server_whose_number_another_bears_stops_nobody(var_dir: Path) -> None:
    embedded.ensure(var_dir)
    written = (var_dir / "pg" / "postmaster.pid").read_text().split("\n", 1)[1]
    embedded.release(var_dir)
    (var_dir / "pg" / "postmaster.pid").write_text(f"{os.getppid()}\n{written}")
    embedded.ensure(var_dir)
    assert _ask(var_dir, "SELECT 1") == (1,)


def test_cluster_that_was_half_made_is_made_anew(var_dir: Path) -> None:
    (var_dir / "pg.unfinished").mkdir()
    (var_dir / "pg.unfinished" / "PG_VERSION").write_text("18")
    embedded.ensure(var_dir)
    assert _ask(var_dir, "SELECT 1") == (1,)


def test_errors_in_its_log_quote_nobody(var_dir: Path) -> None:
    embedded.ensure(var_dir)
    _ask(var_dir, "CREATE TABLE people (address text UNIQUE); INSERT INTO people VALUES ('ada@example.org'); SELECT 1")
    with pytest.raises(psycopg.errors.UniqueViolation):
        _ask(var_dir, "INSERT INTO people VALUES ('ada@example.org')")
    assert "ada@example.org" not in embedded.log_path(var_dir).read_text()


def _connect(var_dir: Path) -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(host=str(embedded.socket_dir(var_dir)), dbname="alongside", user="alongside")


def _ask(var_dir: Path, *statements: str) -> tuple[object, ...] | None:
    with _connect(var_dir) as connection:
        cursor = connection.cursor()
        for statement in "; ".join(statements).split("; "):
            cursor.execute(statement.encode())
        return cursor.fetchone() if cursor.description else None


def _comes_back(var_dir: Path) -> bool:
    try:
        embedded.ensure(var_dir)
        return _ask(var_dir, "SELECT 1") == (1,)
    except psycopg.OperationalError:
        return False


def _postmaster(var_dir: Path) -> int:
    return int((var_dir / "pg" / "postmaster.pid").read_text().split("\n")[0])


def _keeper(var_dir: Path) -> int:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"config.keeper" in words and str(var_dir).encode() in words:
            return int(folder.name)
    pytest.skip("/proc is missing: processes cannot be found")


def _keeper_is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False

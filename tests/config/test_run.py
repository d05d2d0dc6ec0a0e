"""What `make run` promises, on the embedded parts, with its processes killed one by one."""

import json
import os
import signal
import socket
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from config import embedded
from tests.config.running import START_MAX, STOP_MAX, Run, running
from tests.faults.servers import LOOPBACK, ROOT, wait_until

pytestmark = [
    pytest.mark.embedded,
    pytest.mark.timeout(240),
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="/proc is missing: processes cannot be counted"),
]

COUNT = "from accounts.models import User; print(User.objects.count())"
WRITE = "from accounts.models import User; User.objects.create(username='{}')"


@pytest.fixture(scope="module")
def forum(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """Return a forum that runs; a test that ends it starts it again."""
    with running(tmp_path_factory.mktemp("run") / "var") as run:
        yield run


def test_address_logins_and_password_stand_on_lines_of_their_own(forum: Run) -> None:
    lines = forum.said().splitlines()
    password = (forum.var_dir / "demo-password").read_text()
    assert f"address: http://{LOOPBACK}:{forum.port}" in lines
    assert f"password: {password}" in lines
    assert "logins: partner, peer, moderator, organizer, admin" in lines


def test_secrets_are_for_their_owner_alone(forum: Run) -> None:
    for name in ("demo-password", "secret-key"):
        assert stat.S_IMODE((forum.var_dir / name).stat().st_mode) == 0o600


def test_ready_page_names_database_and_broker(forum: Run) -> None:
    assert json.loads(forum.ask("/readyz")) == {"database": "ok", "broker": "ok"}


def test_commands_work_on_the_same_database_while_it_runs(forum: Run) -> None:
    forum.manage("shell", "-v0", "-c", WRITE.format("written-beside"))
    assert int(forum.manage("shell", "-v0", "-c", COUNT)) > 0
    assert forum.answers("/readyz")


def test_second_start_says_so_in_one_line(forum: Run) -> None:
    said = Run(forum.var_dir).fail()
    assert len(said) == 1
    assert f"It already runs on {forum.var_dir}, at http://{LOOPBACK}:{forum.port}" in said[0]


def test_two_copies_run_side_by_side(forum: Run, tmp_path: Path) -> None:
    with running(tmp_path / "var") as other:
        assert other.answers("/readyz")
        assert forum.answers("/readyz")
        assert other.manage("shell", "-v0", "-c", COUNT)


def test_port_in_use_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind((LOOPBACK, 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = Run(tmp_path / "var", port).fail()
    assert said == [f"Port {port} on 127.0.0.1 cannot be used (Address already in use): set PORT to one that is free."]


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "postgres://ada:secret@[half/alongside",
        "mysql://ada:secret@127.0.0.1/alongside",
        "postgres://ada:secret@127.0.0.1:9/alongside",
        "postgres://ada:secret@127.0.0.1:99999/alongside",
        "postgres://ada:secret@127.0.0.1:9/alongside?nonsense=1",
    ],
)
def test_broken_database_url_is_said_in_one_line_without_its_password(tmp_path: Path, url: str) -> None:
    said = Run(tmp_path / "var", environment={"DATABASE_URL": url}).fail()
    assert len(said) == 1
    assert "DATABASE_URL" in said[0]
    assert "secret" not in said[0]
    assert "?" not in said[0]


def test_database_that_takes_no_tables_is_said_in_one_line(forum: Run, tmp_path: Path) -> None:
    options = urlencode({"host": embedded.socket_dir(forum.var_dir), "options": "-c default_transaction_read_only=on"})
    said = Run(tmp_path / "var", environment={"DATABASE_URL": f"postgres://alongside@/postgres?{options}"}).fail()
    assert len(said) == 1
    assert said[0].startswith("The database cannot be brought up to date: ")


def test_broken_redis_url_is_said_in_one_line(tmp_path: Path) -> None:
    said = Run(tmp_path / "var", environment={"REDIS_URL": "nonsense://ada:secret@127.0.0.1"}).fail()
    assert said == ["REDIS_URL must look like redis://:password@host:6379/0"]


@pytest.mark.parametrize("port", ["eight", "0x50", "70000", "-1", "0"])
def test_port_that_is_none_is_said_in_one_line(tmp_path: Path, port: str) -> None:
    said = Run(tmp_path / "var", environment={"PORT": port}).fail()
    assert len(said) == 1
    assert "PORT" in said[0]


def test_folder_that_cannot_be_made_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = Run(tmp_path / "file").fail()
    assert len(said) == 1
    assert "VAR_DIR" in said[0]


def test_lock_that_is_anothers_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "var" / "run.lock").mkdir(parents=True)
    said = Run(tmp_path / "var").fail()
    assert len(said) == 1
    assert "VAR_DIR" in said[0]


def test_worker_and_clock_follow_where_another_host_is_served(tmp_path: Path) -> None:
    environment = {"DEMO": "0", "ALLOWED_HOSTS": "forum.example.org", "SECRET_KEY": "x7-Qm9_Lr2" * 6}
    run = Run(tmp_path / "var", environment=environment)
    try:
        run.launch()
        wait_until(lambda: run.find("config.leash.* beat"), "the clock runs")
    finally:
        run.stop()
        run.kill_what_is_left()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stopping_make_leaves_no_process_and_the_next_start_keeps_what_was_written(forum: Run, number: int) -> None:
    forum.manage("shell", "-v0", "-c", WRITE.format(f"written-before-{number}"))
    members = forum.manage("shell", "-v0", "-c", COUNT)
    assert forum.stop(number) < STOP_MAX
    assert forum.processes() == {}
    assert forum.manage("shell", "-v0", "-c", COUNT) == members
    assert forum.start() < START_MAX
    assert forum.manage("shell", "-v0", "-c", COUNT) == members


@pytest.mark.parametrize(
    "victim",
    ["config.leash.* gunicorn", "config.leash.* worker", "config.leash.* beat", "config.keeper", "postgres -D"],
)
def test_killed_process_is_replaced_and_nothing_is_lost(forum: Run, victim: str) -> None:
    members = forum.manage("shell", "-v0", "-c", COUNT)
    wait_until(lambda: forum.find(victim), "it runs: the worker and the clock follow the pages")
    eldest = forum.find(victim)[0]
    os.kill(eldest, signal.SIGKILL)
    wait_until(lambda: set(forum.find(victim)) - {eldest} and eldest not in forum.processes(), "it is replaced")
    wait_until(lambda: forum.answers("/readyz"), "the forum answers again")
    assert forum.manage("shell", "-v0", "-c", COUNT) == members


def test_killed_children_of_the_servers_are_replaced(forum: Run) -> None:
    for server in ("config.leash.* gunicorn", "config.leash.* worker"):
        wait_until(lambda: len(forum.find(server)) == 3, "its two workers are there")  # noqa: B023 - called at once
        youngest = forum.find(server)[-1]
        os.kill(youngest, signal.SIGKILL)
        wait_until(lambda: youngest not in forum.processes(), "it is gone")  # noqa: B023 - called at once
    for server in ("config.leash.* gunicorn", "config.leash.* worker"):
        wait_until(lambda: len(forum.find(server)) == 3, "its two workers are back")  # noqa: B023 - called at once
    wait_until(lambda: forum.answers("/readyz"), "the forum answers again")


def test_killed_supervisor_leaves_no_process_and_starts_again_with_everything(forum: Run) -> None:
    members = forum.manage("shell", "-v0", "-c", COUNT)
    os.kill(forum.find("config.run")[-1], signal.SIGKILL)
    wait_until(lambda: forum.processes() == {}, "all are gone", patience=STOP_MAX)
    assert forum.start() < START_MAX
    assert forum.manage("shell", "-v0", "-c", COUNT) == members


def test_everything_killed_at_once_starts_again_with_everything(forum: Run) -> None:
    members = forum.manage("shell", "-v0", "-c", COUNT)
    forum.kill_what_is_left()
    wait_until(lambda: forum.processes() == {}, "all are gone")
    assert forum.start() < START_MAX
    assert forum.manage("shell", "-v0", "-c", COUNT) == members


def test_nothing_is_written_outside_its_folder(tmp_path: Path) -> None:
    before = set(_files_of_the_checkout())
    home = tmp_path / "home"
    home.mkdir()
    environment = {"HOME": str(home), "TMPDIR": str(tmp_path), "XDG_RUNTIME_DIR": str(home)}
    with running(tmp_path / "var", environment=environment) as run:
        assert run.answers("/readyz")
    assert set(_files_of_the_checkout()) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "var", "var.out"]
    assert list(home.iterdir()) == []


def test_deep_folder_has_its_socket_in_a_short_one(tmp_path: Path) -> None:
    with running(tmp_path / ("deep" * 20) / "var") as run:
        assert run.answers("/readyz")
    assert run.processes() == {}


def _files_of_the_checkout() -> Iterator[str]:
    kept = {".git", ".venv", "var", "__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache"}
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in kept]
        yield from (f"{folder}/{name}" for name in files)

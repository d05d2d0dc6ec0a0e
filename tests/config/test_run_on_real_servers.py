"""`make run` on a PostgreSQL and a Redis of the machine: nothing else changes."""

import json
from pathlib import Path

import pytest

from tests.config.running import STOP_MAX, running
from tests.faults.servers import Postgres, Redis, folder_of_its_own, wait_until

pytestmark = [pytest.mark.fault, pytest.mark.timeout(180)]


def test_real_servers_replace_the_embedded_parts_and_nothing_else_changes(tmp_path: Path) -> None:
    with folder_of_its_own() as folder:
        postgres, redis = Postgres(folder), Redis(folder)
        redis.start()
        environment = {"DATABASE_URL": postgres.url, "REDIS_URL": redis.url}
        with running(tmp_path / "var", environment=environment) as run:
            assert json.loads(run.ask("/readyz")) == {"database": "ok", "broker": "ok"}
            assert "password: " in run.said()
            postgres.restart()
            wait_until(lambda: run.answers("/readyz"), "the forum is ready again")
            redis.stop()
            assert json.loads(run.ask("/readyz"))["broker"] == "no answer"
            assert run.stop() < STOP_MAX
            assert run.processes() == {}
        postgres.stop()
    assert not (tmp_path / "var" / "pg").exists()

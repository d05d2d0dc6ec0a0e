"""The pages that machines ask: alive, and ready with each part named."""

from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tests.faults.servers import LOOPBACK, free_port


def test_alive_asks_nothing_and_sets_no_cookie(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert not answer.cookies


@pytest.mark.django_db
def test_ready_names_database_and_broker(
    client: Client, settings: Settings, tmp_path: Path, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_in": str(tmp_path)}
    with django_assert_num_queries(1):
        assert client.get("/readyz").json() == {"database": "ok", "broker": "ok"}


@pytest.mark.django_db
def test_broker_that_is_gone_is_named_and_costs_no_visitor(client: Client, settings: Settings) -> None:
    settings.REDIS_URL = f"redis://{LOOPBACK}:{free_port()}/0"
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "broker": "no answer"}


@pytest.mark.django_db
def test_database_that_is_gone_makes_it_unready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> None:
        raise OperationalError

    monkeypatch.setattr("config.health._ask_database", gone)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "no answer"

"""What reaches a log: that and where something failed, never whom it concerned or what was written."""

import logging
import sys

import pytest
from django.db import IntegrityError
from django.test import Client

from accounts.models import User
from config.logs import DiscreetFormatter, PagesFilter


def test_traceback_shows_where_and_what_kind_but_not_the_text() -> None:
    record = _failure(IntegrityError("Key (email)=(ada@example.org) already exists."))
    written = DiscreetFormatter("%(levelname)s %(message)s").format(record)
    assert "test_logs.py" in written
    assert "django.db.utils.IntegrityError" in written
    assert "ada@example.org" not in written


def test_causes_are_named_without_their_texts() -> None:
    error = RuntimeError("ada@example.org")
    error.__cause__ = ValueError("bob@example.org")
    written = DiscreetFormatter().format(_failure(error))
    assert "builtins.RuntimeError from builtins.ValueError" in written
    assert "example.org" not in written


def test_task_that_failed_is_named_without_its_words() -> None:
    record = _failure(ValueError("ada@example.org"), name="celery.app.trace", message="raised: %(exc)s")
    record.args = ({"exc": "ada@example.org"},)
    record.data = {"name": "outbox.tasks.sweep"}
    PagesFilter().filter(record)
    assert record.getMessage() == "A task failed: outbox.tasks.sweep"


@pytest.mark.django_db
def test_missing_page_is_logged_by_its_view_and_not_by_its_path(caplog: pytest.LogCaptureFixture, ada: User) -> None:
    client = Client()
    client.force_login(ada)
    caplog.handler.addFilter(PagesFilter())
    assert client.get("/t/a-frightened-title/404404/").status_code == 404
    assert "404 GET in topics:topic" in caplog.messages
    assert "frightened" not in " ".join(caplog.messages)


def _failure(error: Exception, name: str = "forum", message: str = "It failed") -> logging.LogRecord:
    try:
        raise error  # noqa: TRY301 - a traceback is made by raising
    except Exception:  # noqa: BLE001 - whatever was given
        return logging.LogRecord(name, logging.ERROR, __file__, 1, message, (), sys.exc_info())

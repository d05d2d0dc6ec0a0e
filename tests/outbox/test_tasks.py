"""The queue only nudges: a task may run twice, late, or on the clock instead."""

from collections.abc import Callable

import pytest
from celery import current_app
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction

from accounts.models import User
from outbox import mail, nudge, tasks
from outbox.models import Delivery, Letter
from outbox.record import record
from tests.fixtures_outbox import Broker
from tests.outbox import table
from tests.outbox.conftest import Clock
from tests.outbox.table import Bell


@pytest.fixture
def writes_to_ada(monkeypatch: pytest.MonkeyPatch, ada: User) -> None:
    """Make each bell a letter to ada."""

    def write(event: Bell) -> None:
        mail.send_later("note", ada.pk, f"bell:{event.bell_id}")

    monkeypatch.setitem(table.EVENTS, Bell, {"write": write})


@pytest.mark.django_db
@pytest.mark.parametrize("task", [tasks.deliver_due, tasks.sweep])
def test_task_delivers_and_posts_what_comes_of_it(
    task: Callable[[], None],
    writes_to_ada: None,
    mailoutbox: list[EmailMessage],
) -> None:
    record(Bell(7))
    task()
    assert len(mailoutbox) == 1


@pytest.mark.django_db
def test_same_task_twice_does_nothing_twice(writes_to_ada: None, mailoutbox: list[EmailMessage]) -> None:
    record(Bell(7))
    tasks.deliver_due()
    tasks.deliver_due()
    tasks.sweep()
    assert len(mailoutbox) == 1


@pytest.mark.django_db
def test_run_has_an_end_and_asks_for_another(
    broker: Broker,
    heard: table.Heard,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tasks, "HANDFUL", 2)
    monkeypatch.setattr(tasks, "AT_MOST", 4)
    for number in range(3):
        record(Bell(number))
    tasks.sweep()
    assert (len(heard), broker.given) == (4, [nudge.TASK])


@pytest.mark.django_db
def test_server_that_is_gone_is_asked_once_a_run(
    ada: User,
    heard: table.Heard,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def be_gone(self: EmailBackend) -> None:
        asked.append("open")
        raise TimeoutError

    monkeypatch.setattr(EmailBackend, "open", be_gone)
    monkeypatch.setattr(tasks, "HANDFUL", 2)
    for number in range(5):
        mail.send_later("note", ada.pk, f"note:{number}")
        record(Bell(number))
    tasks.sweep()
    assert (len(heard), len(asked)) == (10, 1)


@pytest.mark.django_db
def test_old_rows_are_forgotten_of_both_kinds(
    ada: User,
    heard: table.Heard,
    mailoutbox: list[EmailMessage],
    time: Clock,
) -> None:
    record(Bell(7))
    mail.send_later("note", ada.pk, "note:1")
    tasks.sweep()
    time.move(days=8)
    tasks.forget_old()
    assert not Delivery.objects.exists()
    assert not Letter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_workers_fixture_leaves_nothing_due(
    workers: Callable[[], None],
    writes_to_ada: None,
    mailoutbox: list[EmailMessage],
) -> None:
    with transaction.atomic():
        record(Bell(7))
    workers()
    assert len(mailoutbox) == 1


def test_nudge_names_a_task_that_exists() -> None:
    assert tasks.deliver_due.name == nudge.TASK
    assert nudge.TASK in current_app.tasks

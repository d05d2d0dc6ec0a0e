"""Each handler hears of each event once, whoever dies on the way."""

from threading import Event as Signal

import pytest
from django.db import transaction

from accounts.models import User
from outbox import deliver
from outbox.models import Delivery, Letter
from outbox.record import record
from tests.outbox import table
from tests.outbox.conftest import Clock, Threads
from tests.outbox.table import Bell, Fall


class Killed(BaseException):
    """Ends a worker where it stands, as the system would."""


def ring(*numbers: int) -> None:
    """Record that bells rang, and commit."""
    with transaction.atomic():
        for number in numbers:
            record(Bell(number))


@pytest.fixture
def deadly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the first handler kill its worker."""

    def die(event: Bell) -> None:
        table.heard.append(("died", event.bell_id))
        raise Killed

    monkeypatch.setitem(table.EVENTS, Bell, {"first": die})


@pytest.mark.django_db
def test_each_handler_hears_once(heard: table.Heard) -> None:
    ring(7)
    assert [deliver.deliver_due(), deliver.deliver_due()] == [2, 0]
    assert sorted(heard) == [("first", 7), ("second", 7)]


@pytest.mark.django_db
def test_run_stops_at_its_limit(heard: table.Heard) -> None:
    ring(1, 2, 3)
    assert deliver.deliver_due(limit=4) == 4
    assert len(heard) == 4


@pytest.mark.django_db
def test_handler_that_fails_holds_up_nobody(ada: User, heard: table.Heard) -> None:
    record(Fall(ada.pk))
    ring(7)
    deliver.deliver_due()
    assert sorted(heard) == [("first", 7), ("second", 7)]


@pytest.mark.django_db
def test_handler_that_fails_leaves_nothing_half_done(ada: User) -> None:
    record(Fall(ada.pk))
    deliver.deliver_due()
    assert not Letter.objects.exists()


@pytest.mark.django_db
def test_failure_keeps_the_class_of_the_error_and_no_secret(ada: User, caplog: pytest.LogCaptureFixture) -> None:
    record(Fall(ada.pk))
    deliver.deliver_due()
    assert Delivery.objects.get().last_error == "ValueError"
    assert "ValueError" in caplog.text
    assert "123456" not in caplog.text


@pytest.mark.django_db
def test_waits_grow(ada: User, time: Clock) -> None:
    record(Fall(ada.pk))
    waits = []
    for _ in range(4):
        deliver.deliver_due()
        waits.append((Delivery.objects.get().due_at - time.at).total_seconds())
        time.at = Delivery.objects.get().due_at
    assert waits == [10, 30, 90, 270]


@pytest.mark.django_db
def test_delivery_that_keeps_failing_is_set_aside(ada: User, time: Clock) -> None:
    record(Fall(ada.pk))
    tried = 0
    for _ in range(20):
        tried += deliver.deliver_due()
        time.move(hours=6)
    assert tried == deliver.MAX_ATTEMPTS
    assert Delivery.objects.get().set_aside_at


@pytest.mark.django_db
def test_what_was_set_aside_can_be_run_again(heard: table.Heard, time: Clock) -> None:
    ring(7)
    Delivery.objects.update(set_aside_at=time.at, attempts=8)
    assert deliver.deliver_due() == 0
    assert deliver.run_again(Delivery.objects.values_list("pk", flat=True)) == 2
    deliver.deliver_due()
    assert sorted(heard) == [("first", 7), ("second", 7)]


@pytest.mark.django_db
def test_what_is_done_is_never_run_again(heard: table.Heard) -> None:
    ring(7)
    deliver.deliver_due()
    assert deliver.run_again(Delivery.objects.values_list("pk", flat=True)) == 0
    assert deliver.deliver_due() == 0


@pytest.mark.django_db
def test_row_without_a_handler_waits_for_one() -> None:
    Delivery.objects.create(event="Bell", payload={"bell_id": 7}, handler="gone")
    deliver.deliver_due()
    assert Delivery.objects.get().last_error == "UnroutedError"
    assert Delivery.objects.get().delivered_at is None


@pytest.mark.django_db(transaction=True)
def test_worker_killed_at_work_leaves_it_to_the_next(
    heard: table.Heard,
    time: Clock,
    deadly: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ring(7)
    with pytest.raises(Killed):
        deliver.deliver_due()
    monkeypatch.setitem(table.EVENTS, Bell, {"first": table.hear_first})
    assert deliver.deliver_due() == 0
    time.move(seconds=11)
    deliver.deliver_due()
    assert sorted(heard) == [("died", 7), ("first", 7)]


@pytest.mark.django_db(transaction=True)
def test_event_that_kills_every_worker_is_set_aside(heard: table.Heard, time: Clock, deadly: None) -> None:
    ring(7)
    for _ in range(deliver.MAX_ATTEMPTS):
        with pytest.raises(Killed):
            deliver.deliver_due()
        time.move(hours=6)
    deliver.deliver_due()
    assert Delivery.objects.get().last_error == "WorkerLost"
    assert len(heard) == deliver.MAX_ATTEMPTS


def test_workers_at_once_share_the_work(threads: Threads, heard: table.Heard) -> None:
    ring(*range(50))
    tried = [future.result() for future in [threads.start(deliver.deliver_due) for _ in range(4)]]
    assert sum(tried) == 100
    assert len(set(heard)) == len(heard) == 100


def test_claim_is_committed_before_the_work(threads: Threads, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def look(_: Bell) -> None:
        seen.append(threads.start(Delivery.objects.get).result().attempts)

    monkeypatch.setitem(table.EVENTS, Bell, {"first": look})
    ring(7)
    deliver.deliver_due()
    assert seen == [1]


def test_work_longer_than_its_lease_stays_with_its_worker(
    threads: Threads,
    time: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at_work, finish = Signal(), Signal()
    heard = []

    def work_long(event: Bell) -> None:
        at_work.set()
        assert finish.wait(10)
        heard.append(event.bell_id)

    monkeypatch.setitem(table.EVENTS, Bell, {"first": work_long})
    ring(7)
    first = threads.start(deliver.deliver_due)
    assert at_work.wait(10)
    time.move(hours=1)
    assert deliver.deliver_due() == 0
    finish.set()
    assert (first.result(), heard) == (1, [7])


@pytest.mark.django_db
def test_delivered_is_kept_for_a_week(heard: table.Heard, time: Clock) -> None:
    ring(7)
    deliver.deliver_due()
    time.move(days=7)
    assert deliver.forget_old() == 0
    time.move(seconds=1)
    assert deliver.forget_old() == 2


@pytest.mark.django_db
def test_undelivered_is_never_forgotten(ada: User, time: Clock) -> None:
    record(Fall(ada.pk))
    time.move(days=365)
    assert deliver.forget_old() == 0

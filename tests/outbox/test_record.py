"""What happened is written with the change, or not at all."""

from datetime import timedelta

import pytest
from django.db import transaction

from outbox import nudge
from outbox.models import Delivery
from outbox.record import OutsideTransactionError, record
from tests.fixtures_outbox import Broker
from tests.outbox.conftest import Clock
from tests.outbox.table import Bell, Unheard


def record_in_transaction(*numbers: int) -> None:
    """Record that bells rang, and commit."""
    with transaction.atomic():
        for number in numbers:
            record(Bell(number))


@pytest.mark.django_db(transaction=True)
def test_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(OutsideTransactionError, match="Bell"):
        record(Bell(7))
    assert not Delivery.objects.exists()


@pytest.mark.django_db
def test_event_is_one_delivery_for_each_handler() -> None:
    record(Bell(7))
    rows = Delivery.objects.order_by("handler").values_list("event", "handler", "payload")
    assert list(rows) == [("Bell", "first", {"bell_id": 7}), ("Bell", "second", {"bell_id": 7})]


@pytest.mark.django_db
def test_event_nobody_hears_of_leaves_no_row() -> None:
    record(Unheard(7))
    assert not Delivery.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_change_that_is_undone_leaves_no_event_and_no_nudge(broker: Broker) -> None:
    with transaction.atomic():
        record(Bell(7))
        transaction.set_rollback(True)
    assert (Delivery.objects.count(), broker.given) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_transaction_nudges_once_however_much_happened(broker: Broker) -> None:
    record_in_transaction(1, 2, 3)
    assert broker.given == [nudge.TASK]


@pytest.mark.django_db(transaction=True)
def test_broker_that_fails_costs_nobody_the_change(broker: Broker) -> None:
    broker.failure = OSError("no broker")
    record_in_transaction(7)
    assert Delivery.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_broker_that_failed_is_left_alone_for_five_seconds(broker: Broker, time: Clock) -> None:
    broker.failure = OSError("no broker")
    for _ in range(5):
        record_in_transaction(7)
        time.move(seconds=1)
    assert broker.asked == 1
    record_in_transaction(7)
    assert broker.asked == 2


@pytest.mark.django_db
def test_event_keeps_when_it_happened(time: Clock) -> None:
    record(Bell(7))
    kept = Delivery.objects.values_list("occurred_at", "due_at").first()
    assert kept == (time.at, time.at)
    assert time.at.utcoffset() == timedelta(0)

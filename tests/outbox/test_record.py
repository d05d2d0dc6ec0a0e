"""What happened is written with the change, or not at all."""

import pytest
from django.db import transaction

from outbox.models import Delivery
from outbox.record import OutsideTransactionError, record
from tests.outbox.table import Bell, Heard, Unheard


@pytest.mark.django_db(transaction=True)
def test_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(OutsideTransactionError, match="Bell"):
        record(Bell(7))
    assert not Delivery.objects.exists()


@pytest.mark.django_db
def test_event_is_one_delivery_for_each_handler(heard: Heard) -> None:
    record(Bell(7))
    rows = Delivery.objects.order_by("handler").values_list("event", "handler", "payload")
    assert list(rows) == [("Bell", "first", {"bell_id": 7}), ("Bell", "second", {"bell_id": 7})]
    assert heard == []


@pytest.mark.django_db
def test_event_nobody_hears_of_leaves_no_row() -> None:
    record(Unheard(7))
    assert not Delivery.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_change_that_is_undone_leaves_no_event() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(Bell(7))
        1 / 0  # noqa: B018 - the change that fails
    assert not Delivery.objects.exists()

"""What happened is written with the change it tells of."""

from django.db import transaction

from outbox import clock
from outbox.events import Event
from outbox.models import Delivery
from outbox.nudge import nudge_on_commit
from outbox.routing import handlers_of


class OutsideTransactionError(RuntimeError):
    """An event was recorded where its change and its record could part."""


def record(event: Event) -> None:
    """Write one delivery for each handler of `event`, in the transaction that changes what it tells of.

    Raises OutsideTransactionError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        message = f"{type(event).__name__} must be recorded in the transaction of its change"
        raise OutsideTransactionError(message)
    now = clock.now()
    deliveries = [
        Delivery(
            event=type(event).__name__,
            payload=event.payload(),
            handler=handler,
            occurred_at=now,
            due_at=now,
        )
        for handler in handlers_of(type(event))
    ]
    if deliveries:
        Delivery.objects.bulk_create(deliveries)
        nudge_on_commit()

"""Each event is brought to each of its handlers, by whichever worker claims it first."""

import logging
import traceback
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction

from outbox import clock
from outbox.models import Delivery
from outbox.nudge import nudge_on_commit
from outbox.routing import event_and_handler
from outbox.waits import growing_wait

log = logging.getLogger(__name__)

# The tries are spread over some three hours: longer than a restart, shorter than a day's silence.
MAX_ATTEMPTS = 8
FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(hours=6)
KEPT = timedelta(days=7)


def deliver_due(limit: int = 1000) -> int:
    """Bring at most `limit` due events to their handlers; return how many were tried."""
    tried = 0
    while tried < limit and (delivery := _claim()):
        _deliver(delivery)
        tried += 1
    return tried


def run_again(ids: Iterable[int]) -> int:
    """Make due what was set aside, as if never tried; return how many."""
    with transaction.atomic():
        nudge_on_commit()
        return Delivery.objects.filter(pk__in=ids, set_aside_at__isnull=False).update(
            set_aside_at=None,
            attempts=0,
            due_at=clock.now(),
        )


def forget_old() -> int:
    """Delete what was delivered more than a week ago; return how many."""
    return Delivery.objects.filter(delivered_at__lt=clock.now() - KEPT).delete()[0]


def _claim() -> Delivery | None:
    """Take the delivery that is due longest, with its next try already written: whoever dies now loses nothing."""
    now = clock.now()
    with transaction.atomic(durable=True):
        due = Delivery.objects.filter(delivered_at=None, set_aside_at=None, due_at__lte=now)
        delivery = due.select_for_update(skip_locked=True).order_by("due_at", "pk").first()
        if delivery:
            delivery.attempts += 1
            delivery.due_at = now + growing_wait(delivery.attempts, FIRST_WAIT, 3, LONGEST_WAIT)
            delivery.save(update_fields=["attempts", "due_at"])
        return delivery


def _deliver(delivery: Delivery) -> None:
    """Do the handler's work and write that it is done, both or neither."""
    if delivery.attempts > MAX_ATTEMPTS:
        _set_aside(delivery, delivery.last_error or "WorkerLost")
        return
    try:
        with transaction.atomic(durable=True):
            if _is_still_ours(delivery):
                event, handler = event_and_handler(delivery.event, delivery.handler)
                handler(event(**delivery.payload))
                Delivery.objects.filter(pk=delivery.pk).update(delivered_at=clock.now(), last_error="")
    except Exception as error:  # noqa: BLE001 - one handler's failure may not hold up the others
        _note_failure(delivery, error)


def _is_still_ours(delivery: Delivery) -> bool:
    """Lock the row for as long as the work takes, unless another worker claimed it after us.

    Waits for the lock: one who looks for work may hold it for a moment, for a row that was due when they looked.
    """
    ours = Delivery.objects.filter(pk=delivery.pk, attempts=delivery.attempts, delivered_at=None)
    return bool(ours.select_for_update().values_list("pk"))


def _note_failure(delivery: Delivery, error: Exception) -> None:
    """Keep the error's class only: its message may hold what a member wrote."""
    name = type(error).__name__
    place = traceback.extract_tb(error.__traceback__)[-1]
    log.warning("%s failed: %s at %s:%s", delivery, name, place.filename, place.lineno)
    if delivery.attempts >= MAX_ATTEMPTS:
        _set_aside(delivery, name)
    else:
        Delivery.objects.filter(pk=delivery.pk, attempts=delivery.attempts).update(last_error=name[:200])


def _set_aside(delivery: Delivery, reason: str) -> None:
    Delivery.objects.filter(pk=delivery.pk, attempts=delivery.attempts).update(
        set_aside_at=clock.now(),
        last_error=reason[:200],
    )

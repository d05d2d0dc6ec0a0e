"""One word to the workers that something waits; never needed, and never in the way."""

import logging
from datetime import UTC, datetime, timedelta

from celery import current_app
from django.db import transaction

from outbox import clock

log = logging.getLogger(__name__)

TASK = "outbox.tasks.deliver_due"
QUIET = timedelta(seconds=5)


class Silence:
    """Until when this process leaves alone a broker that did not answer."""

    until = datetime.min.replace(tzinfo=UTC)


def nudge_on_commit() -> None:
    """Nudge the workers once this transaction is committed; a second call in it adds nothing."""
    waiting = transaction.get_connection().run_on_commit
    if all(call[1] is not nudge for call in waiting):
        transaction.on_commit(nudge)


def nudge() -> None:
    """Tell the workers to look. Never raises: what waits is a row, and the clock finds it too."""
    if clock.now() < Silence.until:
        return
    try:
        # By name: the task imports what calls this.
        current_app.send_task(TASK, retry=False, ignore_result=True)
    except Exception as error:  # noqa: BLE001 - no broker's failure may reach the person who wrote
        Silence.until = clock.now() + QUIET
        log.warning("The broker did not take a nudge: %s", type(error).__name__)

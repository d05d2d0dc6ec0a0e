"""What the workers do when nudged, and when the clock strikes."""

from celery import shared_task

from outbox import deliver, mail
from outbox.nudge import nudge

# Letters go in handfuls between deliveries, so that a slow mail server holds up no one in the forum.
HANDFUL = 20
AT_MOST = 1000


@shared_task(ignore_result=True)
def deliver_due() -> None:
    """Deliver and post what is due now; a nudge."""
    _work()


@shared_task(ignore_result=True)
def sweep() -> None:
    """Deliver and post what no nudge told of: what waited, what failed, what a dead worker left."""
    _work()


@shared_task(ignore_result=True)
def forget_old() -> None:
    """Delete what was delivered, sent or dropped more than a week ago."""
    deliver.forget_old()
    mail.forget_old()


def _work() -> None:
    is_posting = True
    for _ in range(AT_MOST // HANDFUL):
        delivered = deliver.deliver_due(HANDFUL)
        is_posting = is_posting and mail.post_due(HANDFUL) > 0
        if not (delivered or is_posting):
            return
    nudge()

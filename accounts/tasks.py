"""What the clock does for accounts."""

from celery import shared_task
from django.core.management import call_command

from accounts import actions


@shared_task(ignore_result=True)
def clear_sessions() -> None:
    """Delete the sessions that have run out; daily."""
    call_command("clearsessions")


@shared_task(ignore_result=True)
def forget_unconfirmed() -> None:
    """Delete accounts whose code nobody typed within a week; daily."""
    actions.forget_unconfirmed()

"""What the clock does for accounts."""

from celery import shared_task
from django.core.management import call_command


@shared_task(ignore_result=True)
def clear_sessions() -> None:
    """Delete the sessions that have run out; daily."""
    call_command("clearsessions")

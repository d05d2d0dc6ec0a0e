"""What the clock does for accounts."""

from celery import shared_task

from accounts import actions
from accounts.sessions import SessionStore


@shared_task(ignore_result=True)
def clear_sessions() -> None:
    """Delete the sessions that have run out; daily."""
    SessionStore.clear_expired()


@shared_task(ignore_result=True)
def forget_unconfirmed() -> None:
    """Delete accounts whose code nobody typed within a week; daily."""
    actions.forget_unconfirmed()

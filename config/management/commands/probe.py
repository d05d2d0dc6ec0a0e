"""Whether a container does its work: `manage.py probe web|worker|beat`."""

import time
import urllib.request
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from outbox import clock
from outbox.models import Delivery

OVERDUE = timedelta(minutes=10)
SCHEDULE_MAX_AGE = 600.0  # seconds; beat writes its schedule every 180


def web() -> str:
    """Return what is wrong with the web server, asked as its visitors ask it."""
    headers = {"Host": settings.ALLOWED_HOSTS[0], "X-Forwarded-Proto": "https"}
    address = f"http://127.0.0.1:{settings.PORT}/healthz"
    asked = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(asked, timeout=4):  # noqa: S310 - the same
            return ""
    except OSError as error:
        return f"The web server does not answer: {type(error).__name__}"


def worker() -> str:
    """Return what is wrong with the worker: something has waited for it too long."""
    waiting = Delivery.objects.filter(delivered_at=None, set_aside_at=None, due_at__lt=clock.now() - OVERDUE)
    return "Deliveries are overdue." if waiting.exists() else ""


def beat() -> str:
    """Return what is wrong with the clock: it has not written down for long where it stands."""
    schedule = Path(settings.CELERY_BEAT_SCHEDULE_FILENAME)
    ages = [time.time() - path.stat().st_mtime for path in schedule.parent.glob(f"{schedule.name}*")]
    return "" if ages and min(ages) < SCHEDULE_MAX_AGE else "The clock has stopped."


PROBES: dict[str, Callable[[], str]] = {"web": web, "worker": worker, "beat": beat}


class Command(BaseCommand):
    """Says in one line what is wrong, and fails; silent where all is well."""

    help = "Ask whether the web server, the worker or the clock of this container does its work."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("program", choices=sorted(PROBES))

    def handle(self, *, program: str, **options: Any) -> None:
        """Ask; raises CommandError where it does not do its work."""
        del options
        if wrong := PROBES[program]():
            raise CommandError(wrong)

"""Whether the site is alive, and whether what it stands on answers."""

import logging
import os
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from redis import Redis

log = logging.getLogger(__name__)


def healthz(request: HttpRequest) -> HttpResponse:
    """Say that this process answers; asks nothing else."""
    del request
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> JsonResponse:
    """Name the database and the broker, and whether each answers; 503 where the database does not.

    Without its broker the forum still saves and shows everything, so a silent broker is told but costs no visitor.
    """
    del request
    found = {"database": _answers(_ask_database), "broker": _answers(_ask_broker)}
    return JsonResponse(found, status=200 if found["database"] == "ok" else 503)


def _answers(ask: Callable[[], object]) -> str:
    try:
        ask()
    except Exception as error:  # noqa: BLE001 - whatever the reason, it does not answer
        log.warning("Not ready: %s", type(error).__name__)
        return "no answer"
    return "ok"


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_broker() -> None:
    if settings.REDIS_URL:
        with Redis.from_url(settings.REDIS_URL, socket_timeout=0.3, socket_connect_timeout=0.3) as broker:
            broker.ping()
        return
    folder = Path(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_in"])
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError

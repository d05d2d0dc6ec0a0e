"""The forum and, beside it in the same process, the limit, which passes no middleware."""

from collections.abc import Iterable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.test import override_settings

from config.wsgi import application as forum


class LimitRequest(WSGIRequest):
    """A request to the limit's own addresses."""

    urlconf = "bench.limit"


class Limit(WSGIHandler):
    """Django with nothing around its views."""

    request_class = LimitRequest


with override_settings(MIDDLEWARE=[]):
    limit = Limit()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:  # noqa: ANN401 - WSGI's own shape
    """Answer a request, by the limit where its address says so."""
    return (limit if environ["PATH_INFO"].startswith("/limit/") else forum)(environ, start_response)

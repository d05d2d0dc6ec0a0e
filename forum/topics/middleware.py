"""Whole pages of topics, kept for visitors and shown only under the versions that the database tells of right now."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from forum import keeping
from forum.topics import queries
from outbox import clock

GetResponse = Callable[[HttpRequest], HttpResponse]

PAGE = re.compile(r"/t/[^/]+/(\d{1,18})/(?:\d{1,9}/)?")
OK = 200


class Whole(NamedTuple):
    """A page as it was sent, right for one version of all it shows, from one moment to another."""

    version: queries.Version
    since: datetime
    until: datetime | None
    content: bytes
    headers: tuple[tuple[str, str], ...]

    def is_right(self, now: datetime) -> bool:
        """Return whether its times are told as they are at `now`."""
        return self.since <= now and (self.until is None or now < self.until)


pages: keeping.Shelf[Whole] = keeping.Shelf(settings.PAGES_MB * 2**20)


def whole_pages(get_response: GetResponse) -> GetResponse:
    """Show a topic's page as it was sent to the last visitor where nothing that shows on it has changed since.

    Only to whoever brings no cookie at all: such a page knows no member, holds no token, and leaves nothing behind.
    """
    if not settings.PAGES_MB:
        raise MiddlewareNotUsed

    def middleware(request: HttpRequest) -> HttpResponse:
        topic_id = _topic_of(request)
        if not topic_id:
            return get_response(request)
        key = (request.scheme, request.get_host(), request.path, translation.get_language_from_request(request))
        now, page = clock.now(), pages.get(key)
        if page and page.is_right(now) and page.version == queries.version_for_everyone(topic_id):
            return HttpResponse(page.content, headers=dict(page.headers))
        with keeping.noting_changes() as ends:
            response = get_response(request)
        version = getattr(request, "topic_version", None)
        if version and response.status_code == OK and not response.cookies:
            headers = tuple(response.headers.items())
            whole = Whole(version, now, min(ends, default=None), response.content, headers)
            if whole.is_right(now):
                pages.put(key, whole, len(whole.content))
        return response

    return middleware


def _topic_of(request: HttpRequest) -> int:
    """Return the id of the topic whose page a visitor asks for, who left nothing with us before; else 0."""
    is_plain = request.method == "GET" and not request.META.get("HTTP_COOKIE") and not request.META.get("QUERY_STRING")
    found = PAGE.fullmatch(request.path_info) if is_plain else None
    return int(found[1]) if found else 0

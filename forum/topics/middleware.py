"""Whole pages of topics, kept for visitors and shown only under the versions that the database tells of right now."""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from wsgiref.types import StartResponse, WSGIEnvironment

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.core.handlers.wsgi import get_path_info
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation

from forum import keeping
from forum.topics import queries
from outbox import clock

GetResponse = Callable[[HttpRequest], HttpResponse]
Answer = Iterable[bytes] | HttpResponseBase
Application = Callable[[WSGIEnvironment, StartResponse], Answer]

PAGE = re.compile(r"/t/[^/]+/(\d{1,18})/(?:\d{1,9}/)?")
# What a page is made under, beside what stands in the database.
_AROUND = ("wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO", "HTTP_HOST", "SCRIPT_NAME")
OK = 200


class Key(NamedTuple):
    """What a visitor asks for, who left nothing with us before."""

    topic_id: int
    path: str
    around: tuple[str, ...]
    language: str


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
        key = _key_of(request.META, request.path_info)
        if key is None:
            return get_response(request)
        page = _kept(key)
        if page:
            return HttpResponse(page.content, headers=dict(page.headers))
        now = clock.now()
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


def kept_first(application: Application) -> Application:
    """Return `application`, which is asked only where no page is kept.

    To make a request of Django's and its answer takes as long as to find the page. Where the database fails, Django is
    left to look for another connection, or to tell of it.
    """

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Answer:
        key = _key_of(environ, get_path_info(environ))
        page = _kept_at_once(key) if key else None
        if page is None:
            return application(environ, start_response)
        start_response("200 OK", list(page.headers))
        return [page.content]

    return answer


def _kept_at_once(key: Key) -> Whole | None:
    """Return the page kept under `key`, outside of any request of Django's."""
    try:
        return _kept(key)
    except Error:
        return None


def _kept(key: Key) -> Whole | None:
    """Return the page kept under `key` if it is right; one that is not is kept no longer."""
    page = pages.get(key)
    if page and page.is_right(clock.now()) and page.version == queries.version_for_everyone(key.topic_id):
        return page
    pages.drop(key)
    return None


def _key_of(environ: WSGIEnvironment, path: str) -> Key | None:
    """Return what is asked for, if it is a topic's page and a visitor asks who left nothing with us before."""
    is_plain = environ["REQUEST_METHOD"] == "GET" and not environ.get("HTTP_COOKIE") and not environ.get("QUERY_STRING")
    found = PAGE.fullmatch(path) if is_plain else None
    if found is None:
        return None
    around = tuple(environ.get(name, "") for name in _AROUND)
    return Key(int(found[1]), path, around, _language(environ.get("HTTP_ACCEPT_LANGUAGE", "")))


@lru_cache(maxsize=256)
def _language(accepted: str) -> str:
    """Return the language of ours that a browser prefers."""
    request = HttpRequest()
    request.META["HTTP_ACCEPT_LANGUAGE"] = accepted
    return translation.get_language_from_request(request)

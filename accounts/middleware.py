"""What every page has: no copy on a shared device, a lock behind whoever left, the reader's own zone and language."""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from accounts import leaving
from accounts.sessions import SessionStore

GetResponse = Callable[[HttpRequest], HttpResponse]


def no_store(get_response: GetResponse) -> GetResponse:
    """Forbid every copy of a page; static files never come this far."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["Cache-Control"] = "no-store"
        return response

    return middleware


def lock(get_response: GetResponse) -> GetResponse:
    """Give the site its locked addresses where someone left at once; nothing of that is logged."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if leaving.is_locked(request.session, request.COOKIES):
            request.urlconf = settings.LOCKED_URLCONF
            request.is_locked = True  # type: ignore[attr-defined]  # ours, for the one page that is shown all the same
            request.META[leaving.UNLOGGED] = "yes"
        return get_response(request)

    return middleware


def reader(get_response: GetResponse) -> GetResponse:
    """Find out who asks, once: every page does, and what finds them late is asked again at each look at them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.user = cast("SessionStore", request.session).account() or auth.get_user(request)
        return get_response(request)

    return middleware


def time_zone(get_response: GetResponse) -> GetResponse:
    """Tell times in the member's zone, and in the site's to a visitor."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with timezone.override(getattr(request.user, "zone", None)):
            return get_response(request)

    return middleware


def language(get_response: GetResponse) -> GetResponse:
    """Speak the language that the member chose, and to everyone else the one that their browser asks for."""

    def middleware(request: HttpRequest) -> HttpResponse:
        code = getattr(request.user, "language", "") or translation.get_language_from_request(request)
        with translation.override(code):
            response = get_response(request)
        response.headers.setdefault("Content-Language", code)
        return response

    return middleware

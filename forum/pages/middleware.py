"""How pages are asked for, what they may load, what search engines are told, and what an address for buttons shows."""

from collections.abc import Callable
from http import HTTPStatus

from csp.constants import HEADER
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from accounts.views import locked
from forum.pages.rules import may_be_found

GetResponse = Callable[[HttpRequest], HttpResponse]


def in_utf8(get_response: GetResponse) -> GetResponse:
    """Read what is sent as every page of ours sends it: in other codings, bytes can stand for what no page can show."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.encoding:
            request.encoding = "utf-8"
        return get_response(request)

    return middleware


def policy(get_response: GetResponse) -> GetResponse:
    """Send with every page what it may load; it is the same for all, and written once."""
    written = build_policy()

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers[HEADER] = written
        return response

    return middleware


def robots(get_response: GetResponse) -> GetResponse:
    """Keep out of search engines whatever is not meant to be found; the page's own `<meta>` says the same."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        page = request.resolver_match.view_name if request.resolver_match else ""
        if response.status_code != HTTPStatus.OK or not may_be_found(request.user, page):
            response.headers.setdefault("X-Robots-Tag", "noindex")
        return response

    return middleware


def only_buttons(get_response: GetResponse) -> GetResponse:
    """Say in words, with a way on, that an address shows nothing when it is opened, as when someone goes back to it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.content:
            return response
        if getattr(request, "is_locked", False):
            return locked(request, back="/", status=HTTPStatus.METHOD_NOT_ALLOWED)
        response.content = render_to_string("405.html", request=request)
        return response

    return middleware

"""What every page tells search engines."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from forum.pages.rules import may_be_found

GetResponse = Callable[[HttpRequest], HttpResponse]


def robots(get_response: GetResponse) -> GetResponse:
    """Keep out of search engines whatever is not meant to be found; the page's own `<meta>` says the same."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        page = request.resolver_match.view_name if request.resolver_match else ""
        if response.status_code != HTTPStatus.OK or not may_be_found(request.user, page):
            response.headers.setdefault("X-Robots-Tag", "noindex")
        return response

    return middleware

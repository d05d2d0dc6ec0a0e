"""What this place leaves on a device, taken off it again: at log-out, and by "Forget this device"."""

from contextlib import suppress
from http.cookies import CookieError

from allauth.account.views import logout as allauth_logout
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.views import erase


def log_out(request: HttpRequest) -> HttpResponse:
    """Log out, and have the browser erase what was kept on the device for the member."""
    was_member = isinstance(request.user, User)
    response = allauth_logout(request)
    if was_member and not isinstance(request.user, User):
        erase(response)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def forget(request: HttpRequest) -> HttpResponse:
    """Say what is kept on the device; when asked, log out and erase all of it, cookies too."""
    if request.method != "POST":
        return render(request, "forum/pages/forget.html")
    logout(request)
    response = redirect("pages:forgotten")
    for name in request.COOKIES:
        with suppress(CookieError):  # some other program's, under a name that cannot be written
            response.delete_cookie(name)
    return erase(response)


@require_safe
def forgotten(request: HttpRequest) -> HttpResponse:
    """Say that it is done, and what it cannot do."""
    return render(request, "forum/pages/forgotten.html")

"""The code from the mail; leaving at once, the page that is shown to whoever comes after, and the way back in."""

from http import HTTPStatus

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.email_verification_by_code import (
    EMAIL_VERIFICATION_CODE_SESSION_KEY,
    EmailVerificationProcess,
)
from allauth.account.views import email_verification_sent
from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from accounts import leaving
from accounts.forms import PasswordForm
from accounts.models import User
from accounts.rules import RUN_OUT, RUN_OUT_WITHIN


def confirm(request: HttpRequest) -> HttpResponseBase:
    """Take the code from the mail as allauth does; where it has run out, or another browser asked for it, say so."""
    is_asked = request.method == "POST" or EMAIL_VERIFICATION_CODE_SESSION_KEY in request.session
    if is_asked and EmailVerificationProcess.resume(request) is None:
        messages.warning(request, RUN_OUT_WITHIN if _member(request) else RUN_OUT)
    return email_verification_sent(request)


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Lock the device and lead away from here; the one GET that changes more than what counts as read.

    What a browser fetches in advance gets nothing, so that it is asked again when the person leaves. A link or a
    picture elsewhere leads away too, but locks nothing: only our own pages, a bookmark and the address bar do.
    """
    request.META[leaving.UNLOGGED] = "yes"
    if "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", "")):
        return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)
    answer = _away(leaving.way_out(_member(request)))
    if request.method == "GET" and request.headers.get("Sec-Fetch-Site", "none") in {"none", "same-origin"}:
        _close(request)
        _mark(request, answer)
        # A script has erased it by itself, and left a mark in its tab that must stay.
        if request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate":
            answer["Clear-Site-Data"] = leaving.KEPT_BY_SCRIPTS
    return answer


def leave_anyway(request: HttpRequest) -> HttpResponse:
    """Lead away though the database does not answer; the cookie alone locks the device then."""
    answer = _away(leaving.way_out(None))
    _mark(request, answer)
    answer["Clear-Site-Data"] = leaving.KEPT_BY_SCRIPTS
    return answer


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say what leaving does and what it does not do."""
    return render(request, "accounts/leaving.html", {"way_out": leaving.way_out(_member(request))})


@csrf_exempt  # what it answers shows nothing, and there is nothing to be carried out
def locked(request: HttpRequest, back: str = "", status: int = HTTPStatus.FORBIDDEN) -> HttpResponse:
    """Show that the device is locked, and nothing of what lies behind; `back` is where the way in leads."""
    form = PasswordForm(initial={"next": back or _here(request)})
    return _locked(request, form, status)


def locked_anyway(request: HttpRequest) -> HttpResponse:
    """Show the neutral page though something broke, perhaps the database; who is behind the lock is not asked then."""
    page = {"form": PasswordForm(initial={"next": _here(request)}), "is_member": False}
    return HttpResponse(render_to_string("accounts/locked.html", page), status=HTTPStatus.INTERNAL_SERVER_ERROR)


@csrf_exempt  # its cookies do not come with a form from elsewhere, and the locked page sets none for a token
@require_POST
def come_back(request: HttpRequest) -> HttpResponse:
    """Open the device again for whoever has the password, and lead to the page they asked for; or end the session."""
    if "end" in request.POST:
        auth.logout(request)
        answer = HttpResponseRedirect("/")
        answer.delete_cookie(leaving.COOKIE)
        return erase(answer)
    user = _member(request)
    form = PasswordForm(request.POST)
    if user and not (form.is_valid() and _is_own(request, user, form)):
        return _locked(request, form, HTTPStatus.FORBIDDEN)
    leaving.unlock(request.session)
    answer = HttpResponseRedirect(_safe(request, request.POST.get("next", "")), status=HTTPStatus.SEE_OTHER)
    answer.delete_cookie(leaving.COOKIE)
    return answer


def log_in_first(request: HttpRequest, back: str) -> HttpResponse:
    """Lead to the log-in and from there to `back`; htmx goes there, too, and puts it into no part of a page."""
    answer = redirect_to_login(back)
    if "HX-Request" not in request.headers:
        return answer
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": answer.url})


def erase(answer: HttpResponse) -> HttpResponse:
    """Have the browser erase what it keeps of us, which it does without scripts too."""
    answer["Clear-Site-Data"] = leaving.LEFT_BEHIND
    answer.delete_cookie(settings.CSRF_COOKIE_NAME)
    return answer


def _member(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _away(address: str) -> HttpResponse:
    answer = HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _close(request: HttpRequest) -> None:
    """Lock the member's session, or end it where they chose that."""
    user = _member(request)
    if user and user.leaving_logs_out:
        auth.logout(request)
    elif user:
        leaving.lock(request.session)


def _mark(request: HttpRequest, answer: HttpResponse) -> None:
    """Tell the device that it is locked, until the browser is closed or someone comes back."""
    answer.set_cookie(leaving.COOKIE, leaving.new_mark(), httponly=True, samesite="Lax", secure=request.is_secure())


def _locked(request: HttpRequest, form: PasswordForm, status: int) -> HttpResponse:
    """Render the neutral page; a script that asked beside a page is told to load it anew."""
    is_member = auth.SESSION_KEY in request.session
    answer = render(request, "accounts/locked.html", {"form": form, "is_member": is_member}, status=status)
    if "HX-Request" in request.headers:
        answer["HX-Refresh"] = "true"
    return answer


def _is_own(request: HttpRequest, user: User, form: PasswordForm) -> bool:
    """Return whether the password is the member's own; tries are counted as those of a log-in are."""
    try:
        found = get_adapter(request).authenticate(
            request, username=user.username, password=form.cleaned_data["password"]
        )
    except ValidationError as error:
        form.add_error("password", error)
        return False
    if found != user:
        form.add_error("password", get_adapter(request).validation_error("incorrect_password"))
    return bool(found == user)


def _here(request: HttpRequest) -> str:
    return request.get_full_path() if request.method in {"GET", "HEAD"} else "/"


def _safe(request: HttpRequest, address: str) -> str:
    """Return `address` where it is one of ours."""
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if is_ours else "/"

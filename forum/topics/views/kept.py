"""Words are never lost: where a form cannot be taken, its words come back on a page of their own."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render, resolve_url
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.utils.datastructures import MultiValueDict
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.verdict import Verdict
from accounts.views import leave_anyway, locked_anyway
from accounts.views import locked as locked_page
from forum.topics import rules

P = ParamSpec("P")

# What goes back into a kept form as it is; everything else there is a button or a secret.
_NOT_KEPT = {
    *("csrfmiddlewaretoken", "password", "password1", "password2"),
    *("level", "save_draft", "discard", "preview", "answer", "quote"),
}
# By page, in the session: the forms that were sent while the device was locked.
_BEHIND = "behind"
_WORDS = ("title", "theme", "body", "why", "about", "note")
# Whose forms hold words that took someone time.
_WRITING = {"topics", "meetups", "moderation", "preferences", "reactions"}
# What a script asks for beside a form; it shows a line, not a page.
_ASIDE = {"topics:draft", "topics:preview", "topics:read"}


def keeps_words(
    view: Callable[Concatenate[HttpRequest, User, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Call `view` for members only; what a form held comes back where its sender may not send it any more."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        user = request.user
        if not isinstance(user, User):
            if _holds_words(request):
                return _kept(request, rules.LOGGED_OUT, 403)
            return redirect_to_login(request.get_full_path())
        try:
            response = view(request, user, *args, **kwargs)
        except Http404:
            if _holds_words(request):
                return _kept(request, rules.NOT_OPEN_ANY_MORE, 404)
            raise
        if response.status_code == HTTPStatus.FOUND:
            _let_go(request)
        is_refused = response.status_code == HTTPStatus.FORBIDDEN and any(map(request.POST.get, _WORDS))
        return _kept(request, rules.NOT_OPEN_ANY_MORE, 403) if is_refused else response

    return guarded


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Show a form's words again where its token was out of date; nothing of it was carried out."""
    del reason
    if getattr(request, "is_locked", False):
        return locked(request)
    if _view_name(request) in _ASIDE:
        return HttpResponse(rules.OUT_OF_DATE_ASIDE.reason, status=403)
    if _is_writing(request) and _holds_words(request):
        return _kept(request, rules.OUT_OF_DATE if isinstance(request.user, User) else rules.LOGGED_OUT, 403)
    if _view_name(request) == "account_login":
        return _to_a_new_form(request)
    return render(request, "403.html", {"reason": rules.OUT_OF_DATE_CLICK.reason}, status=403)


def _to_a_new_form(request: HttpRequest) -> HttpResponse:
    """Lead back to the form for logging in, which leads on whoever logged in meanwhile."""
    if not isinstance(request.user, User):
        messages.error(request, str(rules.OUT_OF_DATE_LOG_IN.reason))
    return redirect(request.get_full_path())


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that we failed, with a form's words to be sent again; asks no database, which may be what broke."""
    context: dict[str, object] = {}
    if _view_name(request) == "leaving:leave":
        return leave_anyway(request)
    if getattr(request, "is_locked", False):
        return locked_anyway(request)
    if _is_writing(request) and _holds_words(request):
        context = {**_held(request.POST), "action": request.get_full_path(), "csrf_token": get_token(request)}
    return HttpResponse(render_to_string("500.html", context), status=500)


@csrf_exempt  # nothing is carried out, and no form from elsewhere brings the cookies that lead here
def locked(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Show the neutral page of a locked device; words that were sent to it are put behind the lock first."""
    del exception  # it stands in for pages that are missing or refused as well
    back = ""
    if isinstance(request.user, User) and any(map(request.POST.get, _WORDS)):
        page = request.get_full_path()
        behind = request.session.get(_BEHIND, {})
        sent = {name: values for name, values in request.POST.lists() if name not in _NOT_KEPT}
        request.session[_BEHIND] = {**behind, page: sent}
        back = f"{reverse('topics:kept', urlconf=settings.ROOT_URLCONF)}?{urlencode({'page': page})}"
    return locked_page(request, back)


@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """Show the words that were sent to `page` while the device was locked, ready to be sent there again."""
    page = request.GET.get("page", "")
    form = request.session.get(_BEHIND, {}).get(page)
    if form is None:
        raise Http404
    return _show(request, rules.LEFT, page, MultiValueDict(form))


def _let_go(request: HttpRequest) -> None:
    """Forget what waited behind the lock for this page; it was sent now."""
    behind = request.session.get(_BEHIND, {})
    if request.method == "POST" and behind.pop(request.get_full_path(), None):
        request.session[_BEHIND] = behind


def _is_writing(request: HttpRequest) -> bool:
    """Return whether the address is one where people write."""
    return _view_name(request).partition(":")[0] in _WRITING


def _view_name(request: HttpRequest) -> str:
    """Return what the address leads to, or nothing."""
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def _holds_words(request: HttpRequest) -> bool:
    """Return whether a form was sent that someone filled in."""
    return any(value for name, value in request.POST.items() if name not in _NOT_KEPT)


def _kept(request: HttpRequest, verdict: Verdict, status: int) -> HttpResponse:
    """Show what the request's form held."""
    return _show(request, verdict, request.get_full_path(), request.POST, status)


def _show(
    request: HttpRequest, verdict: Verdict, action: str, form: MultiValueDict[str, str], status: int = 200
) -> HttpResponse:
    """Show what a form held, ready to be sent again."""
    context = {
        **_held(form),
        "action": action,
        "text": verdict.reason,
        "login_url": resolve_url(settings.LOGIN_URL),
        "may_send": verdict is not rules.NOT_OPEN_ANY_MORE,
    }
    return render(request, "forum/topics/kept.html", context, status=status)


def _held(form: MultiValueDict[str, str]) -> dict[str, object]:
    """Return what a form held: the words that someone wrote, and the rest."""
    pairs = [(name, value) for name, values in form.lists() for value in values if name not in _NOT_KEPT]
    return {
        "words": [pair for pair in pairs if pair[0] in _WORDS],
        "rest": [pair for pair in pairs if pair[0] not in _WORDS],
    }

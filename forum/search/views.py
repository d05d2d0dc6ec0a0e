"""The search page, and topics like the one that is being begun."""

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.verdict import RefusedError
from forum.categories.models import Category
from forum.categories.queries import categories_for
from forum.search import queries, rules
from forum.search.forms import SearchForm
from forum.topics.rules import LOGGED_OUT_ASIDE
from forum.topics.words import tidy_title
from forum.views import render

# In the session: what a member looked for lately, each under a name that tells nothing.
_SEARCHES = "searches"
_MOST_KEPT = 10


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Ask what is looked for, and show what was found.

    A member's words are posted, kept in their session, and shown under an address without them: nothing of them
    stands in the browser's history, and Back and Reload work. A visitor's stand in the address.
    """
    asked = request.POST if request.method == "POST" else _asked(request)
    form = SearchForm(asked, reader=request.user)
    categories = categories_for(request.user)
    rooms = tuple((category.slug, category.name) for category in categories)
    context: dict[str, object] = {"form": form, "rooms": rooms}
    if asked is None and "at" in request.GET:
        context["lost"] = rules.KEPT_NO_MORE
    if request.method == "POST" and not isinstance(request.user, User):
        context["lost"] = rules.LOGGED_OUT
    if form.is_valid():
        if request.method == "POST" and isinstance(request.user, User):
            return redirect(f"{reverse('search:search')}?{urlencode({'at': _keep(request, form)})}")
        context |= _found(request, form, categories)
    return render(request, "forum/search/search.html", context)


@require_POST
def similar(request: HttpRequest) -> HttpResponse:
    """Show topics like the one whose title is being written, for a script to put under it."""
    if not isinstance(request.user, User):
        return HttpResponse(LOGGED_OUT_ASIDE.reason, status=403)
    title = tidy_title(request.POST.get("title", ""))
    try:
        topics = queries.similar_topics(request.user, title)
    except RefusedError:  # what is only offered need not be had
        topics = []
    return render(request, "forum/search/_similar.html", {"similar": topics})


def _found(request: HttpRequest, form: SearchForm, categories: list[Category]) -> dict[str, object]:
    """Return the results and the address of the next page, or say beside the words why there are none."""
    try:
        results = queries.find(request.user, form.wanted, request.GET.get("after", ""), categories)
    except RefusedError as error:
        form.add_error("q", str(error))
        return {}
    same = {name: request.GET[name] for name in ("at", "q") if name in request.GET}
    older = f"?{urlencode({**same, 'after': results.older})}" if results.older and same else ""
    return {"results": results, "older": older, "newest": f"?{urlencode(same)}"}


def _asked(request: HttpRequest) -> MultiValueDict[str, str] | None:
    """Return what the address asks for, in words or by the name of what is kept."""
    kept = request.session.get(_SEARCHES, {}).get(request.GET["at"]) if "at" in request.GET else None
    if kept is not None:
        return MultiValueDict({name: [value] for name, value in kept.items()})
    return request.GET if "q" in request.GET else None


def _keep(request: HttpRequest, form: SearchForm) -> str:
    """Keep a search in the session, in the place of the oldest, and return its name."""
    kept = {name: value for name, value in form.cleaned_data.items() if value}
    name = secrets.token_urlsafe(6)
    searches = [*request.session.get(_SEARCHES, {}).items(), (name, kept)]
    request.session[_SEARCHES] = dict(searches[-_MOST_KEPT:])
    return name

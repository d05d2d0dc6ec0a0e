"""What happens beside a form while someone writes: the draft, the preview, the names that could be meant."""

import re

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.names import SHAPE, plain
from accounts.verdict import YES, RefusedError, require
from forum.paging import ID, read_whole
from forum.topics import queries, rules, typed
from forum.topics.views.composing import keep
from forum.topics.words import tidy_source

_PLACE = re.compile(r"[a-z]{2,12}:[-\w]{1,80}", re.ASCII)


@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Keep what is being typed; answers with a word on how that went."""
    place = request.POST.get("place", "")
    if not isinstance(request.user, User):
        return HttpResponse(rules.LOGGED_OUT_ASIDE.reason, status=403)
    if not _PLACE.fullmatch(place):
        return HttpResponse(rules.NO_PLACE.reason, status=400)
    kept = keep(request.user, place, request.POST)
    return HttpResponse(_("Kept") if kept else "")


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """Show what a post will be, made by the same renderer from the same words."""
    context: dict[str, object] = {}
    try:
        require(YES if isinstance(request.user, User) else rules.LOG_IN)
        context["html"] = typed.read_source(request.user, tidy_source(request.POST.get("body", ""))).html
    except RefusedError as error:
        context["reason"] = str(error)
    return render(request, "forum/topics/_preview.html", context)


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Give the names that begin with the letters `q`, of who wrote in `topic` first; for members only."""
    user = request.user
    if not isinstance(user, User):
        return HttpResponse(rules.LOGGED_OUT_ASIDE.reason, status=403)
    letters = plain(request.GET.get("q", ""))
    if letters and not SHAPE.fullmatch(letters):
        return JsonResponse({"names": []})
    topic_id = read_whole(request.GET.get("topic", ""), ID)
    topic = queries.find_topic(user, topic_id) if topic_id else None
    return JsonResponse({"names": queries.people_called(user, letters, topic)})

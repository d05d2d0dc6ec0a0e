"""What was read and what was not: how the forum learns of it, and the lists of what is left to read."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from accounts.models import User
from accounts.views import log_in_first
from forum.paging import read_moment, read_whole
from forum.topics import actions, queries
from forum.topics.models import Topic
from forum.views import render


def is_read_by_opening(request: HttpRequest) -> bool:
    """Return whether a page counts as read once it was opened, because nothing will tell us how far it was read.

    Each browser that runs our scripts says how it came to a page (Fetch Metadata); where it runs none, the page holds a
    picture for it (`seen`). Whatever says nothing is a program of another kind, without scripts.
    """
    return isinstance(request.user, User) and request.method == "GET" and "Sec-Fetch-Mode" not in request.headers


@require_POST
def read(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Take note of how far a member has read and for how long; a script tells it of many posts at once."""
    if not isinstance(request.user, User):
        return HttpResponse(status=403)
    topic = _find(request, topic_id)
    number, seconds = (read_whole(request.POST.get(name, "")) or 0 for name in ("number", "seconds"))
    actions.mark_read(user=request.user, topic=topic, number=number, seconds=seconds)
    return HttpResponse(status=204)


@require_GET
def seen(request: HttpRequest, topic_id: int, number: int) -> HttpResponse:
    """Take note that a page was opened up to `number`: the address of a picture for browsers that run no script."""
    if not isinstance(request.user, User):
        return HttpResponse(status=403)
    # A page of someone else's may name this address, too.
    if request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin":
        actions.mark_read(user=request.user, topic=_find(request, topic_id), number=number)
    return HttpResponse(status=204)


@login_required
@require_safe
def unread(request: HttpRequest) -> HttpResponse:
    """List the topics that went on since the member read them: those they follow, or `all` that they opened."""
    all_opened = "all" in request.GET
    page = queries.unread_page(cast("User", request.user), request.GET.get("before", ""), all_opened=all_opened)
    return render(request, "forum/topics/unread.html", {"page": page, "all_opened": all_opened})


@login_required
@require_safe
def recent(request: HttpRequest) -> HttpResponse:
    """List the topics that are new to the member."""
    page = queries.recent_page(cast("User", request.user), request.GET.get("before", ""))
    return render(request, "forum/topics/recent.html", {"page": page})


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark as read what there was up to `until`, the newest on the page they saw: of a list or a category.

    The list is "unread" (of what they follow), "all" (they opened) or "new"; without one, it is all there is.
    """
    which, slug = request.POST.get("list", ""), request.POST.get("category", "")
    lists = {"new": reverse("topics:recent"), "all": reverse("topics:unread") + "?all"}
    page = lists.get(which) or reverse("topics:unread")
    reader = request.user
    if not isinstance(reader, User):
        return log_in_first(request, page)
    category = queries.find_category(reader, slug) if slug else None
    if slug and category is None:
        raise Http404
    if until := read_moment(request.POST.get("until", "")):
        if which != "new":
            actions.mark_all_read(user=reader, until=until, category=category, followed_only=which == "unread")
        if which not in {"unread", "all"}:
            actions.mark_all_seen(user=reader, until=until, category=category)
        messages.success(request, _("All of it is marked as read."))
    if category:
        return redirect("categories:category", category.slug)
    return redirect(page)


def _find(request: HttpRequest, topic_id: int) -> Topic:
    """Return the topic if the reader may see it; raises Http404."""
    topic = queries.find_topic(request.user, topic_id)
    if topic is None:
        raise Http404
    return topic

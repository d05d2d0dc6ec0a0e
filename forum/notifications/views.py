"""The list of what one was told, the way from there to the words, and the end of a kind of mail."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.views import log_in_first
from forum.notifications import actions, emails, queries
from forum.notifications.rules import ABOUT, SWITCHES
from forum.paging import read_moment, read_whole


@login_required
@require_safe
def notification_list(request: HttpRequest) -> HttpResponse:
    """List what the member was told, newest first; `before` is the mark of an older page."""
    page = queries.notifications_page(cast("User", request.user), request.GET.get("before", ""))
    return render(request, "forum/notifications/list.html", {"page": page})


@login_required
@require_GET
def open_notification(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark it as read and lead to the post; where it was taken away, to what is still open."""
    reader = cast("User", request.user)
    told = queries.notification(reader, pk)
    if told is None:
        raise Http404
    actions.read(notification=told)
    return redirect(queries.address(reader, told))


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark as read what was told up to `until`, the newest on the page that the member saw."""
    if not isinstance(request.user, User):
        return log_in_first(request, reverse("notifications:list"))
    until = read_moment(request.POST.get("until", ""))
    if until:
        actions.read_all(reader=request.user, until=until)
        messages.success(request, _("All of it is marked as read."))
    return redirect("notifications:list")


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Say what an open page does not know yet: how much is unread, and replies in `topic` behind number `after`.

    Every open page asks again and again: where nothing changed, three look-ups by key find nothing to say.
    """
    topic_id, after = (read_whole(request.GET.get(name, "")) or 0 for name in ("topic", "after"))
    state = queries.live_state(request.user, topic_id)
    # Sealed, so that nobody can tell from it what stands in it.
    seal = salted_hmac("live", f"{state} {after} {get_language()}").hexdigest()[:24]
    headers = {"ETag": f'"{seal}"'}
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return HttpResponse(status=304, headers=headers)
    return JsonResponse(_news(request, topic_id, after), headers=headers)


@csrf_exempt  # Mail programs ask without a cookie (RFC 8058); the token in the address is what proves who may.
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Turn off one kind of mail, or all of it, for the holder of the address; asking for the page changes nothing."""
    held = emails.read_token(token)
    if held is None:
        raise Http404
    user = get_object_or_404(User, pk=held[0])
    if request.method == "POST":
        actions.stop_mails(user=user, switches=SWITCHES if "all" in request.POST else {held[1]})
    page = {"about": ABOUT.get(held[1], ""), "is_done": request.method == "POST"}
    return render(request, "forum/notifications/stop.html", page)


def _news(request: HttpRequest, topic_id: int, after: int) -> dict[str, object]:
    """Return what there is to say to an open page."""
    reader = request.user
    said: dict[str, object] = {}
    if isinstance(reader, User):
        said["unread"] = actions.read_posts(reader=reader, posts=())
    found = queries.news_in_topic(reader, topic_id, after) if topic_id and after else None
    if found and found[1]:
        topic, numbers = found
        count = len(numbers)
        said["news"] = ngettext("%(count)d new reply", "%(count)d new replies", count) % {"count": count}
        if count == queries.MOST_NEWS:
            said["news"] = _("%(count)d new replies or more") % {"count": count}
        said["url"] = reverse("topics:post", args=[topic.slug, topic.pk, numbers[0]]) + f"#post-{numbers[0]}"
    return said

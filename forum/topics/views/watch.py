"""Following a topic, or not."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from forum.categories.models import Level
from forum.topics import actions, queries


@require_POST
def watch(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Follow a topic or stop following it; htmx changes the button in its place."""
    if not isinstance(request.user, User):
        return redirect_to_login(reverse("topics:topic", args=["topic", topic_id]))
    topic = queries.find_topic(request.user, topic_id)
    if topic is None:
        raise Http404
    level = Level.WATCHING if request.POST.get("level") == Level.WATCHING else Level.NORMAL
    actions.watch_topic(user=request.user, topic=topic, level=level, by_hand=True)
    if "HX-Request" in request.headers:
        page = {"topic": topic, "is_following": level == Level.WATCHING, "is_changed": True}
        return render(request, "forum/topics/_watch.html", page)
    if level == Level.WATCHING:
        messages.success(request, _("You follow this topic now, and hear of new replies."))
    else:
        messages.success(request, _("You do not follow this topic any more."))
    return redirect(topic)

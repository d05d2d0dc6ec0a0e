"""How closely one follows a topic, or all of a category."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.verdict import RefusedError
from accounts.views import log_in_first
from forum.categories.actions import watch_category as set_category_level
from forum.categories.models import Level
from forum.categories.rules import read_level
from forum.topics import actions, queries
from forum.topics.views.composing import refused

# What is pressed to give a topic back to its category, in the place of a level.
AS_CATEGORY = "category"


@require_POST
def watch(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Choose how closely to follow a topic, or leave that to its category; htmx changes the choice in its place."""
    if not isinstance(request.user, User):
        return log_in_first(request, reverse("topics:topic", args=["topic", topic_id]))
    topic = queries.find_topic(request.user, topic_id)
    if topic is None:
        raise Http404
    pressed = request.POST.get("level", "")
    try:
        level = None if pressed == AS_CATEGORY else read_level(pressed)
    except RefusedError as error:
        return refused(request, error.verdict, topic.get_absolute_url())
    if level:
        actions.watch_topic(user=request.user, topic=topic, level=level, by_hand=True)
    else:
        actions.watch_as_category(user=request.user, topic=topic)
        level = Level(vars(queries.find_topic(request.user, topic_id) or topic)["level"])
    return _changed(request, level, reverse("topics:watch", args=[topic.pk]), topic.get_absolute_url())


@require_POST
def watch_category(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose how closely to follow all topics of a category for which nothing else was chosen."""
    page = reverse("categories:category", args=[slug])
    if not isinstance(request.user, User):
        return log_in_first(request, page)
    category = queries.find_category(request.user, slug)
    if category is None:
        raise Http404
    try:
        level = read_level(request.POST.get("level", ""))
    except RefusedError as error:
        return refused(request, error.verdict, page)
    set_category_level(user=request.user, category=category, level=level)
    return _changed(request, level, reverse("topics:watch-category", args=[slug]), page, is_category=True)


def _changed(request: HttpRequest, level: Level, action: str, page: str, *, is_category: bool = False) -> HttpResponse:
    """Show the new choice in its place, or lead back to the page with a word."""
    if "HX-Request" in request.headers:
        choice = {"action": action, "level": level.value, "is_category": is_category, "is_changed": True}
        return render(request, "components/follow.html", choice)
    messages.success(request, _("Saved: %(section)s.") % {"section": level.label})
    return redirect(page)

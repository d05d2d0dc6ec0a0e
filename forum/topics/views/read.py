"""The pages that are read: a category, a topic, a post's history."""

from datetime import date
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from forum.paging import read_whole
from forum.topics import actions, queries, rules
from forum.topics.models import Topic
from forum.topics.views.composing import Composer, refused
from forum.topics.views.reading import is_read_by_opening
from forum.topics.views.write import reply_composer
from forum.views import render


@require_safe
def category(request: HttpRequest, slug: str) -> HttpResponse:
    """List a category's topics."""
    category = queries.find_category(request.user, slug)
    if category is None:
        raise Http404
    page = queries.category_page(request.user, category, request.GET.get("before", ""))
    return render(request, "forum/categories/category.html", {"page": page, "category": category})


@require_safe
def topic(request: HttpRequest, slug: str, topic_id: int, number: int | None = None) -> HttpResponse:
    """Show the page of a topic on which post `number` stands, with the box for a reply at its end.

    Without a number it leads to where the reader goes on.
    """
    found = queries.find_topic(request.user, topic_id)
    if found is None or (found.slug != slug and vars(found)["has_namesake"]):
        # A topic that came from another forum is looked for under its old address, which looks like one of ours.
        former = queries.find_former(request.user, topic_id, slug, whatever_slug=found is None)
        if former is not None and former != found:
            return redirect(former if number is None else _address_of_post(former, number))
    if found is None:
        if queries.is_gone(request.user, topic_id):
            return render(request, "410.html", status=410)
        raise Http404(_("Perhaps it was taken down, or it is open to fewer people than before."))
    if number is None:
        number = _go_on(request, found)
        if number:
            return redirect(_address_of_post(found, number))
        number = 1
    nearest = min(max(number, 1), found.last_number)
    if number != nearest:
        return redirect("topics:post", found.slug, found.pk, nearest)
    page = queries.topic_page(request.user, found, number)
    request.posts_shown, request.topic_version = page.shown, queries.version_of(found)  # type: ignore[attr-defined]
    if page.is_unread and is_read_by_opening(request):
        actions.mark_read(user=cast("User", request.user), topic=found, number=page.last_number)
    context = {
        "page": page,
        "topic": found,
        "composer": _composer(request, found, page),
        "origin": f"{request.scheme}://{request.get_host()}",
    }
    return render(request, "forum/topics/topic.html", context)


@require_safe
def jump(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Lead to the first or last post of a topic, the first unread, or the first of a day or after it."""
    found = queries.find_topic(request.user, topic_id)
    if found is None:
        raise Http404
    day = _day(request.GET.get("date", ""))
    if day is None and request.GET.get("date"):
        messages.error(request, _("Write the date as in 2026-03-24: the year, the month, the day."))
    to = request.GET.get("to", "")
    number = _go_on(request, found) or 1 if to == "unread" else queries.jump(request.user, found, to, day)
    return redirect(_address_of_post(found, number))


@require_safe
def history(request: HttpRequest, post_id: int) -> HttpResponse:
    """Show how a post came to read as it does, to its author and to moderators."""
    post = queries.find_post(request.user, post_id)
    if post is None:
        raise Http404
    verdict = rules.may_see_history(request.user, post)
    if not verdict:
        return refused(request, verdict, post.get_absolute_url())
    changes = queries.history_page(post, read_whole(request.GET.get("before", "")))
    older = changes[-1].version.number if changes and changes[-1].version.number > 1 else None
    return render(request, "forum/topics/history.html", {"post": post, "changes": changes, "older": older})


def _go_on(request: HttpRequest, found: Topic) -> int | None:
    """Return the number of the post at which the reader goes on, None for the start.

    What stands before it and is for nobody to read counts as read: nothing else would ever mark it.
    """
    landing = queries.landing(request.user, found)
    if isinstance(request.user, User) and landing.read_up_to > queries.read_up_to(found):
        actions.mark_read(user=request.user, topic=found, number=landing.read_up_to)
    return landing.number


def _composer(request: HttpRequest, found: Topic, page: queries.TopicPage) -> Composer | None:
    """Return the reply box for whoever may reply, filled with what they were writing and what they quote."""
    if not isinstance(request.user, User) or not page.may_reply:
        return None
    return reply_composer(request, found, [item.post for item in page.items if item.is_readable])


def _day(text: str) -> date | None:
    """Return the day that `text` says, or None where it says none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _address_of_post(found: Topic, number: int) -> str:
    """Return the address of a post, down to its place on the page."""
    return reverse("topics:post", args=[found.slug, found.pk, number]) + f"#post-{number}"

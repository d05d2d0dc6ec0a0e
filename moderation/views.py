"""The moderators' pages: one page for each act, and the log."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.verdict import RefusedError
from forum.topics.actions import discard_draft
from forum.topics.queries import draft_at
from forum.topics.rules import may_moderate
from forum.topics.views.composing import initial_of, keep, turn_aside
from forum.topics.views.kept import keeps_words
from forum.topics.words import tidy_title
from moderation import actions, queries
from moderation.forms import EditForm, GroundsForm, MoveForm, RenameForm, WelcomeForm
from moderation.models import Act

P = ParamSpec("P")
require_page = require_http_methods(["GET", "HEAD", "POST"])


def for_moderators(
    view: Callable[Concatenate[HttpRequest, User, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Call `view` for moderators only; a visitor logs in first, and a member is told why not."""

    @keeps_words
    @wraps(view)
    def guarded(request: HttpRequest, user: User, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        verdict = may_moderate(user)
        if not verdict:
            return render(request, "403.html", {"reason": verdict.reason}, status=403)
        return view(request, user, *args, **kwargs)

    return guarded


@require_safe
@for_moderators
def log(request: HttpRequest, user: User) -> HttpResponse:
    """Show what was done, by whom, to what and why; the newest first."""
    del user
    asked = {name: tidy_title(request.GET.get(name, "")) for name in ("topic", "person")}
    page = queries.log(**asked, before=request.GET.get("before", ""))
    return render(request, "moderation/log.html", {"page": page, "asked": asked})


@require_page
@for_moderators
def edit(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Change another's words."""
    return _act_on_post(request, user, pk, _("Edit the post"), EditForm, actions.edit_post)


@require_safe
@for_moderators
def waiting(request: HttpRequest, user: User) -> HttpResponse:
    """Show what waits for a moderator's yes, the newest first."""
    page = queries.waiting(user, before=request.GET.get("before", ""))
    return render(request, "moderation/waiting.html", {"page": page})


@require_page
@for_moderators
def approve(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Let others read what waited."""
    return _act_on_post(request, user, pk, _("Let the post in"), WelcomeForm, actions.approve_post)


@require_page
@for_moderators
def hide(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Take a post down."""
    return _act_on_post(request, user, pk, _("Take the post down"), GroundsForm, actions.hide_post)


@require_page
@for_moderators
def restore(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Bring a hidden post back."""
    return _act_on_post(request, user, pk, _("Bring the post back"), GroundsForm, actions.restore_post)


@require_page
@for_moderators
def close(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Let nobody add to a topic."""
    return _act_on_topic(request, user, pk, _("Close the topic"), GroundsForm, actions.close_topic)


@require_page
@for_moderators
def reopen(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Let members add to a topic again."""
    return _act_on_topic(request, user, pk, _("Open the topic again"), GroundsForm, actions.reopen_topic)


@require_page
@for_moderators
def pin(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Keep a topic on top of its category."""
    return _act_on_topic(request, user, pk, _("Pin the topic"), GroundsForm, actions.pin_topic)


@require_page
@for_moderators
def unpin(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Let a topic stand among the others."""
    return _act_on_topic(request, user, pk, _("Unpin the topic"), GroundsForm, actions.unpin_topic)


@require_page
@for_moderators
def move(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Put a topic into another category."""
    return _act_on_topic(request, user, pk, _("Move the topic"), MoveForm, actions.move_topic)


@require_page
@for_moderators
def rename(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Give a topic another title."""
    return _act_on_topic(request, user, pk, _("Rename the topic"), RenameForm, actions.rename_topic)


def _act_on_post(
    request: HttpRequest, user: User, pk: int, heading: str, form_class: type[GroundsForm], do: Callable[..., Act]
) -> HttpResponse:
    post = queries.post_of(pk, user)
    if post is None:
        raise Http404
    page = {"heading": heading, "topic": post.topic, "post": post, "back": post.get_absolute_url()}
    page["place"] = _place(do, pk)
    make = partial(form_class, subject=post, reader=user)
    return _ask(request, user, make, page, partial(do, post=post, actor=user))


def _act_on_topic(
    request: HttpRequest, user: User, pk: int, heading: str, form_class: type[GroundsForm], do: Callable[..., Act]
) -> HttpResponse:
    topic = queries.topic_of(pk, user)
    if topic is None:
        raise Http404
    page = {"heading": heading, "topic": topic, "back": topic.get_absolute_url()}
    page["place"] = _place(do, pk)
    make = partial(form_class, subject=topic, reader=user)
    return _ask(request, user, make, page, partial(do, topic=topic, actor=user))


def _place(do: Callable[..., Act], pk: int) -> str:
    """Return the name of the place where the words about one act are written, as `moderate:hide_post-12`."""
    return f"moderate:{do.__name__}-{pk}"


def _ask(
    request: HttpRequest, user: User, make: Callable[..., GroundsForm], page: dict[str, Any], do: Callable[..., Act]
) -> HttpResponse:
    """Ask for the reason, act, and go back to what the act was about; what is typed meanwhile is kept."""
    place = page["place"]
    aside = turn_aside(request, place, request.path)
    if aside is not None:
        return aside
    draft = None if request.method == "POST" else draft_at(user, place)
    form = make(request.POST or None, initial=initial_of(draft))
    if form.is_valid():
        try:
            act = do(grounds=form.grounds(), **form.change())
        except RefusedError as refusal:
            form.refuse(refusal)
        else:
            discard_draft(user=user, place=place)
            messages.success(request, _("Done. It stands in the log, and the author is told."))
            return redirect(act.post or act.topic or "moderation:log")
    if request.method == "POST":
        keep(user, place, form.data)
    return render(request, "moderation/act.html", {**page, "form": form, "draft": draft})

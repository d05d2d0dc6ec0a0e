"""Reacting to a post and who did; bookmarks."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Reader, User
from accounts.verdict import RefusedError
from accounts.views import log_in_first
from forum.reactions import actions, queries
from forum.reactions.forms import BookmarkForm
from forum.reactions.models import Feeling
from forum.reactions.rules import version_of
from forum.topics.forms import put_back
from forum.topics.models import Post
from forum.topics.queries import find_post
from forum.topics.views.composing import refused
from forum.topics.views.kept import keeps_words


@require_POST
def react(request: HttpRequest, post_id: int) -> HttpResponse:
    """Give or take back what was pressed; htmx shows it in its place."""
    if not isinstance(request.user, User):
        return log_in_first(request, _page_of(request.user, post_id))
    post = _find(request.user, post_id)
    act = actions.take_back if "take" in request.POST else actions.react
    pressed = request.POST.get("take") or request.POST.get("give", "")
    if pressed not in Feeling.values:
        return redirect(post)
    try:
        act(persona=request.user.persona, post=post, feeling=Feeling(pressed))
    except RefusedError as error:
        return refused(request, error.verdict, post.get_absolute_url())
    if "HX-Request" not in request.headers:
        return redirect(post)
    post.refresh_from_db(fields=[feeling.column for feeling in Feeling])
    shown = {"post": post, "given": queries.given_by(request.user, post), "may_react": True, "changed": pressed}
    return render(request, "components/reactions.html", shown)


@require_safe
def reactions(request: HttpRequest, post_id: int) -> HttpResponse:
    """Show to members who reacted to a post."""
    if not isinstance(request.user, User):
        return redirect_to_login(request.path)
    post = _find(request.user, post_id)
    page = queries.reactions_page(post, request.GET.get("before", ""))
    return render(request, "forum/reactions/list.html", {"post": post, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words
def bookmark(request: HttpRequest, user: User, post_id: int) -> HttpResponse:
    """Keep a bookmark at a post, with a note and a reminder, or change the one that is there."""
    post = _find(user, post_id)
    kept = queries.bookmark_at(user, post)
    zone = str(user.zone or timezone.get_default_timezone())
    form = BookmarkForm(request.POST if request.method == "POST" else None, zone=zone, bookmark=kept)
    context = {"post": post, "form": form, "bookmark": kept}
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.keep_bookmark(
                user=user, post=post, note=data["note"], remind_at=data["remind_at"], base=data["version"]
            )
        except RefusedError as error:
            other = queries.bookmark_at(user, post)
            form.add_error("note", str(error))
            put_back(form, version=version_of(other))
            context |= {"bookmark": other, "other": other}
        else:
            messages.success(request, _("Your bookmark is kept."))
            return redirect(post)
    return render(request, "forum/reactions/bookmark.html", context)


@login_required
@require_safe
def bookmarks(request: HttpRequest) -> HttpResponse:
    """Show a member's own bookmarks."""
    assert isinstance(request.user, User)  # noqa: S101 - nobody else is let in
    page = queries.bookmarks_page(request.user, request.GET.get("before", ""))
    return render(request, "forum/reactions/bookmarks.html", {"page": page})


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a bookmark away."""
    if not isinstance(request.user, User):
        return log_in_first(request, reverse("reactions:bookmarks"))
    actions.remove_bookmark(user=request.user, pk=pk)
    messages.success(request, _("The bookmark is taken away."))
    return redirect("reactions:bookmarks")


def _page_of(reader: Reader, post_id: int) -> str:
    """Return the address of a post for whoever must log in first: of its topic, if they may know where it stands."""
    post = find_post(reader, post_id)
    return reverse("reactions:list", args=[post_id]) if post is None else post.get_absolute_url()


def _find(user: User, post_id: int) -> Post:
    """Return the post if the member may read it; otherwise there is no such page."""
    post = find_post(user, post_id)
    if post is None or post.number is None:
        raise Http404
    return post

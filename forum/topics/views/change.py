"""Changing what one wrote: other words, an update, taking it away."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.verdict import RefusedError
from forum.topics import actions, queries, rules
from forum.topics.forms import EditForm, UpdateForm, put_back
from forum.topics.models import Post
from forum.topics.views.composing import (
    Composer,
    answer,
    here,
    initial_of,
    keep,
    refused,
)
from forum.topics.views.kept import keeps_words
from forum.topics.words import fingerprint


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words
def edit(request: HttpRequest, user: User, post_id: int) -> HttpResponse:
    """Change the words of one's own post; moderators are led to their page for another's."""
    post = _find(user, post_id)
    if not rules.is_author(user, post) and rules.may_moderate(user):
        if request.method == "POST":  # what was written stands in the box of the page that asks why
            keep(user, f"moderate:edit_post-{post.pk}", request.POST)
        return redirect("moderation:edit", post.pk)
    verdict = rules.may_edit(user, post)
    place, address, label = f"edit:{post.pk}", here("edit", post.pk), _("Save the change")
    if request.method == "POST":
        composer = Composer(EditForm(request.POST), place, address, label, topic=post.topic_id)
        done = answer(request, composer, partial(_edit, user, post, composer))
        if done is not None:
            return done
    elif not verdict:
        return refused(request, verdict, post.get_absolute_url())
    else:
        draft = queries.draft_at(user, place)
        if draft is not None and draft.body == post.source:
            draft = None
        initial = {"body": post.source, "version": fingerprint(post.source), **initial_of(draft)}
        composer = Composer(EditForm(initial=initial), place, address, label, draft, post.topic_id)
    return render(request, "forum/topics/edit.html", {"post": post, "composer": composer})


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words
def update(request: HttpRequest, user: User, post_id: int) -> HttpResponse:
    """Add a dated update under one's own post."""
    post = _find(user, post_id)
    verdict = rules.may_update(user, post)
    place, address, label = f"update:{post.pk}", here("update", post.pk), _("Add the update")
    if request.method == "POST":
        composer = Composer(UpdateForm(request.POST), place, address, label, topic=post.topic_id)
        done = answer(request, composer, partial(_update, user, post))
        if done is not None:
            return done
    elif not verdict:
        return refused(request, verdict, post.get_absolute_url())
    else:
        draft = queries.draft_at(user, place)
        composer = Composer(UpdateForm(initial=initial_of(draft)), place, address, label, draft, post.topic_id)
    return render(request, "forum/topics/update.html", {"post": post, "composer": composer})


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words
def delete(request: HttpRequest, user: User, post_id: int) -> HttpResponse:
    """Take one's own post away, after asking once; moderators are led to their page for another's."""
    removed = queries.find_removed(user, post_id)
    if removed is not None:
        return _after_delete(user, removed)
    post = _find(user, post_id)
    if not rules.is_author(user, post) and rules.may_moderate(user):
        return redirect("moderation:hide", post.pk)
    verdict = rules.may_delete(user, post)
    if not verdict:
        return refused(request, verdict, post.get_absolute_url())
    if request.method != "POST":
        return render(request, "forum/topics/delete.html", {"post": post})
    try:
        actions.delete_post(post=post, persona=user.persona)
    except RefusedError as error:
        return refused(request, error.verdict, post.get_absolute_url())
    messages.success(request, _("It is taken away. Only moderators can still read it."))
    return _after_delete(user, post)


def _find(user: User, post_id: int) -> Post:
    """Return the post if the member may read it; otherwise there is no such page."""
    post = queries.find_post(user, post_id)
    if post is None:
        raise Http404
    return post


def _after_delete(user: User, post: Post) -> HttpResponse:
    """Lead to where the post stood, or to its category where the topic went with it."""
    if queries.find_topic(user, post.topic_id) is None:
        return redirect("categories:category", post.topic.category.slug)
    return redirect(post)


def _edit(user: User, post: Post, composer: Composer, data: dict[str, Any]) -> Post:
    """Save the change; where someone else changed the post meanwhile, the box learns what stands there now."""
    try:
        return actions.edit_post(post=post, persona=user.persona, source=data["body"], base=data["version"])
    except RefusedError as error:
        if error.verdict is rules.EDITED_MEANWHILE:
            put_back(composer.form, version=fingerprint(post.source))
        raise


def _update(user: User, post: Post, data: dict[str, Any]) -> Post:
    """Add the update that the form describes."""
    return actions.add_update(post=post, persona=user.persona, source=data["body"], key=data["key"])

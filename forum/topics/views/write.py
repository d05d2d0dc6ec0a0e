"""Starting a topic and replying to one."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Reader, User
from accounts.verdict import require
from forum.categories.models import Category
from forum.paging import read_whole
from forum.topics import actions, queries, rules
from forum.topics.forms import ReplyForm, TopicForm
from forum.topics.models import Draft, Post, Topic, reply_place
from forum.topics.views.composing import (
    Composer,
    answer,
    here,
    initial_of,
    keep,
    quote_into,
    refused,
    with_quote,
)
from forum.topics.views.kept import keeps_words


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words
def new(request: HttpRequest, user: User, slug: str) -> HttpResponse:
    """Start a topic in a category."""
    category = queries.find_category(user, slug)
    if category is None:
        raise Http404
    audiences = queries.audiences_for(user, category)
    place, address = f"new:{category.slug}", here("new", category.slug)
    label = _("Start the topic")
    if request.method == "POST":
        composer = Composer(TopicForm(request.POST, audiences=audiences), place, address, label)
        done = answer(request, composer, partial(_start, user, category))
        if done is not None:
            return done
    else:
        draft = queries.draft_at(user, place)
        form = TopicForm(initial={"audience": category.audience, **initial_of(draft)}, audiences=audiences)
        composer = Composer(form, place, address, label, draft)
    return render(request, "forum/topics/new.html", {"category": category, "composer": composer})


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words
def reply(request: HttpRequest, user: User, topic_id: int) -> HttpResponse:
    """Reply to a topic, on a page of its own."""
    topic = queries.find_topic(user, topic_id)
    if topic is None:
        raise Http404
    if request.method == "POST":
        if not {"answer", "quote"}.isdisjoint(request.POST):
            return _take_up(request, user, topic)
        composer = _box(topic, ReplyForm(request.POST))
        done = answer(request, composer, partial(_reply, user, topic))
        if done is not None:
            return done
    else:
        verdict = rules.may_reply(user, topic)
        if not verdict:
            return refused(request, verdict, topic.get_absolute_url())
        quoted = _post_called(user, topic, request.GET.get("quote", ""))
        composer = reply_composer(request, topic, [quoted] if quoted else [])
    return render(request, "forum/topics/reply.html", {"topic": topic, "composer": composer})


def reply_composer(request: HttpRequest, topic: Topic, posts: Sequence[Post]) -> Composer:
    """Return the reply box, filled with what was being written, and with a quote of one of `posts` if asked for."""
    user = request.user
    draft = (
        queries.draft_at(user, reply_place(topic.pk)) if isinstance(user, User) and queries.has_draft(topic) else None
    )
    initial = initial_of(draft)
    number = read_whole(request.GET.get("reply_to", "")) or 0
    if 0 < number <= topic.last_number:
        initial["reply_to"] = number
    composer = _box(topic, ReplyForm(initial=initial), draft)
    quote_into(composer, posts, request.GET.get("quote", ""))
    return composer


def _box(topic: Topic, form: ReplyForm, draft: Draft | None = None) -> Composer:
    """Return the box for a reply to `topic`."""
    return Composer(form, reply_place(topic.pk), here("reply", topic.pk), _("Send your reply"), draft, topic.pk)


def _start(user: User, category: Category, data: dict[str, Any]) -> Post:
    """Start the topic that the form describes, and return its first post."""
    topic = actions.create_topic(
        persona=user.persona,
        category=category,
        title=data["title"],
        source=data["body"],
        key=data["key"],
        audience=data.get("audience"),
    )
    return topic.first_post or topic.posts.get(number=1)


def _reply(user: User, topic: Topic, data: dict[str, Any]) -> Post:
    """Send the reply that the form describes."""
    return actions.create_reply(
        persona=user.persona,
        topic=topic,
        source=data["body"],
        key=data["key"],
        reply_to=_answered(user, topic, data["reply_to"]),
    )


def _answered(reader: Reader, topic: Topic, number: int | None) -> Post | None:
    """Return the post that is replied to; raises RefusedError where it is not there any more."""
    if number is None:
        return None
    post = queries.find_reply_to(reader, topic, number)
    require(rules.may_reply_to(post, topic) if post else rules.REPLY_TO_NOTHING)
    return post


def _take_up(request: HttpRequest, user: User, topic: Topic) -> HttpResponse:
    """Keep what is being written, now with the post that it is to answer or quote; lead back to the box beside it."""
    words: dict[str, Any] = request.POST.dict()
    post = _post_called(user, topic, words.get("answer") or words.get("quote", ""))
    address = topic.get_absolute_url()
    if post is not None:
        address = reverse("topics:post", args=[topic.slug, topic.pk, post.number])
        if "answer" in words:
            words["reply_to"] = str(post.number)
            # Where nothing is written yet there is no draft to remember it.
            address += f"?reply_to={post.number}"
        else:
            words["body"] = with_quote(words.get("body", ""), post)
    keep(user, reply_place(topic.pk), words)
    return redirect(f"{address}#reply")


def _post_called(user: User, topic: Topic, asked: str) -> Post | None:
    """Return the post of `topic` whose number someone asked for, if they may read it."""
    number = read_whole(asked)
    return queries.find_reply_to(user, topic, number) if number else None

"""Starting a topic and replying to one."""

import uuid

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import Persona
from accounts.verdict import require
from forum.categories.models import Category
from forum.markup.render import RENDERER_VERSION, Rendered
from forum.topics import rules, typed
from forum.topics.actions.audience import keep_among_readers
from forum.topics.actions.links import keep_in_step
from forum.topics.actions.locks import lock_drafts, locked_category, locked_topic
from forum.topics.actions.sent import AlreadySentError, already_sent, raise_if_sent
from forum.topics.actions.title import carry_title
from forum.topics.actions.watch import follow
from forum.topics.events import PostCreated, PostHeld
from forum.topics.models import Draft, Post, Topic
from forum.topics.visibility import Status
from forum.topics.words import tidy_source
from outbox import clock
from outbox.record import record


def create_topic(
    *,
    persona: Persona,
    category: Category,
    title: str,
    source: str,
    key: uuid.UUID,
    audience: int | None = None,
) -> Topic:
    """Start a topic with its first post, followed by its author; the same key and words give the same topic.

    `audience` is the category's unless it is given. Raises RefusedError.
    """
    title = typed.read_title(title)
    source = tidy_source(source)
    rendered = typed.read_source(persona, source)
    with transaction.atomic():
        # Held, so that nobody narrows the category between our look and our write; it also serialises a double click.
        category = locked_category(category.pk)
        sent = already_sent(key, persona, source, number=1)
        chosen = category.audience if audience is None else audience
        if sent is not None:
            return _same_topic(sent, title, chosen)
        reader = rules.account_of(persona)
        require(rules.may_start_topic(reader, category))
        require(rules.may_choose_audience(reader, category, chosen))
        now = clock.now()
        status = _status(persona, category)
        topic = Topic(category=category, title=title, audience=chosen, created_at=now, activity_at=now, status=status)
        topic.save()
        first = Post(topic=topic, persona=persona, number=1, source=source, key=key, title=title, status=status)
        post = insert_post(first, rendered)
        topic.first_post = post
        topic.last_number = 1
        topic.save(update_fields=["first_post", "last_number"])
        follow(persona, topic, 1)
        record(PostHeld(post.pk) if status == Status.HELD else PostCreated(post.pk))
    return topic


def create_reply(
    *,
    persona: Persona,
    topic: Topic,
    source: str,
    key: uuid.UUID,
    reply_to: Post | None = None,
) -> Post:
    """Add a reply, followed by its author; the same key and words give the same post. Raises RefusedError.

    It has a number, unless it is held: then it gets one when a moderator lets it in.
    """
    source = tidy_source(source)
    rendered = typed.read_source(persona, source)
    with transaction.atomic():
        topic = locked_topic(topic.pk)
        sent = already_sent(key, persona, source, topic_id=topic.pk, reply_to_id=reply_to and reply_to.pk)
        if sent is not None:
            return sent
        require(rules.may_reply(rules.account_of(persona), topic))
        require(rules.may_reply_to(reply_to, topic))
        status = _status(persona, topic.category)
        number = None if status == Status.HELD else topic.last_number + 1
        reply = Post(topic=topic, persona=persona, number=number, source=source, key=key, status=status)
        reply.reply_to = reply_to
        post = insert_post(reply, rendered)
        keep_among_readers(topic)
        if number is not None:
            take_in(post)
        follow(persona, topic, number)
        record(PostHeld(post.pk) if number is None else PostCreated(post.pk))
    return post


def take_in(post: Post) -> None:
    """Count a reply that has just come to be read by others, with the number that is the last of its topic now."""
    Topic.objects.filter(pk=post.topic_id).update(
        last_number=post.number, reply_count=F("reply_count") + 1, activity_at=post.created_at
    )
    if post.topic.first_post is not None and post.topic.first_post.status == Status.DELETED:
        carry_title(post.topic)


def _status(persona: Persona, category: Category) -> Status:
    """Return whether others may read at once what `persona` writes in `category`."""
    return Status.HELD if rules.is_held(persona, category) else Status.PUBLISHED


def insert_post(post: Post, rendered: Rendered) -> Post:
    """Store a new post with what it names and quotes; the draft it grew from has done its work.

    Raises AlreadySentError where its key was used at the same instant in a place that our locks do not reach.
    """
    post.html = rendered.html
    post.renderer_version = RENDERER_VERSION
    post.language = post.topic.category.language
    post.created_at = clock.now()
    try:
        with transaction.atomic():
            post.save(force_insert=True)
    except IntegrityError:
        raise_if_sent(post.key, post.persona)
        raise
    keep_in_step(post, rendered, post.persona)
    if post.persona.user is not None:
        lock_drafts(post.persona.user)
        Draft.objects.filter(user=post.persona.user, key=post.key).delete()
    return post


def _same_topic(post: Post, title: str, audience: int) -> Topic:
    """Return the topic of a post that was sent before, if it agrees in all else too; raises AlreadySentError.

    It may be for fewer people by now, never for more: whoever corrects that is told that it stands already.
    """
    if post.topic.title != title or post.topic.audience < audience:
        raise AlreadySentError(post)
    return post.topic

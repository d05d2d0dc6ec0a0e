"""Removing one's own post."""

from django.db import transaction
from django.db.models import F, Q

from accounts.models import Persona
from accounts.verdict import require
from forum.categories.visibility import Audience
from forum.topics import rules
from forum.topics.actions.locks import locked_post, locked_topic
from forum.topics.actions.title import carry_title
from forum.topics.events import PostDeleted
from forum.topics.models import Post, Topic
from forum.topics.visibility import Status
from outbox.record import record


def delete_post(*, post: Post, persona: Persona) -> None:
    """Take the words of `post` away from everyone but moderators; a quiet note stays where a reply was.

    With the last words of a topic goes the topic. Raises RefusedError.
    """
    with transaction.atomic():
        topic = locked_topic(post.topic_id)
        post = locked_post(post.pk, topic)
        require(rules.may_delete(rules.account_of(persona), post))
        was_published, was_held = post.status == Status.PUBLISHED, topic.status == Status.HELD
        post.status = Status.DELETED
        post.save(update_fields=["status"])
        if was_published and is_counted(post):
            Topic.objects.filter(pk=topic.pk).update(reply_count=F("reply_count") - 1)
        if post.number is not None:
            beginning = Q(first_post__status=Status.DELETED, reply_count=0)
            gone = Topic.objects.filter(beginning, pk=topic.pk)
            # Nobody is ever told that there was a topic which only its author and moderators could see.
            gone.update(status=Status.DELETED, **({"audience": Audience.MODERATORS} if was_held else {}))
        carry_title(topic, post)
        record(PostDeleted(post.pk))


def is_counted(post: Post) -> bool:
    """Return whether `post` is a reply, which its topic counts while it is published."""
    return post.number is not None and post.number > 1

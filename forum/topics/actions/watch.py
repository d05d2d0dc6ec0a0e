"""How closely a member follows a topic."""

from django.db import transaction
from django.db.models import Case, Exists, Q, Value, When

from accounts.models import Persona, User
from accounts.verdict import require
from forum.categories.models import RISING, Level
from forum.topics import rules
from forum.topics.actions.read import TRACKS_AFTER
from forum.topics.models import Post, Topic, Watch
from outbox import clock


def watch_topic(*, user: User, topic: Topic, level: str, by_hand: bool) -> None:
    """Set the watch level of `user` on `topic`; what was chosen by hand is only changed by hand, and else only rises.

    Raises RefusedError where the member may not see the topic.
    """
    require(rules.may_see_topic(user, topic))
    watch = Watch(user=user, topic=topic, level=level, is_chosen=by_hand, since=clock.now())
    with transaction.atomic():
        if by_hand:
            Watch.objects.bulk_create(
                [watch],
                update_conflicts=True,
                unique_fields=["user", "topic"],
                update_fields=["level", "is_chosen", "since"],
            )
        else:
            Watch.objects.bulk_create([watch], ignore_conflicts=True)
            looser = RISING[: RISING.index(Level(level))]
            others = Watch.objects.filter(user=user, topic=topic, is_chosen=False, level__in=looser)
            others.update(level=level, since=watch.since)


def watch_as_category(*, user: User, topic: Topic) -> None:
    """Forget what `user` chose by hand for `topic`: its category's level holds again, and what comes by itself.

    Raises RefusedError where the member may not see the topic.
    """
    require(rules.may_see_topic(user, topic))
    written = Post.objects.filter(topic=topic, persona__user=user)
    earned = Case(
        When(Exists(written.filter(number=1)), then=Value(Level.WATCHING)),
        When(Exists(written.filter(number__gt=1)) | Q(seconds__gte=TRACKS_AFTER), then=Value(Level.TRACKING)),
        default=Value(Level.NORMAL),
    )
    chosen = Watch.objects.filter(user=user, topic=topic, is_chosen=True)
    chosen.update(level=earned, is_chosen=False, since=clock.now())


def follow(persona: Persona, topic: Topic, number: int | None) -> None:
    """Let whoever starts `topic` watch it, and whoever replies track it.

    They have read their own post, unless others wrote before it what they have not read. One that is held has no number
    yet, and says nothing of how far they read.
    """
    if persona.user is None:
        return
    level = Level.WATCHING if number == 1 else Level.TRACKING
    watch_topic(user=persona.user, topic=topic, level=level, by_hand=False)
    if number is not None:
        has_read = Q(last_read=number - 1) | Q(last_read=0, read_at=None)
        Watch.objects.filter(has_read, user=persona.user, topic=topic).update(last_read=number)


def read_own(post: Post, number: int) -> None:
    """Let whoever wrote `post`, which has only now got its `number`, have read it, if they read all before it.

    Whatever others wrote while it waited stays unread; the number before is the last one that the topic had.
    """
    if post.persona.user_id is not None:
        mine = Watch.objects.filter(user=post.persona.user_id, topic=post.topic_id, last_read=number - 1)
        mine.update(last_read=number)

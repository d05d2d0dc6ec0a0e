"""The words of some posts, and everything else that is shown of them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, QuerySet, Subquery

from accounts.models import Persona, Reader
from accounts.prepared import Prepared, of_row
from forum.topics import rules
from forum.topics.models import Post, Topic
from forum.topics.queries.items import Judge, PostItem, item_of
from forum.topics.visibility import Status

# More answers than a reader would follow from one post.
MOST_ANSWERS = 12
# What is shown of a post, of who wrote it, and of what it answers.
_PERSONA = ("id", "user_id", "name", "colour", "badge")
_WORDS = (
    *("id", "topic_id", "persona_id", "number", "reply_to_id", "updates_id", "kind", "html", "version", "status"),
    *("created_at", "edited_at", "hearts", "hugs", "same_heres", "strengths", "former_likes", "revision"),
)
_ANSWERED = ("id", "topic_id", "persona_id", "number", "updates_id", "status")

_PUBLISHED_ANSWERS = Post.objects.filter(reply_to=OuterRef("pk"), status=Status.PUBLISHED)
# The numbers of the first answers to a post, and how many there are in all.
_ANSWERS = {
    "first_answers": ArraySubquery(_PUBLISHED_ANSWERS.order_by("number").values("number")[:MOST_ANSWERS]),
    "answers_in_all": Subquery(_PUBLISHED_ANSWERS.order_by().values("reply_to").annotate(n=Count("pk")).values("n")),
}


def whole_items(reader: Reader, topic: Topic, light: Sequence[PostItem], *, may_reply: bool) -> Iterable[PostItem]:
    """Yield the items that are `light` with everything that is shown of them."""
    wanted = [post.pk for item in light for post in (item.post, *(update.post for update in item.updates))]
    rows = {row[0]: row for row in _WHOLE.rows(wanted)}
    posts = {pk: _whole(topic, row) for pk, row in rows.items()}
    for post in posts.values():
        if post.updates_id:
            post.updates = posts[post.updates_id]
    judge = Judge(reader, topic)
    for item in light:
        post = posts[item.post.pk]
        answered = _if_readable(reader, post.reply_to)
        numbers, answers_in_all = rows[post.pk][-len(_ANSWERS) :]
        yield item_of(
            judge,
            post,
            may_reply=may_reply and post.number is not None,
            is_answer=answered is not None,
            in_reply_to=answered,
            updates=[item_of(judge, posts[update.post.pk]) for update in item.updates],
            answers=(numbers, answers_in_all or 0),
            own=item.own,
        )


def _whole(topic: Topic, row: tuple[Any, ...]) -> Post:
    """Return a post with all of itself that is shown, with who wrote it, and with what it answers."""
    places = iter(row)
    post, answered = (_with_persona(topic, names, places) for names in (_WORDS, _ANSWERED))
    post.reply_to = answered if answered.pk else None
    return post


def _with_persona(topic: Topic, names: Sequence[str], places: Iterator[Any]) -> Post:
    """Return the post whose fields `names`, and then those of who wrote it, come next."""
    own = list(islice(places, len(names)))
    persona = of_row(Persona, _PERSONA, list(islice(places, len(_PERSONA))))
    return of_row(Post, names, own, topic=topic, persona=persona)


def _if_readable(reader: Reader, post: Post | None) -> Post | None:
    """Return `post` if `reader` may read it."""
    return post if post is not None and rules.may_read_post(reader, post) else None


def _with_words(posts: list[int]) -> QuerySet[Post, tuple[Any, ...]]:
    """Return everything that is shown of some posts, and of what stands around each."""
    of_persona = [f"persona__{name}" for name in _PERSONA]
    of_answered = [f"reply_to__{name}" for name in (*_ANSWERED, *of_persona)]
    whole = Post.objects.filter(pk__one_of=posts).annotate(**_ANSWERS)
    return whole.values_list(*_WORDS, *of_persona, *of_answered, *_ANSWERS)


_WHOLE = Prepared(_with_words)

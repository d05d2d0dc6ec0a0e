"""What the pages of writing need: the place, the draft, what is quoted."""

import json
import re
from typing import Any

from django.db.models import QuerySet

from accounts.models import Reader, User
from accounts.prepared import Prepared, of_row
from forum.categories.models import Category
from forum.categories.visibility import Audience, reach
from forum.topics.models import Draft, Post, Topic
from forum.topics.visibility import Status
from forum.topics.words import quote_of, tidy_source

# As much of a post as a quotation of it is filled with.
MAX_QUOTED = 4_000

_DRAFT = [field.attname for field in Draft._meta.concrete_fields]


def _draft(user: int, place: str) -> QuerySet[Draft, tuple[Any, ...]]:
    return Draft.objects.filter(user=user, place=place).values_list(*_DRAFT)


_DRAFTS = Prepared(_draft)

_INNER_QUOTE = re.compile(r"\[quote(?:=[^\]\n]*)?\](?:(?!\[quote[=\]]).)*?\[/quote\]\n*", re.DOTALL)


def find_post(reader: Reader, post_id: int) -> Post | None:
    """Return the post or update, whose words `reader` may read, with all that the rules look at."""
    posts = Post.objects.visible_to(reader).select_related(
        "persona", "topic__category", "topic__first_post__persona", "updates__persona", "updates__topic"
    )
    return posts.filter(pk=post_id).first()


def find_removed(user: User, post_id: int) -> Post | None:
    """Return the post if it is one that `user` wrote and removed."""
    posts = Post.objects.filter(pk=post_id, persona__user=user, status=Status.DELETED)
    return posts.select_related("topic__category", "updates__topic").first()


def find_reply_to(reader: Reader, topic: Topic, number: int) -> Post | None:
    """Return post `number` of `topic`, whose words `reader` may read."""
    posts = Post.objects.visible_to(reader).filter(topic=topic, number=number)
    return posts.select_related("persona").first()


def draft_at(user: User, place: str) -> Draft | None:
    """Return what `user` was writing at `place`."""
    rows = _DRAFTS.rows(user.pk, place)
    if not rows:
        return None
    draft = of_row(Draft, _DRAFT, rows[0])
    draft.fields = json.loads(rows[0][_DRAFT.index("fields")])
    return draft


def audiences_for(reader: Reader, category: Category) -> list[tuple[int, str]]:
    """Return for whom `reader` may start a topic in `category`, widest first."""
    return [
        (audience.value, str(audience.label)) for audience in Audience if category.audience <= audience <= reach(reader)
    ]


def quotation(post: Post) -> str:
    """Return the text that quotes `post`, as a writer would type it; quotes within it are left out."""
    source = post.source[: MAX_QUOTED * 2]
    inner = None
    while inner != source:
        inner, source = source, _INNER_QUOTE.sub("", source)
    words = tidy_source(source)
    if len(words) > MAX_QUOTED:
        words = words[:MAX_QUOTED].rstrip() + " …"
    return quote_of(words, name=post.persona.name, number=post.number, topic_id=post.topic_id)

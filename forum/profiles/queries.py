"""What a profile shows: the persona, and what of it this reader may read."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Q

from accounts.models import Persona, User
from accounts.names import SHAPE
from forum.topics.models import Post

PAGE = 20
_START = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Page:
    """Posts, newest first, and the key under which older ones begin (empty where there are none)."""

    posts: list[Post]
    older: str


def persona_called(name: str) -> Persona | None:
    """Return who goes by `name`, whatever its case, if anyone does."""
    return Persona.objects.named([name]).first() if SHAPE.fullmatch(name) else None


def posts_page(persona: Persona, reader: User, before: str = "") -> Page:
    """Return up to 20 posts of `persona` that `reader` may read, from below the key `before`; one query."""
    posts = Post.objects.visible_to(reader).filter(persona=persona)
    if place := _read_key(before):
        moment, pk = place
        posts = posts.filter(Q(created_at__lt=moment) | Q(created_at=moment, pk__lt=pk))
    # The topic and the post above are asked for their addresses.
    posts = posts.select_related("topic", "updates", "reply_to__persona").order_by("-created_at", "-pk")
    found = list(posts[: PAGE + 1])
    shown = found[:PAGE]
    return Page(shown, _key(shown[-1]) if len(found) > PAGE else "")


def _key(post: Post) -> str:
    """Return where `post` stands in the order of the page, to the microsecond."""
    return f"{(post.created_at - _START) // timedelta(microseconds=1)}-{post.pk}"


def _read_key(key: str) -> tuple[datetime, int] | None:
    """Return the moment and id in `key`, or None where it is none of ours."""
    moment, _, pk = key.partition("-")
    try:
        return _START + timedelta(microseconds=int(moment)), int(pk)
    except (ValueError, OverflowError):
        return None

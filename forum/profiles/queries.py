"""What a profile shows: the persona, and what of it this reader may read."""

from accounts.models import Persona, User
from accounts.names import SHAPE
from forum.paging import Page, page_of
from forum.topics.models import Post


def persona_called(name: str) -> Persona | None:
    """Return who goes by `name`, whatever its case, if anyone does."""
    return Persona.objects.named([name]).first() if SHAPE.fullmatch(name) else None


def posts_page(persona: Persona, reader: User, before: str = "") -> Page[Post]:
    """Return up to 20 posts of `persona` that `reader` may read, from below the place `before`; one query."""
    posts = Post.objects.visible_to(reader).filter(persona=persona)
    # The topic and the post above are asked for their addresses.
    return page_of(posts.select_related("topic", "updates", "reply_to__persona"), "created_at", before)

"""What a profile shows: the persona, and what of it this reader may read."""

from accounts.models import Persona, User
from accounts.names import SHAPE
from forum.paging import Page, page_of
from forum.topics.models import Post


def persona_called(name: str) -> Persona | None:
    """Return who goes by `name`, whatever its case, if anyone does."""
    found = Persona.objects.named([name]).select_related("origin__claimed_by")
    return found.first() if SHAPE.fullmatch(name) else None


def now_called(persona: Persona) -> str:
    """Return the name of whoever took over `persona`, which came from another forum, if someone did."""
    origin = getattr(persona, "origin", None)
    return origin.claimed_by.name if origin and origin.claimed_by else ""


def posts_page(persona: Persona, reader: User, before: str = "") -> Page[Post]:
    """Return up to 20 posts of `persona` that `reader` may read, from below the place `before`; one query."""
    posts = Post.objects.visible_to(reader).filter(persona=persona)
    # The topic and the post above are asked for their addresses.
    return page_of(posts.select_related("topic", "updates", "reply_to__persona"), "created_at", before)

"""How a post met its readers."""

from collections.abc import Collection

from django import template

from forum.reactions.queries import Felt, felt
from forum.topics.models import Post

register = template.Library()


@register.simple_tag
def feelings(post: Post, given: Collection[str] | None) -> list[Felt]:
    """Return every feeling with how many had it about `post`; `given` are the reader's own."""
    return felt(post, given or ())

"""Rendering again what an older renderer made."""

import re
from dataclasses import dataclass

from django.db import transaction

from forum.markup.render import RENDERER_VERSION, TooMuchError, render
from forum.topics import rules, typed
from forum.topics.actions.links import keep_in_step
from forum.topics.models import Post

_NAMED = re.compile('<a class="mention"[^>]*>@([^<]+)</a>')


@dataclass(frozen=True)
class Batch:
    """What one batch came to; `last_pk` is where the next one starts, None at the end."""

    last_pk: int | None
    rendered: int
    left: tuple[int, ...]


@transaction.atomic
def render_again(*, after_pk: int, size: int) -> Batch:
    """Render up to `size` posts of older renderers with a higher id than `after_pk`; nobody is told.

    A post that is over today's bounds keeps the HTML it has, and is named in `left`.
    """
    older = Post.objects.filter(pk__gt=after_pk).exclude(renderer_version=RENDERER_VERSION)
    posts = list(
        older.select_related("persona__user").select_for_update(of=("self",), no_key=True).order_by("pk")[:size]
    )
    left = tuple(post.pk for post in posts if not _render(post))
    return Batch(posts[-1].pk if posts else None, len(posts) - len(left), left)


def _render(post: Post) -> bool:
    """Render one post; returns False where it is over the bounds."""
    named = {name.lower() for name in _NAMED.findall(post.html)}
    try:
        # Whoever got a name later was not meant by it.
        rendered = render(post.source, people=lambda names: typed.people(names & named))
    except TooMuchError:
        return False
    post.html, post.renderer_version = rendered.html, RENDERER_VERSION
    post.save(update_fields=["html", "renderer_version"])
    # Who was quoted where a post came from was settled there, by what its author could see.
    if not _is_as_it_came(post):
        keep_in_step(post, rendered, post.persona)
    return True


def _is_as_it_came(post: Post) -> bool:
    """Return whether a post came from another forum and was never edited here."""
    return rules.has_come(post.key) and post.version == 1

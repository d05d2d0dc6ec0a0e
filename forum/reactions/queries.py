"""What pages show of reactions and bookmarks."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import BooleanField, ExpressionWrapper

from accounts.models import User
from forum.paging import Page, page_of
from forum.reactions.models import Bookmark, Feeling, Reaction
from forum.topics.models import Post
from forum.topics.visibility import visible_posts


@dataclass(frozen=True)
class Felt:
    """How many felt so about a post, and whether the reader is among them."""

    feeling: Feeling
    count: int
    is_given: bool


def felt(post: Post, given: Collection[str]) -> list[Felt]:
    """Return every feeling with how many had it about `post`; `given` are the reader's own.

    Likes of the forum that the post came from stand among the hearts.
    """
    counts = {feeling: getattr(post, feeling.column) for feeling in Feeling}
    counts[Feeling.HEART] += post.former_likes
    return [Felt(feeling, count, feeling in given) for feeling, count in counts.items()]


def given_by(user: User, post: Post) -> set[str]:
    """Return what `user` felt about `post`."""
    return set(Reaction.objects.filter(post=post, persona__user=user).values_list("feeling", flat=True))


def reactions_page(post: Post, before: str = "") -> Page[Reaction]:
    """Return who reacted to `post`, the newest first, from below the place `before`."""
    return page_of(Reaction.objects.filter(post=post).select_related("persona"), "created_at", before)


def bookmark_at(user: User, post: Post) -> Bookmark | None:
    """Return the bookmark that `user` keeps at `post`."""
    return Bookmark.objects.filter(user=user, post=post).first()


def bookmarks_page(user: User, before: str = "") -> Page[Bookmark]:
    """Return the bookmarks of `user`, the newest first; `is_open` tells of each whether they may read its post."""
    is_open = ExpressionWrapper(visible_posts(user, "post__"), output_field=BooleanField())
    rows = Bookmark.objects.filter(user=user).annotate(is_open=is_open)
    return page_of(rows.select_related("post__topic", "post__persona", "post__updates"), "created_at", before)

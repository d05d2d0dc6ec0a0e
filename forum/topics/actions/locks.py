"""Rows that an action holds while it changes them; always category, topic, post, drafts in this order."""

from accounts.models import Persona, User
from forum.categories.models import Category
from forum.topics.models import Post, Topic

# A lock FOR NO KEY UPDATE lets others still point at the row: a mention, a notification, a registration.


def locked_category(pk: int) -> Category:
    """Return the category as it stands now, held until the transaction ends."""
    return Category.objects.select_for_update(no_key=True).get(pk=pk)


def locked_topic(pk: int) -> Topic:
    """Return the topic as it stands now, with its author, held until the transaction ends."""
    topics = Topic.objects.select_related("category", "first_post__persona__user")
    return topics.select_for_update(of=("self",), no_key=True).get(pk=pk)


def locked_post(pk: int, topic: Topic) -> Post:
    """Return the post as it stands now, under the `topic` that is held already."""
    posts = Post.objects.select_related("persona__user", "updates__persona__user")
    post = posts.select_for_update(of=("self",), no_key=True).get(pk=pk)
    post.topic = topic
    if post.updates is not None:
        post.updates.topic = topic
    return post


def lock_drafts(user: User) -> None:
    """Hold the drafts of `user`, so that one kept late cannot slip in beside the post that it became."""
    Persona.objects.select_for_update(no_key=True).filter(user=user).values("pk").first()

"""Under which post the search finds a topic's title."""

from forum.topics.models import Post, Topic
from forum.topics.visibility import Status


def carry_title(topic: Topic, changed: Post | None = None) -> None:
    """Let the first post of `topic` carry its title; where its author removed that, the first reply that stands.

    The topic is held, and `changed` is a post of it that came or went: whoever sees the topic may read what carries
    its title. Of its posts, two are looked at and no more.
    """
    first, status = Topic.objects.values_list("first_post", "first_post__status").get(pk=topic.pk)
    replies = Post.objects.filter(topic=topic, number__gt=1, status=Status.PUBLISHED).order_by("number")
    # Behind a reply that came back stands the one that carried the title meanwhile.
    standing = list(replies.values_list("pk", flat=True)[:2]) if status == Status.DELETED else []
    carrier, *others = [*standing, first]
    past = [pk for pk in (*others, changed.pk if changed else None) if pk and pk != carrier]
    Post.objects.filter(pk__in=past).exclude(title="").update(title="")
    Post.objects.filter(pk=carrier).exclude(title=topic.title).update(title=topic.title)

"""What the moderators' pages show."""

from django.db.models import Q

from accounts.models import Reader
from forum.paging import Page, page_of
from forum.topics.models import Post, Topic
from forum.topics.visibility import Status
from moderation.models import Act


def log(*, topic: str = "", person: str = "", before: str = "") -> Page[Act]:
    """Return acts behind the cursor `before`, on the topic with the id `topic`, on or by who is called `person`."""
    acts = Act.objects.select_related(
        "actor__persona", "persona", "topic", "post__topic", "post__updates", "reversed_by"
    )
    if topic:
        acts = acts.filter(topic_id=_number(topic))
    if person:
        person = person.replace("\0", "")  # no name holds it, and PostgreSQL takes none
        acts = acts.filter(Q(persona__name__iexact=person) | Q(actor__persona__name__iexact=person))
    return page_of(acts, "acted_at", before)


def waiting(reader: Reader, before: str = "") -> Page[Post]:
    """Return what waits for a moderator, behind the cursor `before`, as `reader` may read it."""
    posts = Post.objects.visible_to(reader).filter(status=Status.HELD)
    return page_of(posts.select_related("topic__category", "persona", "updates"), "created_at", before)


def topic_of(pk: int, reader: Reader) -> Topic | None:
    """Return the topic `pk` with its category and its author, if `reader` may see it."""
    return Topic.objects.visible_to(reader).select_related("category", "first_post__persona").filter(pk=pk).first()


def post_of(pk: int, reader: Reader) -> Post | None:
    """Return the post `pk` with its topic and its author, if `reader` may read it."""
    posts = Post.objects.visible_to(reader).select_related("topic__first_post__persona", "persona", "updates")
    return posts.filter(pk=pk).first()


def _number(text: str) -> int:
    """Return the id that `text` names, or one that nothing has."""
    try:
        return int(text)
    except ValueError:
        return 0

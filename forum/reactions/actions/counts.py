"""The reactions that posts count, checked against their rows and mended."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Count, F, Q

from forum.reactions.models import Feeling, Reaction
from forum.topics.actions import WrongCount
from forum.topics.models import Post


def wrong_reactions() -> list[WrongCount]:
    """Return every stored count of reactions that the rows do not bear out."""
    return [wrong for feeling in Feeling for wrong in _wrong(feeling)]


def mend_reactions() -> list[WrongCount]:
    """Put every wrong count of reactions right, each post under its lock, and return what was wrong."""
    wrong = wrong_reactions()
    for count in wrong:
        with transaction.atomic():
            post = Post.objects.select_for_update(of=("self",), no_key=True).get(pk=count.pk)
            feeling = next(feeling for feeling in Feeling if feeling.column == count.field)
            right = post.reactions.filter(feeling=feeling).count()
            Post.objects.filter(pk=post.pk).update(**{count.field: right})
    return wrong


def _wrong(feeling: Feeling) -> Iterator[WrongCount]:
    column = feeling.column
    # Nearly all posts have none: only those are counted that have some by either reckoning.
    some = Q(**{f"{column}__gt": 0}) | Q(pk__in=Reaction.objects.filter(feeling=feeling).values("post"))
    counted = Post.objects.filter(some).annotate(right=Count("reactions", filter=Q(reactions__feeling=feeling)))
    rows = counted.exclude(**{column: F("right")}).order_by("pk").values_list("pk", column, "right")
    for pk, stored, right in rows:
        yield WrongCount("post", pk, column, stored, right)

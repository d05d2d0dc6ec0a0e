"""Who could be meant by the first letters of a name."""

from django.db.models import IntegerField, Value
from django.db.models.functions import Lower

from accounts.models import Persona, User
from forum.topics.models import Post, Topic

MOST = 10


def people_called(user: User, letters: str, topic: Topic | None) -> list[str]:
    """Return up to 10 names that begin with `letters`, first of those who wrote in `topic`; one query.

    Without a letter, only who wrote in the topic is near enough to be meant. So is, among those who came along from
    another forum and have no account here, only who wrote in it.
    """
    others = (
        Persona.objects.beginning_with(letters).exclude(name="").exclude(pk=user.persona.pk).order_by(Lower("name"))
    )
    writers = Post.objects.visible_to(user).filter(topic=topic).values("persona")
    # Each half is bounded by itself: the names of a whole forum are never sorted to find ten.
    halves = [
        half.annotate(distance=Value(distance, IntegerField())).values_list("distance", "name")[:MOST]
        for distance, half in enumerate((others.filter(pk__in=writers), others.exclude(user=None)))
    ]
    found = halves[0].union(halves[1], all=True) if letters else halves[0]
    nearest_first = sorted(found, key=lambda row: (row[0], row[1].lower()))
    return list(dict.fromkeys(name for _, name in nearest_first))[:MOST]

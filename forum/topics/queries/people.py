"""Who could be meant by the first letters of a name."""

from django.db.models.functions import Lower

from accounts.models import Persona, User
from forum.topics.models import Post, Topic

MOST = 10


def people_called(user: User, letters: str, topic: Topic | None) -> list[str]:
    """Return up to 10 names that begin with `letters`: first of those who wrote in `topic`, at most two queries.

    Without a letter, only who wrote in the topic is near enough to be meant.
    """
    others = Persona.objects.beginning_with(letters).exclude(pk=user.persona.pk).order_by(Lower("name"))
    found: list[str] = []
    if topic is not None:
        writers = Post.objects.visible_to(user).filter(topic=topic).values("persona")
        found += others.filter(pk__in=writers).values_list("name", flat=True)[:MOST]
    if letters and len(found) < MOST:
        found += others.exclude(name__in=found).values_list("name", flat=True)[: MOST - len(found)]
    return found

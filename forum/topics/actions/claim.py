"""Giving what came from another forum to the member who wrote it there."""

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.actions import claimable_by, give_origin
from accounts.models import Origin, Persona, User
from accounts.rules import NOT_YOURS_TO_CLAIM
from accounts.verdict import YES, require
from forum.topics.models import Mention, Post, Topic, Version


def claim(*, user: User, origin: Origin) -> int:
    """Let all that was written under a name of another forum be what `user` wrote; return how many posts that were.

    Done again it changes nothing. Raises RefusedError where they have not confirmed the address of that name, or
    someone else was quicker.
    """
    with transaction.atomic():
        origin = Origin.objects.select_for_update(no_key=True).get(pk=origin.pk)
        if origin.claimed_by_id != user.persona.pk:
            is_theirs = any(one.pk == origin.pk for one in claimable_by(user))
            require(YES if is_theirs else NOT_YOURS_TO_CLAIM)
            give_origin(origin, user.persona)
        return _hand_over(origin.persona_id, user.persona)


def settle_claims() -> int:
    """Hand over what came under a name, or named it, while it was being claimed; return how many posts that were."""
    wrote, named = (Exists(kind.objects.filter(persona=OuterRef("persona"))) for kind in (Post, Mention))
    late = Origin.objects.exclude(claimed_by=None).filter(wrote | named).select_related("claimed_by")
    with transaction.atomic():
        return sum(_hand_over(origin.persona_id, origin.claimed_by) for origin in late if origin.claimed_by)


def _hand_over(former: int, persona: Persona) -> int:
    """Give `persona` the posts, versions and mentions of the persona `former`."""
    # Topics first, as everyone who changes a post holds them.
    topics = Topic.objects.filter(pk__in=Post.objects.filter(persona=former).values("topic")).order_by("pk")
    list(topics.select_for_update(no_key=True).values_list("pk", flat=True))
    Version.objects.filter(persona=former).update(persona=persona)
    Mention.objects.filter(persona=former, post__mentions__persona=persona).delete()
    Mention.objects.filter(persona=former).update(persona=persona)
    return Post.objects.filter(persona=former).update(persona=persona)

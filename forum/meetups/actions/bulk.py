"""Writing meetups as they were announced before: nobody is told."""

from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction

from accounts.models import Persona
from forum.meetups.models import Meetup, Registration
from forum.meetups.rules import Plan
from forum.topics.models import Topic


@transaction.atomic
def write_past_meetup(*, topic: Topic, plan: Plan, guests: Sequence[Persona] = ()) -> Meetup:
    """Give a past thread its meetup, which may be over by now, and `guests` their seats; nobody is reminded."""
    meetup = Meetup.objects.create(topic=topic, seats_taken=len(guests), **asdict(plan))
    Registration.objects.bulk_create(
        Registration(meetup=meetup, persona=guest, registered_at=topic.created_at) for guest in guests
    )
    return meetup

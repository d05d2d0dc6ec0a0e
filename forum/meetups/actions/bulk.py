"""Writing meetups as they were announced before: nobody is told."""

from dataclasses import asdict

from forum.meetups.models import Meetup
from forum.meetups.rules import Plan
from forum.topics.models import Topic


def write_past_meetup(*, topic: Topic, plan: Plan) -> Meetup:
    """Give a past thread its meetup, which may be over by now."""
    return Meetup.objects.create(topic=topic, **asdict(plan))

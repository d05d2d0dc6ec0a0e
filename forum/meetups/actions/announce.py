"""Announcing a meetup."""

from dataclasses import asdict
from uuid import UUID

from django.db import transaction

from accounts.models import Persona
from accounts.verdict import require
from forum.categories.models import Category
from forum.meetups import rules
from forum.meetups.events import MeetupAnnounced
from forum.meetups.models import Meetup
from forum.meetups.rules import Plan
from forum.topics.actions import AlreadySentError, create_topic
from forum.topics.models import Topic
from forum.topics.rules import account_of
from outbox.record import record


def announce_meetup(
    *,
    persona: Persona,
    category: Category,
    title: str,
    source: str,
    key: UUID,
    plan: Plan,
) -> Meetup:
    """Post a topic that carries a meetup; the same words and plan under the same key are the same meetup.

    Raises RefusedError.
    """
    with transaction.atomic():
        require(rules.may_announce(account_of(persona)))
        topic = create_topic(persona=persona, category=category, title=title, source=source, key=key)
        meetup = Meetup.objects.filter(topic=topic).first()
        if meetup is None:
            return _store(topic, plan)
        if rules.plan_of(meetup) != plan and topic.first_post is not None:
            raise AlreadySentError(topic.first_post)
        return meetup


def _store(topic: Topic, plan: Plan) -> Meetup:
    meetup = Meetup(topic=topic, **asdict(plan))
    require(rules.has_not_started(meetup))
    meetup.save()
    record(MeetupAnnounced(meetup.pk))
    return meetup

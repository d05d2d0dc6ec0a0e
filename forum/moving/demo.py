"""Fills an empty forum with the demo's people, threads and meetups, once."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from accounts.actions import create_member
from accounts.models import Persona, Role, User
from forum.categories.models import Category, Level
from forum.categories.visibility import Audience
from forum.meetups.actions import register, write_past_meetup
from forum.meetups.rules import Plan
from forum.topics.actions import PastPost, watch_topic, write_past_topic
from forum.topics.models import Topic
from outbox import clock

CONTENT = Path(__file__).with_name("demo.toml")


@transaction.atomic
def load_demo(password: str) -> bool:
    """Write the demo, its logins under `password`; returns False where anyone is here already."""
    if User.objects.exists() or Category.objects.exists():
        return False
    content = tomllib.loads(CONTENT.read_text(encoding="utf-8"))
    now = clock.now()
    people = {row["name"]: _person(row, password, now) for row in content["people"]}
    categories = {row["slug"]: _category(row, position) for position, row in enumerate(content["categories"])}
    for row in content["topics"]:
        topic = _topic(row, categories, people, row["posts"], now)
        for name in row.get("follows", ()):
            _follow(people[name], topic)
    for row in content["meetups"]:
        _meetup(row, categories, people, now)
    return True


def _person(row: Mapping[str, Any], password: str, now: datetime) -> Persona:
    """Make one voice; only those with a role can log in."""
    joined_at = now - timedelta(days=row["joined_days_ago"])
    if row["name"] not in settings.DEMO_LOGINS:
        return Persona.objects.create(name=row["name"], colour=len(row["name"]) % Persona.COLOURS, created_at=joined_at)
    user = create_member(
        username=row["name"],
        email=f"{row['name']}@example.org",
        password=password,
        role=Role(row["role"]),
    )
    User.objects.filter(pk=user.pk).update(created_at=joined_at)
    Persona.objects.filter(user=user).update(created_at=joined_at, about=row["about"])
    return Persona.objects.select_related("user").get(user=user)


def _category(row: Mapping[str, Any], position: int) -> Category:
    """Open one category."""
    return Category.objects.create(
        slug=row["slug"],
        name=row["name"],
        description=row["description"],
        audience=Audience[row["audience"]],
        position=position,
    )


def _topic(
    row: Mapping[str, Any],
    categories: Mapping[str, Category],
    people: Mapping[str, Persona],
    posts: Sequence[Mapping[str, Any]],
    now: datetime,
) -> Topic:
    """Write one thread as if it had been written when it says."""
    return write_past_topic(
        category=categories[row["category"]],
        title=row["title"],
        posts=[
            PastPost(
                persona=people[post["who"]],
                source=post["text"].strip(),
                written_at=now - timedelta(hours=post["hours_ago"]),
                reply_to=post.get("reply_to"),
                updates=post.get("updates"),
                quotes=(post["quotes"]["post"], post["quotes"]["words"]) if "quotes" in post else None,
            )
            for post in posts
        ],
    )


def _meetup(
    row: Mapping[str, Any], categories: Mapping[str, Category], people: Mapping[str, Persona], now: datetime
) -> None:
    """Announce one meetup as if it had been announced when it says, and give its guests their seats."""
    topic = _topic(row, categories, people, [row], now)
    plan = Plan(
        starts_at=_start(row, now),
        time_zone=row["timezone"],
        duration_minutes=row["duration_minutes"],
        join_url=row["join_url"],
        capacity=row.get("capacity"),
        theme=row["theme"],
    )
    meetup = write_past_meetup(topic=topic, plan=plan)
    for name in row["registered"]:
        register(meetup=meetup, persona=people[name])


def _start(row: Mapping[str, Any], now: datetime) -> datetime:
    """Return the next time the organizer's clock shows the hour, at least two hours ahead, and some days on."""
    zone = ZoneInfo(row["timezone"])
    today: date = (now + timedelta(hours=2)).astimezone(zone).date()
    at = datetime.combine(today, time.fromisoformat(row["starts"]["at"]), zone)
    if at < now + timedelta(hours=2):
        at = datetime.combine(today + timedelta(days=1), at.timetz())
    return at + timedelta(days=row["starts"]["in_days"])


def _follow(persona: Persona, topic: Topic) -> None:
    """Let a member follow a thread, where an account stands behind the voice."""
    if persona.user:
        watch_topic(user=persona.user, topic=topic, level=Level.WATCHING, by_hand=False)

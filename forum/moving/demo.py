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
from forum.notifications.actions import tell_of_past_post
from forum.notifications.audience import audience_for
from forum.reactions.actions import react
from forum.reactions.models import Feeling
from forum.topics.actions import PastPost, watch_topic, write_past_topic
from forum.topics.models import Topic
from outbox import clock

CONTENT = Path(__file__).with_name("demo.toml")
ZONE = ZoneInfo("Europe/Berlin")


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
        posts = _dated(row, now)
        topic = _topic(row, categories, people, posts)
        for name in row.get("follows", ()):
            _follow(people[name], topic)
        _tell(topic, posts)
        _react(topic, posts, people)
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
    User.objects.filter(pk=user.pk).update(created_at=joined_at, time_zone=row["time_zone"])
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
) -> Topic:
    """Write one thread as if it had been written when it says."""
    return write_past_topic(
        category=categories[row["category"]],
        title=row["title"],
        posts=[
            PastPost(
                persona=people[post["who"]],
                source=post["text"].strip(),
                written_at=post["written_at"],
                reply_to=post.get("reply_to"),
                updates=post.get("updates"),
                quotes=(post["quotes"]["post"], post["quotes"]["words"]) if "quotes" in post else None,
            )
            for post in posts
        ],
    )


def _dated(row: Mapping[str, Any], now: datetime) -> list[dict[str, Any]]:
    """Return the posts of a thread with the time at which each was written."""
    began = _last(row["began"], now) if "began" in row else now
    return [
        post | {"written_at": began + timedelta(hours=post.get("hours_after", -post.get("hours_ago", 0)))}
        for post in row["posts"]
    ]


def _last(began: Mapping[str, Any], now: datetime) -> datetime:
    """Return when clocks last showed an hour, at least so many hours ago."""
    latest = (now - timedelta(hours=began["hours_ago"])).astimezone(ZONE)
    at = datetime.combine(latest.date(), time.fromisoformat(began["at"]), ZONE)
    return at if at <= latest else at - timedelta(days=1)


def _tell(topic: Topic, posts: Sequence[Mapping[str, Any]]) -> None:
    """Give those whom the demo names a notification of each post."""
    for row, post in zip(posts, topic.posts.select_related("topic", "persona").order_by("pk"), strict=True):
        logins = set(User.objects.filter(username__in=row.get("tells", ())).values_list("pk", flat=True))
        told = [one for one in audience_for(post) if one.user_id in logins] if logins else []
        tell_of_past_post(post=post, told=told, is_read=not row.get("is_new"))


def _react(topic: Topic, posts: Sequence[Mapping[str, Any]], people: Mapping[str, Persona]) -> None:
    """Let those whom the demo names feel what it says about each post."""
    for row, post in zip(posts, topic.posts.order_by("pk"), strict=True):
        for name, feeling in row.get("felt", {}).items():
            react(persona=people[name], post=post, feeling=Feeling(feeling))


def _meetup(
    row: Mapping[str, Any], categories: Mapping[str, Category], people: Mapping[str, Persona], now: datetime
) -> None:
    """Announce one meetup as if it had been announced when it says, and give its guests their seats."""
    topic = _topic(row, categories, people, _dated({"posts": [row]}, now))
    plan = Plan(
        starts_at=_start(row, now),
        time_zone=row["timezone"],
        duration_minutes=row["duration_minutes"],
        join_url=row["join_url"],
        capacity=row.get("capacity"),
        theme=row["theme"],
    )
    guests = [people[name] for name in row["registered"]]
    # Whoever can log in is reminded of what is to come.
    reminded = [guest for guest in guests if guest.user_id and plan.starts_at > now]
    meetup = write_past_meetup(topic=topic, plan=plan, guests=[guest for guest in guests if guest not in reminded])
    for guest in reminded:
        register(meetup=meetup, persona=guest)


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

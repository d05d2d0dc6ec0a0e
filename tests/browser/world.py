"""The small world of the who-may table, lived in: what its pages show at their fullest."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.actions import describe_self
from accounts.models import User
from forum.meetups.actions import register
from forum.reactions.actions import keep_bookmark, react
from forum.reactions.models import Feeling
from forum.topics.actions import add_update, create_reply, create_topic, delete_post, edit_post, save_draft
from moderation.actions import close_topic, hide_post, pin_topic
from moderation.rules import Grounds
from outbox import clock
from tests.browser.conftest import WIDE
from tests.security import who_may
from tests.security.world import World

GROUNDS = Grounds(why="It named someone who is not here.", rule="Names")
# Who looks at a page: whoever sees most of it, and whoever sees least.
LOOKERS = ("visitor", "author", "moderator")
# Files, what the machines of an operator ask, and what scripts do.
NOT_PAGES = {
    "healthz",
    "readyz",
    "meetups:ics",
    "notifications:live",
    "pages:manifest",
    "pages:robots",
    "pages:worker",
    "topics:people",
    "topics:feed",
    "topics:category-feed",
    "topics:topic-feed",
    "topics:sitemaps",
    "topics:sitemap",
}

# What goes wrong, by the pages that say so; all but one are what the help page says once it fails.
FAILING = {status: f"/help/?fails={status}" for status in ("400", "410", "429", "500")} | {"405": "/read/"}


def fail(patch: pytest.MonkeyPatch) -> None:
    """Let the help page go wrong as it is asked to."""

    def answer(request: HttpRequest, *_: object) -> HttpResponse:
        status = request.GET["fails"]
        if status == "400":
            raise SuspiciousOperation
        if status == "500":
            raise DatabaseError
        return render(request, f"{status}.html", status=int(status))

    patch.setattr("forum.pages.views.help.render", answer)


def pages() -> dict[str, tuple[str, ...]]:
    """Return the name of every page of ours with those who look at it: whoever of the three may, else who else may."""
    found = {}
    for name, method, answers in who_may.rows():
        if method != "GET" or "@" in name or name.startswith("admin:") or name in NOT_PAGES:
            continue
        allowed = [role for role, answer in answers.items() if answer == "200"]
        lookers = tuple(role for role in LOOKERS if role in allowed) or tuple(allowed[:1])
        if lookers:
            found[name] = lookers
    return found


def address(world: World, name: str) -> str:
    """Return where the page of this name stands."""
    return reverse(name, args=world.address(name))


def person(world: World, role: str) -> User | None:
    """Return who has this role; nobody for visitors."""
    found = world.people[role]
    return found if isinstance(found, User) else None


def live_in(world: World, workers: Callable[[], None]) -> World:
    """Fill the world with all that a page can hold."""
    author, member, moderator = (person(world, role) for role in ("author", "member", "moderator"))
    assert author
    assert member
    assert moderator
    topic = world.topics["everyone"]
    first = topic.first_post
    assert first
    describe_self(author.persona, "I like rain.\n\n" + "Donaudampfschiff" * 12)
    edit_post(post=first, persona=author.persona, source="How do you sleep? I lie awake.")
    add_update(post=first, persona=author.persona, source="Better since **Tuesday**.", key=uuid.uuid4())
    replies = [
        create_reply(persona=who.persona, topic=topic, source=words, key=uuid.uuid4(), reply_to=first)
        for who, words in ((member, WIDE), (author, "With @mira, and tea. :pray:t4:"), (author, "No."), (member, "Ah."))
    ]
    keep_bookmark(user=author, post=replies[0], note="For Sunday.\n" + "Donaudampfschiff" * 12, remind_at=None)
    keep_bookmark(user=author, post=replies[3], note="", remind_at=clock.now() + timedelta(days=3))
    for feeling in Feeling:
        react(persona=member.persona, post=first, feeling=feeling)
        react(persona=author.persona, post=replies[0], feeling=feeling)
    delete_post(post=replies[2], persona=author.persona)
    hide_post(post=replies[3], actor=moderator, grounds=GROUNDS)
    shut = create_topic(
        persona=member.persona, category=topic.category, title="Sleepless " * 14, source="> rain", key=uuid.uuid4()
    )
    for act in (pin_topic, close_topic):
        act(topic=shut, actor=moderator, grounds=GROUNDS)
    register(persona=author.persona, meetup=world.meetup)
    place = f"reply:{topic.pk}"
    save_draft(user=author, place=place, key=uuid.uuid4(), title="", body="I am still writ", fields={})
    workers()
    return world

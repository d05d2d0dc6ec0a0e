"""The cast of the faults, written into a server's own database by our actions: ada asks, three others follow."""

import uuid

from accounts.actions import create_member
from forum.categories.models import Category, Level
from forum.categories.visibility import Audience
from forum.topics.actions import create_topic, watch_topic
from forum.topics.models import Topic

PASSWORD = "a quiet evening by the river"
FOLLOWERS = ("bob", "cleo", "dora")


def make() -> Topic:
    """Write them, and return the topic that they follow."""
    room = Category.objects.create(name="Right now", slug="right-now", audience=Audience.EVERYONE)
    people = {name: create_member(name, f"{name}@example.org", PASSWORD) for name in ("ada", *FOLLOWERS)}
    topic = create_topic(
        persona=people["ada"].persona,
        category=room,
        title="The quiet week",
        source="It has been quiet here since Sunday.",
        key=uuid.uuid4(),
    )
    for name in FOLLOWERS:
        watch_topic(user=people[name], topic=topic, level=Level.WATCHING, by_hand=True)
    return topic

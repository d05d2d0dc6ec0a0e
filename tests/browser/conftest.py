"""A room, a topic and a meetup to look at."""

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest

from accounts.models import User
from forum.categories.models import Category
from forum.categories.visibility import Audience
from forum.meetups.actions import announce_meetup
from forum.meetups.models import Meetup
from forum.meetups.rules import Plan
from forum.topics.actions import create_reply, create_topic
from forum.topics.models import Topic
from outbox import clock
from tests.config.running import Run, running

# What is wider than any phone: a word, an address, code, a table of it, a quote in a list.
WIDE = f"""\
{"Donaudampfschiff" * 12}

https://example.org/{"a-long-way/" * 15}

    {"code " * 60}

```
{"x" * 300}
```

- a
  - list
    - in a list
      - in a list

> > > {"quoted words " * 30}
"""


@pytest.fixture
def room(db: None) -> Category:
    """Return a room for everyone."""
    return Category.objects.create(
        name="Right now", slug="right-now", description="What to do tonight.", audience=Audience.EVERYONE
    )


@pytest.fixture
def topic(room: Category, ada: User, bob: User) -> Topic:
    """Return a topic by ada that bob answered at length."""
    topic = create_topic(
        persona=ada.persona, category=room, title="Sleepless " * 14, source="How do you sleep?", key=uuid.uuid4()
    )
    create_reply(persona=bob.persona, topic=topic, source=WIDE, key=uuid.uuid4())
    return topic


@pytest.fixture
def meetup(room: Category, organizer: User) -> Meetup:
    """Return a meetup in five hours."""
    plan = Plan(clock.now() + timedelta(hours=5), "Europe/Berlin", 60, "https://meet.example.org/room", 12, "Sleep")
    return announce_meetup(
        persona=organizer.persona, category=room, title="Evening round", source="Tea.", key=uuid.uuid4(), plan=plan
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """Run the forum as it is served: files in one piece, compressed."""
    with running(tmp_path_factory.mktemp("served") / "var") as run:
        yield run

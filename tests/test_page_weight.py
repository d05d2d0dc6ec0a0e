"""What a browser loads of a topic's page the first time: figures that every later change is held to."""

import gzip
import random
import re
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from accounts.models import User
from config.static import joined_scripts, joined_styles
from forum.categories.models import Category
from forum.categories.visibility import Audience
from forum.topics.actions import create_reply, create_topic
from forum.topics.models import Topic

ROOT = Path(settings.BASE_DIR)
LEVEL = 5  # the proxy's own
HEAD = 900  # bytes of an answer's head, the security headers among them
FETCHED = re.compile(r'<(?!link rel="(?:apple-touch-icon|alternate)"|a\b)[^>]* (?:href|src)="(/[^"#]+)')


@pytest.fixture
def topic(ada: User) -> Topic:
    """Return a topic of twenty posts of 120 words each."""
    room = Category.objects.create(name="Right now", slug="right-now", audience=Audience.EVERYONE)
    words, dice = (ROOT / "docs" / "architecture.md").read_text().split(), random.Random(1)  # noqa: S311 - the same each time
    words = [word for word in words if word.isalpha()]
    sources = (" ".join(dice.choices(words, k=120)) for _ in range(20))
    topic = create_topic(persona=ada.persona, category=room, title="Tea", source=next(sources), key=uuid.uuid4())
    for source in sources:
        create_reply(persona=ada.persona, topic=topic, source=source, key=uuid.uuid4())
    return topic


def weight(client: Client, address: str) -> int:
    """Return how many bytes go over the wire for what lies at `address`, as it is served in production."""
    name = address.removeprefix(settings.STATIC_URL)
    joined = {"css/all.css": joined_styles(on_disk), "js/main.js": joined_scripts(on_disk)["js/main.js"]}
    if name in joined:
        content = joined[name].encode()
    elif name != address:
        content = (ROOT / "static" / name).read_bytes()
    else:
        answer = client.get(address)
        assert answer.status_code in {200, 204}
        content = answer.content
    return HEAD + min(len(content), len(gzip.compress(content, LEVEL)))


def on_disk(name: str) -> str:
    return (ROOT / "static" / name).read_text()


@pytest.mark.parametrize("is_member", [False, True])
def test_first_look_at_a_topic_costs_little(
    topic: Topic,
    bob: User,
    client_of: Callable[[User | AnonymousUser], Client],
    is_member: bool,  # noqa: FBT001 - a parameter
) -> None:
    client = client_of(bob if is_member else AnonymousUser())
    address = f"{topic.get_absolute_url()}1/"
    page = client.get(address).content.decode()
    fetched = [address, *sorted(set(FETCHED.findall(re.sub(r"(?s)<noscript>.*?</noscript>", "", page))))]
    assert page.count("<article") == 20
    assert len(fetched) <= 8, fetched
    weights = {one: weight(client, one) for one in fetched}
    assert sum(weights.values()) <= 60 * 1024, weights

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
from forum.categories.models import Category
from forum.categories.visibility import Audience
from forum.moving.sentences import Sentences, pseudonym
from forum.reactions.actions import react
from forum.reactions.models import Feeling
from forum.topics.actions import add_update, create_reply, create_topic
from forum.topics.models import Topic
from tests.fixtures_people import make_person
from tests.static_files import STATIC, served

ROOT = Path(settings.BASE_DIR)
LEVEL = 5  # the proxy's own, for pages
BEST = 9  # of what is compressed once, when it is collected
HEAD = 900  # bytes of an answer's head, the security headers among them
FETCHED = re.compile(r'<(?!link rel="(?:apple-touch-icon|alternate)"|a\b)[^>]* (?:href|src)="(/[^"#]+)')
KILOBYTE = 1024


@pytest.fixture
def topic(ada: User) -> Topic:
    """Return a topic as full as people make one: everyone answers someone, and every post met its readers.

    Its bodies are made as those of a sample are; each has 60 words more by chance, since what a grammar wrote
    compresses better than what people write.
    """
    room = Category.objects.create(name="Right now", slug="right-now", audience=Audience.EVERYONE)
    sentences, dice = Sentences(1), random.Random(1)  # noqa: S311 - the same each time
    words = [word for word in (ROOT / "docs" / "architecture.md").read_text().split() if word.isalpha()]
    people = [make_person(pseudonym(place)).persona for place in range(20)]

    def body() -> str:
        block = dice.choice((sentences.paragraph, sentences.listing, sentences.saying))
        return "\n\n".join((sentences.paragraph(), " ".join(dice.choices(words, k=60)), block()))

    topic = create_topic(persona=people[0], category=room, title=sentences.title(), source=body(), key=uuid.uuid4())
    posts = [topic.posts.get()]
    for place, persona in enumerate(people[1:], 1):
        source = f"@{people[place - 1].name} {body()}"
        key = uuid.uuid4()
        posts.append(create_reply(persona=persona, topic=topic, source=source, reply_to=dice.choice(posts), key=key))
    for post in posts:
        for feeling, giver in zip(dice.sample(Feeling.values, 2), dice.sample(people, 2), strict=True):
            if giver != post.persona:
                react(persona=giver, post=post, feeling=Feeling(feeling))
    add_update(persona=people[5], post=posts[5], source=body(), key=uuid.uuid4())
    topic.refresh_from_db()
    return topic


@pytest.fixture(params=["visitor", "member"])
def weights(
    topic: Topic, bob: User, request: pytest.FixtureRequest, client_of: Callable[[User | AnonymousUser], Client]
) -> dict[str, int]:
    """Return the bytes of all that is fetched for a topic's first page."""
    client = client_of(bob if request.param == "member" else AnonymousUser())
    address = f"{topic.get_absolute_url()}1/"
    page = client.get(address).content.decode()
    assert page.count("<article") == 20
    fetched = [address, *sorted(set(FETCHED.findall(re.sub(r"(?s)<noscript>.*?</noscript>", "", page))))]
    return {one: weight(client, one) for one in fetched}


def weight(client: Client, address: str) -> int:
    """Return how many bytes go over the wire for what lies at `address`, as it is served in production."""
    name = address.removeprefix(settings.STATIC_URL)
    joined = served()
    if name != address:
        content = joined[name].encode() if name in joined else (STATIC / name).read_bytes()
        return HEAD + min(len(content), len(gzip.compress(content, BEST)))
    answer = client.get(address)
    assert answer.status_code in {200, 204}
    return HEAD + min(len(answer.content), len(gzip.compress(answer.content, LEVEL)))


def test_first_look_at_a_topic_weighs_at_most_60_kilobytes(weights: dict[str, int]) -> None:
    assert sum(weights.values()) <= 60 * KILOBYTE, weights


def test_first_look_at_a_topic_asks_at_most_eight_times(weights: dict[str, int]) -> None:
    assert len(weights) <= 8, weights


def test_scripts_of_a_first_look_at_a_topic_weigh_at_most_15_kilobytes(weights: dict[str, int]) -> None:
    assert sum(size for name, size in weights.items() if name.endswith(".js")) <= 15 * KILOBYTE, weights

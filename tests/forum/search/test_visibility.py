"""Who finds what: every role crossed with every audience and state; and no count tells more."""

import itertools
from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from accounts.models import User
from forum.categories.models import Category
from forum.categories.visibility import Audience
from forum.search.queries import find
from forum.search.words import parse
from forum.topics.models import Post, Topic
from forum.topics.visibility import Status

Reader = User | AnonymousUser
ROLES = ("outsider", "ada", "bob", "newcomer", "organizer", "moderator", "administrator")


@pytest.fixture
def everything(room: Category, ada: User, bob: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Store a topic in each state, and in each a post and an update in each state, all about a lantern."""
    monkeypatch.setattr("forum.search.queries.weighing.MOST", 1_000)
    for audience, status in itertools.product(Audience, Status):
        category = Category.objects.create(
            name="x", slug=f"{audience.name}-{status}".lower(), audience=audience, position=9
        )
        topic = Topic.objects.create(category=category, title="Lantern", audience=audience, status=status)
        first = write(topic, ada, status=status, number=1, title="Lantern")
        Topic.objects.filter(pk=topic.pk).update(first_post=first)
        numbers = itertools.count(2)
        for author, state in itertools.product((ada, bob), Status):
            parent = write(topic, author, status=state, number=next(numbers))
            for update_state in Status:
                write(topic, author, status=update_state, updates=parent)


def write(topic: Topic, user: User, **fields: object) -> Post:
    words = {"source": "lantern", "html": "<p>lantern</p>", "renderer_version": 1}
    return Post.objects.create(topic=topic, persona=user.persona, **words, **fields)


@pytest.fixture(params=ROLES)
def reader(request: pytest.FixtureRequest, everything: None) -> Reader:
    person: Reader = request.getfixturevalue(request.param)
    return person


def all_found(reader: Reader, text: str) -> set[int]:
    """Return the ids on all pages."""
    found: set[int] = set()
    after = ""
    while True:
        page = find(reader, parse(text), after)
        found |= {hit.post.pk for hit in page.hits}
        after = page.older
        if not after:
            return found


def test_everyone_finds_what_they_may_read_and_nothing_else(reader: Reader) -> None:
    readable = set(Post.objects.visible_to(reader).values_list("pk", flat=True))
    for text in ("lantern", "lantern @ada @bob", "@ada @bob", "before:2999"):
        assert all_found(reader, text) == readable
        assert find(reader, parse(text)).found == len(readable)


def test_page_counts_no_more_than_one_may_read(reader: Reader, client_of: Callable[[Reader], Client]) -> None:
    client = client_of(reader)
    if isinstance(reader, User):
        page = client.post("/search/", {"q": "lantern"}, follow=True).content.decode()
    else:
        page = client.get("/search/", {"q": "lantern"}).content.decode()
    assert f">{Post.objects.visible_to(reader).count()} posts</h2>" in page


def test_visitor_is_told_nothing_of_a_name(client: Client, everything: None, newcomer: User) -> None:
    known, unknown = (
        client.get("/search/", {"q": f"zebra @{name}"}).content for name in ("newcomer-jo", "newcomer-xy")
    )
    assert known.replace(b"newcomer-jo", b"newcomer-xy") == unknown


def test_visitors_find_names_without_a_way_to_a_profile(client: Client, everything: None) -> None:
    page = client.get("/search/", {"q": "lantern"}).content.decode()
    assert "ada" in page
    assert "/@ada/" not in page

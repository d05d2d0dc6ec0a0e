"""What the front page costs the database, with one row of each thing and with twenty."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from forum.categories.models import Category
from forum.meetups.actions import announce_meetup
from forum.meetups.rules import Plan
from forum.topics.actions import create_reply
from forum.topics.models import Topic
from outbox import clock
from tests.fixtures_people import ClientOf


def _announce(organizer: User, room: Category, hours: int) -> None:
    starts_at = clock.now().replace(second=0, microsecond=0) + timedelta(hours=hours)
    plan = Plan(
        starts_at=starts_at, time_zone="Europe/Berlin", duration_minutes=60, join_url="https://rooms.example.org/a"
    )
    announce_meetup(
        persona=organizer.persona, category=room, title="Tonight", source="We talk.", key=uuid.uuid4(), plan=plan
    )


@pytest.mark.parametrize("rows", [1, 20])
@pytest.mark.parametrize(("who", "queries"), [("outsider", 4), ("ada", 8), ("moderator", 8)])
def test_front_page_costs_the_same_however_much_there_is(
    request: pytest.FixtureRequest,
    start: Callable[..., Topic],
    room: Category,
    organizer: User,
    client_of: ClientOf,
    workers: Callable[[], None],
    django_assert_max_num_queries: DjangoAssertNumQueries,
    rows: int,
    who: str,
    queries: int,
) -> None:
    reader = request.getfixturevalue(who)
    for number in range(rows):
        Category.objects.create(name=f"Room {number}", slug=f"room-{number}", audience=0)
        start(organizer)
        _announce(organizer, room, hours=number + 1)
        if isinstance(reader, User):
            create_reply(persona=organizer.persona, topic=start(reader), source="With tea.", key=uuid.uuid4())
    workers()
    client = client_of(reader)
    with django_assert_max_num_queries(queries):
        assert client.get("/").status_code == 200

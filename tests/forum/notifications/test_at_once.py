"""Workers that tell the same people of the same post at the same moment, each over a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from accounts.models import User
from forum.meetups.events import MeetupAnnounced
from forum.meetups.models import Meetup
from forum.notifications import handlers
from forum.notifications.models import Notification
from forum.notifications.visibility import Reason
from forum.topics.events import PostCreated
from forum.topics.models import Post
from outbox.models import Letter
from tests.fixtures_people import make_person
from tests.forum.notifications.conftest import make_topic, mention, watch, write

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*tasks: Callable[[], None]) -> None:
    """Run the tasks in as many threads, let go together, each in one transaction as the outbox does."""
    together = Barrier(len(tasks))

    def work(task: Callable[[], None]) -> None:
        try:
            with transaction.atomic():
                connection.ensure_connection()
                together.wait(10)
                task()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        list(pool.map(work, tasks))


def test_same_event_in_four_workers_tells_each_once() -> None:
    people = [make_person(f"one-{number}") for number in range(6)]
    topic = make_topic(people[0])
    for person in people:
        watch(person, topic)
    event = PostCreated(write(people[1], topic).pk)
    at_once(*[lambda: handlers.on_post_created(event)] * 4)
    assert Notification.objects.count() == 5
    assert Letter.objects.count() == 5


@pytest.mark.parametrize("turn", [1, -1])
def test_mention_wins_over_a_meetup_told_at_the_same_moment(meetup: Meetup, turn: int) -> None:
    post: Post | None = meetup.topic.first_post
    assert post
    mention(make_person("ada"), post)
    User.objects.update(wants_meetups=True)
    tasks = [
        lambda: handlers.on_post_created(PostCreated(post.pk)),
        lambda: handlers.on_meetup_announced(MeetupAnnounced(meetup.pk)),
    ]
    at_once(*tasks[::turn])
    assert Notification.objects.get().reason == Reason.MENTION
    assert Letter.objects.filter(payload__reason=Reason.MENTION).count() == 1

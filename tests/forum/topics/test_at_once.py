"""Writing at the same instant on connections of their own."""

import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from accounts.models import User
from forum.topics.actions import AlreadySentError, create_reply
from forum.topics.models import Post, Topic
from tests.forum.topics.conftest import Heard

KEY = uuid.UUID(int=7)

pytestmark = pytest.mark.django_db(transaction=True)


def test_twenty_replies_at_once_are_numbered_without_gap_or_twin(topic: Topic, ada: User) -> None:
    def send() -> None:
        create_reply(persona=ada.persona, topic=topic, source="Me too.", key=uuid.uuid4())

    at_once([send] * 20)
    topic.refresh_from_db()
    assert list(topic.posts.order_by("number").values_list("number", flat=True)) == list(range(1, 22))
    assert (topic.reply_count, topic.last_number) == (20, 21)


def test_double_click_makes_one_reply_and_one_event(topic: Topic, ada: User, heard: Heard) -> None:
    def send() -> None:
        create_reply(persona=ada.persona, topic=topic, source="Me too.", key=KEY)

    at_once([send] * 5)
    post = topic.posts.get(number__gt=1)
    assert heard() == [("PostCreated", post.pk)]


def test_double_click_makes_one_topic(start: Callable[..., Topic], ada: User) -> None:
    at_once([lambda: start(ada, key=KEY)] * 5)
    assert (Topic.objects.count(), Post.objects.count()) == (1, 1)


@pytest.mark.parametrize("who", ["bob", "newcomer"])
def test_key_used_at_the_same_instant_in_two_topics_is_refused_in_one(
    start: Callable[..., Topic],
    topic: Topic,
    ada: User,
    bob: User,
    newcomer: User,
    reply: Callable[..., Post],
    who: str,
) -> None:
    other, second = start(ada), {"bob": bob, "newcomer": newcomer}[who]
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first = reply(bob, topic, key=KEY)
            waiting = pool.submit(on_its_own_connection, lambda: reply(second, other, key=KEY))
            wait_until_a_connection_waits()
        refusal = waiting.exception()
    assert isinstance(refusal, AlreadySentError)
    assert refusal.post == (first if second == bob else None)


def on_its_own_connection(call: Callable[[], object]) -> None:
    try:
        call()
    finally:
        connection.close()


def wait_until_a_connection_waits() -> None:
    # Not pg_stat_activity, which stays as it was first seen until the transaction ends.
    ours = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    with connection.cursor() as cursor:
        for _ in range(500):
            cursor.execute(ours)
            if cursor.fetchone() == (1,):
                return
            time.sleep(0.01)
    pytest.fail("Nobody waits.")


def at_once(calls: list[Callable[[], object]]) -> None:
    """Run all calls in threads of their own, as so many browsers would; a failure is raised here."""
    failures: list[BaseException] = []

    def run(call: Callable[[], object]) -> None:
        try:
            call()
        except BaseException as error:  # noqa: BLE001 - told to the test below
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []

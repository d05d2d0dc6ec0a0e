"""The broker gone, and up but silent, before, during and after a post: nothing waits for it, nothing is lost."""

from collections.abc import Callable
from threading import Thread

import psycopg
import pytest

from tests.faults.conftest import Site
from tests.faults.servers import wait_until

Break = Callable[[Site], None]


def gone(site: Site) -> None:
    site.redis.kill()


def silent(site: Site) -> None:
    site.redis.fall_silent()


def mend(site: Site) -> None:
    site.redis.speak_again()
    if site.redis.has_died():
        site.redis.start()


@pytest.mark.parametrize("fails", [gone, silent])
def test_broker_that_failed_before_a_post_delays_only_the_telling(site: Site, fails: Break) -> None:
    fails(site)
    answer = site.write(f"Written while the broker was {fails.__name__}.")
    assert (answer.status, answer.seconds < 1) == (200, True), answer.seconds
    assert site.saved(f"Written while the broker was {fails.__name__}.") == 1
    mend(site)
    site.everyone_is_told(f"Written while the broker was {fails.__name__}.")


@pytest.mark.parametrize("fails", [gone, silent])
def test_broker_that_fails_during_a_post_delays_only_the_telling(site: Site, fails: Break) -> None:
    words = f"The broker went {fails.__name__} as this was sent."
    writing = Thread(target=site.write, args=[words])
    with psycopg.connect(site.postgres.url) as connection:
        connection.execute("SELECT 1 FROM forum_topic WHERE id = %s FOR UPDATE", [site.topic_id])
        writing.start()
        wait_until(lambda: is_waiting(site), "the post waits for its topic")
        fails(site)
    writing.join(5)
    assert site.saved(words) == 1
    mend(site)
    site.everyone_is_told(words)


@pytest.mark.parametrize("fails", [gone, silent])
def test_broker_that_fails_after_a_post_loses_no_word_of_it(site: Site, fails: Break) -> None:
    words = f"The broker went {fails.__name__} after this was sent."
    site.worker.fall_silent()
    site.write(words)
    fails(site)
    site.worker.speak_again()
    assert site.told(words).total() == 0
    mend(site)
    site.everyone_is_told(words)


def is_waiting(site: Site) -> bool:
    waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = 'alongside'"
    return bool(site.rows(waiting))

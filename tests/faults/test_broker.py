"""The broker gone, and up but silent, before, during and after a post: nothing waits for it, nothing is lost."""

import time
from collections.abc import Callable
from threading import Thread

import psycopg
import pytest

from tests.faults.conftest import Site
from tests.faults.servers import wait_until
from tests.walker import Answer

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
    ask_a_new_server(site)
    fails(site)
    answer = site.write(f"Written while the broker was {fails.__name__}.")
    assert (answer.status, answer.seconds < 1) == (200, True), answer.seconds
    assert site.saved(f"Written while the broker was {fails.__name__}.") == 1
    mend(site)
    site.everyone_is_told(f"Written while the broker was {fails.__name__}.")


@pytest.mark.parametrize("fails", [gone, silent])
def test_broker_that_fails_during_a_post_delays_only_the_telling(site: Site, fails: Break) -> None:
    words = f"The broker went {fails.__name__} as this was sent."
    answers: list[Answer] = []
    ask_a_new_server(site)
    writing = Thread(target=lambda: answers.append(site.write(words)))
    with psycopg.connect(site.postgres.url) as connection:
        connection.execute("SELECT 1 FROM forum_topic WHERE id = %s FOR UPDATE", [site.topic_id])
        writing.start()
        wait_until(lambda: is_waiting(site), "the post waits for its topic")
        fails(site)
        began = time.monotonic()
    writing.join(5)
    took = time.monotonic() - began
    assert ([answer.status for answer in answers], took < 1) == ([200], True), took
    assert site.saved(words) == 1
    mend(site)
    site.everyone_is_told(words)


@pytest.mark.parametrize("fails", [gone, silent])
def test_broker_that_fails_after_a_post_loses_no_word_of_it(site: Site, fails: Break) -> None:
    words, next_words = (f"The broker went {fails.__name__} {when} this was sent." for when in ("after", "before"))
    ask_a_new_server(site)
    site.worker.fall_silent()
    site.write(words)
    fails(site)
    answer = site.write(next_words)
    assert (answer.status, answer.seconds < 1) == (200, True), answer.seconds
    assert site.told(words).total() == 0
    site.worker.speak_again()
    mend(site)
    site.everyone_is_told(words, next_words)


def ask_a_new_server(site: Site) -> None:
    """Have a web server that has not learnt yet to leave the broker alone, as one that fell silent is for a while."""
    site.web.stop()
    site.web.start()


def is_waiting(site: Site) -> bool:
    waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = 'alongside'"
    return bool(site.rows(waiting))

"""A worker killed half way, and work handed out twice: everyone is told, and told once."""

import psycopg

from tests.faults.conftest import EVERYONE_ONCE, Site
from tests.faults.servers import Worker, wait_until
from tests.faults.test_broker import is_waiting


def test_worker_killed_between_telling_two_in_the_forum(site: Site) -> None:
    with psycopg.connect(site.postgres.url) as connection:
        # Nobody may write dora's row while we hold hers, so the worker dies with the others' half told.
        connection.execute("SELECT 1 FROM accounts_user WHERE username = 'dora' FOR UPDATE")
        site.write("Told to two of three.")
        wait_until(lambda: is_waiting(site), "the worker stands between two people")
        site.worker.kill()
    site.worker.start()
    site.let_time_pass()
    site.everyone_is_told("Told to two of three.")


def test_worker_killed_between_two_letters(site: Site) -> None:
    site.office.answers_before_silence = 1
    site.write("Mailed to one of three.")
    wait_until(lambda: site.office.begun == 2, "the second letter is on its way")
    site.worker.kill()
    assert site.mailed().total() == 1
    # A lease that outlasts the test: the letter under way waits for it, and the third does not.
    site.rows("UPDATE outbox_letter SET due_at = now() + interval '1 hour' WHERE state = 'sending'")
    site.office.answers_before_silence = None
    site.worker.start()
    wait_until(lambda: site.mailed().total() == 2, "the third letter waits for nobody")
    site.let_time_pass()
    site.everyone_is_told("Mailed to one of three.")


def test_worker_killed_after_the_server_took_a_letter_repeats_it_under_the_same_id(site: Site) -> None:
    site.office.delay_of_thanks = 0.8
    site.write("The first letter was taken as the worker died.")
    wait_until(lambda: site.office.letters, "the server has the first letter")
    site.worker.kill()
    site.office.delay_of_thanks = 0
    site.worker.start()
    site.everyone_is_told("The first letter was taken as the worker died.")
    assert len(site.office.letters) <= EVERYONE_ONCE.total() + 1


def test_tasks_run_twice_and_at_once_tell_once(site: Site) -> None:
    second = Worker(site.worker.log_path.parent, site.environment)
    second.start()
    site.write("Told by two workers.")
    site.everyone_is_told("Told by two workers.")
    second.kill()


def test_event_delivered_twice_tells_once(site: Site) -> None:
    site.write("Delivered twice.")
    site.everyone_is_told("Delivered twice.")
    site.rows("UPDATE outbox_delivery SET delivered_at = NULL, due_at = now()")
    wait_until(lambda: not site.open_letters(), "all is delivered again")
    assert site.told("Delivered twice.") == EVERYONE_ONCE
    assert site.mailed() == EVERYONE_ONCE

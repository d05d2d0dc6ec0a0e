"""PostgreSQL restarted under the web server: the next request works, and no words are lost."""

from contextlib import suppress
from threading import Thread

import psycopg

from tests.faults.conftest import Site
from tests.faults.servers import wait_until
from tests.faults.test_broker import is_waiting
from tests.walker import Answer, over_http


def test_requests_work_again_after_a_restart(site: Site) -> None:
    site.postgres.restart()
    answers = [site.ada.open(f"/t/x/{site.topic_id}/") for _ in range(10)]
    assert {answer.status for answer in answers} == {200}
    site.write("Written after the restart.")
    site.everyone_is_told("Written after the restart.")


def test_pages_that_are_kept_are_shown_again_after_a_restart(site: Site) -> None:
    def look() -> set[int]:
        return {over_http(site.web.port).open(f"/t/x/{site.topic_id}/").status for _ in range(10)}

    assert look() == {200}
    site.postgres.restart()
    assert look() == {200}


def test_form_opened_before_a_restart_can_be_sent_after_it(site: Site) -> None:
    page = site.ada.open(f"/t/x/{site.topic_id}/")
    site.postgres.restart()
    answer = site.ada.fill(page, action="reply", body="Typed through the restart.")
    assert "Typed through the restart." in answer.html
    site.everyone_is_told("Typed through the restart.")


def test_words_sent_while_the_database_goes_down_are_not_lost(site: Site) -> None:
    words = "Sent as the database went down."
    page = site.ada.open(f"/t/x/{site.topic_id}/")
    answers: list[Answer] = []
    writing = Thread(target=lambda: answers.append(site.ada.fill(page, action="reply", body=words)))
    with suppress(psycopg.OperationalError), psycopg.connect(site.postgres.url) as connection:
        connection.execute("SELECT 1 FROM forum_topic WHERE id = %s FOR UPDATE", [site.topic_id])
        writing.start()
        wait_until(lambda: is_waiting(site), "the post waits for its topic")
        site.postgres.restart()
    writing.join(20)
    # Whatever the answer was, it holds the words, and its form sent again makes one post.
    assert words in answers[0].html
    site.ada.send(answers[0], answers[0].form("body", action="reply"))
    assert site.saved(words) == 1
    site.everyone_is_told(words)

"""Workers that die, or that come two at a time, send each letter under one Message-ID."""

from datetime import timedelta
from threading import Event as Signal

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.db import OperationalError, connection

from accounts.models import User
from outbox import mail
from outbox.models import Letter
from tests.faults.servers import wait_until
from tests.outbox import table
from tests.outbox.conftest import Clock, Threads

Sent = list[EmailMessage]


class Killed(BaseException):
    """Ends a worker where it stands, as the system would."""


send_well = EmailBackend.send_messages


def lose_place() -> None:
    """Let go of the place at the mail server, as a session does that the database ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock_all()")


@pytest.fixture
def deadly_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the worker die just after the server took a letter."""

    def send_and_die(self: EmailBackend, messages: Sent) -> None:
        send_well(self, messages)
        raise Killed

    monkeypatch.setattr(EmailBackend, "send_messages", send_and_die)


@pytest.mark.django_db(transaction=True)
def test_worker_killed_after_sending_repeats_under_the_same_id(
    ada: User,
    mailoutbox: Sent,
    time: Clock,
    deadly_server: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mail.send_later("note", ada.pk, "note:1")
    with pytest.raises(Killed):
        mail.post_due()
    monkeypatch.setattr(EmailBackend, "send_messages", send_well)
    assert mail.post_due() == 0
    time.move(minutes=10)
    assert [mail.post_due(), mail.post_due()] == [1, 0]
    assert len(mailoutbox) == 2
    assert len({message.extra_headers["Message-ID"] for message in mailoutbox}) == 1


@pytest.mark.django_db(transaction=True)
def test_letter_of_a_killed_worker_keeps_no_other_waiting(
    ada: User,
    mailoutbox: Sent,
    time: Clock,
    deadly_server: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mail.send_later("note", ada.pk, "note:1")
    mail.send_later("note", ada.pk, "note:2")
    with pytest.raises(Killed):
        mail.post_due()
    monkeypatch.setattr(EmailBackend, "send_messages", send_well)
    assert mail.post_due() == 1
    assert Letter.objects.get(state="sending").key == "note:1"


@pytest.mark.django_db(transaction=True)
def test_worker_killed_before_sending_leaves_the_letter_to_the_next(
    ada: User,
    mailoutbox: Sent,
    time: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def die(_: Letter) -> mail.Dropped:
        raise Killed

    monkeypatch.setitem(table.LETTERS, "note", die)
    mail.send_later("note", ada.pk, "note:1")
    with pytest.raises(Killed):
        mail.post_due()
    assert Letter.objects.get().state == "claimed"
    monkeypatch.setitem(table.LETTERS, "note", table.compose_note)
    time.move(minutes=10)
    assert (mail.post_due(), len(mailoutbox)) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_letter_that_kills_every_worker_is_set_aside(
    ada: User,
    mailoutbox: Sent,
    time: Clock,
    deadly_server: None,
) -> None:
    mail.send_later("note", ada.pk, "note:1")
    for _ in range(mail.MAX_FAILURES):
        with pytest.raises(Killed):
            mail.post_due()
        time.move(minutes=10)
    mail.post_due()
    assert Letter.objects.get().outcome == "WorkerLost"


def test_workers_at_once_send_each_letter_once(threads: Threads, ada: User, mailoutbox: Sent) -> None:
    for number in range(40):
        mail.send_later("note", ada.pk, f"note:{number}")
    for future in [threads.start(lambda: mail.post_due(100)) for _ in range(4)]:
        future.result()
    mail.post_due(100)
    assert len(mailoutbox) == 40
    assert len({message.extra_headers["Message-ID"] for message in mailoutbox}) == 40


def test_slow_server_keeps_one_worker_and_not_all(
    threads: Threads,
    ada: User,
    mailoutbox: Sent,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at_server, answer = Signal(), Signal()

    def wait(self: EmailBackend, messages: Sent) -> None:
        at_server.set()
        assert answer.wait(10)

    monkeypatch.setattr(EmailBackend, "send_messages", wait)
    mail.send_later("note", ada.pk, "note:1")
    mail.send_later("note", ada.pk, "note:2")
    slow = threads.start(mail.post_due)
    assert at_server.wait(10)
    assert mail.post_due() == 0
    answer.set()
    assert slow.result() == 2


def test_worker_whose_machine_is_lost_holds_the_place_no_longer_than_its_letter(
    threads: Threads,
    ada: User,
    mailoutbox: Sent,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fall_silent(self: EmailBackend, messages: Sent) -> None:
        monkeypatch.setattr(EmailBackend, "send_messages", send_well)
        wait_until(lambda: threads.start(mail.post_due).result() == 1, "the other letter goes", patience=10)

    monkeypatch.setattr(mail, "_lease", lambda: timedelta(seconds=0.3))
    monkeypatch.setattr(EmailBackend, "send_messages", fall_silent)
    mail.send_later("note", ada.pk, "note:1")
    mail.send_later("note", ada.pk, "note:2")
    with pytest.raises(OperationalError):
        mail.post_due()
    connection.close()
    assert len(mailoutbox) == 2


def test_worker_that_lost_its_letter_does_not_send_it(
    threads: Threads,
    ada: User,
    mailoutbox: Sent,
    time: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def write_too_long(letter: Letter) -> mail.Message | mail.Dropped:
        monkeypatch.setitem(table.LETTERS, "note", table.compose_note)
        time.move(hours=1)
        lose_place()
        assert threads.start(mail.post_due).result() == 1
        return table.compose_note(letter)

    monkeypatch.setitem(table.LETTERS, "note", write_too_long)
    mail.send_later("note", ada.pk, "note:1")
    mail.post_due()
    assert len(mailoutbox) == 1

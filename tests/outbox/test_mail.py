"""A letter is a row until it is due; then it goes once, or says why not."""

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives
from pytest_django import Settings

from accounts.models import User
from outbox import mail, nudge
from outbox.models import Letter
from tests.fixtures_outbox import Broker
from tests.outbox import table
from tests.outbox.conftest import Clock

Sent = list[EmailMessage]


@pytest.mark.django_db
def test_letter_goes_once_for_each_key(ada: User, mailoutbox: Sent) -> None:
    first = mail.send_later("note", ada.pk, "note:1")
    second = mail.send_later("note", ada.pk, "note:1", {"other": 2})
    assert first == second
    assert [mail.post_due(), mail.post_due()] == [1, 0]
    assert [message.to for message in mailoutbox] == [["ada@example.org"]]
    assert Letter.objects.get().state == "sent"


@pytest.mark.django_db
def test_letter_waits_until_it_is_due(ada: User, mailoutbox: Sent, time: Clock) -> None:
    due_at = time.at.replace(minute=5)
    mail.send_later("note", ada.pk, "note:1", due_at=due_at)
    assert mail.post_due() == 0
    time.at = due_at
    assert mail.post_due() == 1


@pytest.mark.django_db(transaction=True)
def test_only_a_letter_that_is_due_now_nudges(ada: User, broker: Broker, time: Clock) -> None:
    mail.send_later("note", ada.pk, "later", due_at=time.at.replace(minute=5))
    assert broker.given == []
    mail.send_later("note", ada.pk, "now")
    assert broker.given == [nudge.TASK]


@pytest.mark.django_db
def test_letter_written_to_go_at_once_goes_first(ada: User, mailoutbox: Sent, time: Clock) -> None:
    mail.send_later("note", ada.pk, "patient", due_at=time.at.replace(minute=1))
    time.move(hours=1)
    mail.send_later("note", ada.pk, "prompt")
    mail.post_due(limit=1)
    assert Letter.objects.get(state="sent").key == "prompt"


@pytest.mark.django_db
def test_mail_threads_and_says_a_machine_wrote_it(ada: User, mailoutbox: Sent, settings: Settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "Notes <notes@mail.example>"
    mail.send_later("note", ada.pk, "note:1")
    mail.post_due()
    headers = mailoutbox[0].message()
    assert headers["From"] == "Notes <notes@mail.example>"
    assert headers["References"] == "<root@example.org>"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["X-Auto-Response-Suppress"] == "All"
    assert headers["Message-ID"] == Letter.objects.get().message_id
    assert str(headers["Message-ID"]).endswith("@mail.example>")


@pytest.mark.django_db
def test_mail_is_dated_by_our_clock(ada: User, mailoutbox: Sent, time: Clock) -> None:
    mail.send_later("note", ada.pk, "note:1")
    mail.post_due()
    assert mailoutbox[0].message()["Date"] == "Tue, 01 Sep 2026 12:00:00 +0000"


@pytest.mark.django_db
def test_mail_is_plain_and_html(ada: User, mailoutbox: Sent) -> None:
    mail.send_later("note", ada.pk, "note:1")
    mail.post_due()
    email = mailoutbox[0]
    assert isinstance(email, EmailMultiAlternatives)
    assert email.body == "There is a note."
    assert [tuple(part) for part in email.alternatives] == [("<p>There is a note.</p>", "text/html")]


@pytest.mark.django_db
def test_letter_that_need_not_go_says_why(ada: User, mailoutbox: Sent) -> None:
    mail.send_later("nothing", ada.pk, "note:1")
    mail.post_due()
    letter = Letter.objects.get()
    assert (letter.state, letter.outcome, mailoutbox) == ("dropped", "already read", [])


@pytest.mark.django_db
def test_letter_to_someone_without_an_address_is_dropped(ada: User, mailoutbox: Sent) -> None:
    User.objects.update(email="")
    mail.send_later("note", ada.pk, "note:1")
    mail.post_due()
    letter = Letter.objects.get()
    assert (letter.state, letter.outcome, mailoutbox) == ("dropped", "no address", [])


@pytest.mark.django_db
def test_letter_that_cannot_be_written_holds_up_nobody(ada: User, bob: User, mailoutbox: Sent) -> None:
    mail.send_later("broken", ada.pk, "note:1", {"code": "123456"})
    mail.send_later("note", bob.pk, "note:2")
    mail.post_due()
    assert [message.to for message in mailoutbox] == [["bob@example.org"]]


@pytest.mark.django_db
def test_failure_tells_no_secret(ada: User, caplog: pytest.LogCaptureFixture) -> None:
    mail.send_later("broken", ada.pk, "note:1", {"code": "123456"})
    mail.post_due()
    assert Letter.objects.get().outcome == "ValueError"
    assert "ValueError" in caplog.text
    assert "123456" not in caplog.text


@pytest.mark.django_db
@pytest.mark.parametrize(("payload", "state"), [({"id": 3}, "set aside"), ({"id": 3, "code": "123456"}, "dropped")])
def test_letter_that_keeps_failing_is_kept_for_staff_unless_it_held_a_code(
    ada: User,
    time: Clock,
    payload: dict[str, int | str],
    state: str,
) -> None:
    mail.send_later("broken", ada.pk, "note:1", payload)
    tried = 0
    for _ in range(20):
        tried += mail.post_due()
        time.move(days=1)
    letter = Letter.objects.get()
    assert (tried, letter.state, letter.payload) == (mail.MAX_FAILURES, state, {"id": 3})


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["note", "nothing"])
def test_code_is_blanked_once_its_letter_is_settled(ada: User, kind: str, mailoutbox: Sent) -> None:
    mail.send_later(kind, ada.pk, "note:1", {"code": "123456", "address": "a@b.c", "template": "x", "id": 3})
    mail.post_due()
    assert Letter.objects.get().payload == {"template": "x", "id": 3}


@pytest.mark.django_db
def test_header_with_a_newline_never_reaches_a_server(
    ada: User,
    mailoutbox: Sent,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hostile = mail.Message("ada@example.org", "A note\nBcc: all@example.org", "")
    monkeypatch.setitem(table.LETTERS, "note", lambda _: hostile)
    mail.send_later("note", ada.pk, "note:1")
    mail.post_due()
    assert (mailoutbox, Letter.objects.get().outcome) == ([], "BadHeaderError")


@pytest.mark.django_db
def test_letter_set_aside_can_be_run_again(ada: User, mailoutbox: Sent) -> None:
    letter = mail.send_later("note", ada.pk, "note:1")
    Letter.objects.update(state="set aside", failures=8)
    assert mail.post_due() == 0
    assert mail.run_again([letter.pk]) == 1
    assert (mail.post_due(), len(mailoutbox)) == (1, 1)


@pytest.mark.django_db
def test_sent_letter_is_never_run_again(ada: User, mailoutbox: Sent) -> None:
    letter = mail.send_later("note", ada.pk, "note:1")
    mail.post_due()
    assert mail.run_again([letter.pk]) == 0


@pytest.mark.django_db
def test_settled_letters_are_kept_for_a_week(ada: User, mailoutbox: Sent, time: Clock) -> None:
    mail.send_later("note", ada.pk, "sent")
    mail.send_later("nothing", ada.pk, "dropped")
    mail.send_later("broken", ada.pk, "waits", {"code": "1"})
    mail.post_due()
    time.move(days=7)
    assert mail.forget_old() == 0
    time.move(seconds=1)
    assert mail.forget_old() == 2
    assert Letter.objects.get().key == "waits"

"""A real mail server that refuses, dawdles or is gone loses no letter and doubles none."""

import asyncio
from collections.abc import Iterator

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from pytest_django import Settings

from accounts.models import User
from outbox import mail
from outbox.models import Letter
from tests.faults.post_office import PostOffice
from tests.outbox.conftest import Clock, Threads


class Counter(PostOffice):
    """A post office that counts who comes in, and may dislike every sender."""

    def __init__(self) -> None:
        """Like everyone."""
        self.visits: set[int] = set()
        self.dislike = ""
        self.states: list[str] = []
        self.threads: Threads | None = None
        super().__init__()

    async def handle_MAIL(  # noqa: N802 - aiosmtpd looks for this name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Count the visit."""
        del server, options
        self.visits.add(id(session))
        if self.dislike:
            return self.dislike
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        """Look at the rows as others see them, then take the letter."""
        if self.threads:
            seen = self.threads.start(lambda: Letter.objects.get().state)
            self.states.append(await asyncio.wrap_future(seen))
        return await super().handle_DATA(server, session, envelope)


@pytest.fixture
def office(settings: Settings) -> Iterator[Counter]:
    """Return an open post office that letters go to."""
    office = Counter()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
    settings.EMAIL_TIMEOUT = 1
    yield office
    office.close()


@pytest.fixture
def letters(time: Clock, ada: User, bob: User, newcomer: User) -> list[Letter]:
    """Return three letters that are due, to three people."""
    return [mail.send_later("note", person.pk, f"note:{person.pk}") for person in (ada, bob, newcomer)]


def states() -> list[str]:
    """Return how far each letter has come."""
    return list(Letter.objects.order_by("pk").values_list("state", flat=True))


def test_letters_share_one_connection(office: Counter, letters: list[Letter]) -> None:
    mail.post_due()
    assert states() == ["sent", "sent", "sent"]
    assert len(office.visits) == 1


def test_refused_address_is_set_aside_and_holds_up_nobody(office: Counter, letters: list[Letter]) -> None:
    office.refused.add("ada@example.org")
    mail.post_due()
    assert states() == ["set aside", "sent", "sent"]
    assert Letter.objects.get(pk=letters[0].pk).outcome == "SMTPRecipientsRefused 550"


def test_address_refused_for_now_is_tried_again(office: Counter, letters: list[Letter], time: Clock) -> None:
    office.refused.add("ada@example.org")
    office.refusal = "450 4.2.0 Come back later"
    mail.post_due()
    assert states() == ["due", "sent", "sent"]
    office.refused.clear()
    time.move(seconds=10)
    assert mail.post_due() == 1
    assert states() == ["sent", "sent", "sent"]


def test_server_that_is_gone_loses_nothing(office: Counter, letters: list[Letter], time: Clock) -> None:
    office.close()
    for _ in range(40):
        assert mail.post_due() == 0
        time.move(minutes=10)
    assert states() == ["due", "due", "due"]
    assert not Letter.objects.filter(failures__gt=0)
    office.open()
    mail.post_due()
    assert states() == ["sent", "sent", "sent"]


def test_waits_for_a_server_grow(office: Counter, ada: User, time: Clock) -> None:
    office.close()
    mail.send_later("note", ada.pk, "note:1")
    waits = []
    for _ in range(9):
        mail.post_due()
        waits.append((Letter.objects.get().due_at - time.at).total_seconds())
        time.at = Letter.objects.get().due_at
    assert waits == [5, 10, 20, 40, 80, 160, 320, 600, 600]


@pytest.mark.parametrize("answer", ["530 5.7.0 Authenticate first", "421 4.3.2 Shutting down"])
def test_server_that_takes_nothing_from_us_blames_no_letter(
    office: Counter,
    letters: list[Letter],
    time: Clock,
    answer: str,
) -> None:
    office.dislike = answer
    mail.post_due()
    assert states() == ["due", "due", "due"]
    assert not Letter.objects.filter(failures__gt=0)
    office.dislike = ""
    time.move(seconds=10)
    mail.post_due()
    assert states() == ["sent", "sent", "sent"]


def test_silent_server_is_told_again_under_the_same_id(office: Counter, ada: User, time: Clock) -> None:
    office.answers_before_silence = 0
    mail.send_later("note", ada.pk, "note:1")
    assert mail.post_due() == 0
    message_id = Letter.objects.get().message_id
    office.answers_before_silence = None
    time.move(seconds=10)
    mail.post_due()
    assert [letter["Message-ID"] for _, letter in office.letters] == [message_id]


def test_silent_server_is_left_after_one_letter(office: Counter, letters: list[Letter]) -> None:
    office.answers_before_silence = 1
    assert mail.post_due() == 1
    assert (states(), office.begun) == (["sent", "due", "due"], 2)


def test_refused_words_are_set_aside(office: Counter, ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(*_: object) -> str:
        return "554 5.6.0 Not these words to ada@example.org"

    monkeypatch.setattr(office, "handle_DATA", refuse)
    mail.send_later("note", ada.pk, "note:1")
    mail.post_due()
    letter = Letter.objects.get()
    assert (letter.state, letter.outcome) == ("set aside", "SMTPDataError 554")


def test_sending_is_committed_before_the_server_has_the_words(
    threads: Threads,
    office: Counter,
    ada: User,
) -> None:
    office.threads = threads
    mail.send_later("note", ada.pk, "note:1")
    mail.post_due()
    assert (office.states, states()) == (["sending"], ["sent"])

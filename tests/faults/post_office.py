"""A mail server of a test's own, that can be gone, slow, or unwilling."""

import asyncio
from collections import Counter
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.faults.servers import LOOPBACK, free_port

PERMANENT = "550 5.1.1 No such person here"


class PostOffice:
    """Keeps what it was given, in order; the switches below change how it behaves at once."""

    def __init__(self) -> None:
        """Open on a free port."""
        self.port = free_port()
        self.letters: list[tuple[str, Message]] = []
        self.refused: set[str] = set()
        self.refusal = PERMANENT
        # Before a letter is taken, and after it is taken but not yet answered for.
        self.delay = 0.0
        self.delay_of_thanks = 0.0
        # How many letters it answers before it falls silent in the middle of one; None is for ever.
        self.answers_before_silence: int | None = None
        self.begun = 0
        self._controller: Controller | None = None
        self.open()

    def open(self) -> None:
        """Be there."""
        self._controller = Controller(self, hostname=LOOPBACK, port=self.port)
        self._controller.start()

    def close(self) -> None:
        """Be gone."""
        if self._controller:
            self._controller.stop(no_assert=True)
            self._controller = None

    def behave(self) -> None:
        """Be there, prompt and willing, and forget what came."""
        self.letters.clear()
        self.refused.clear()
        self.refusal = PERMANENT
        self.delay, self.delay_of_thanks, self.begun, self.answers_before_silence = 0.0, 0.0, 0, None
        if self._controller is None:
            self.open()

    def told(self) -> Counter[str]:
        """Return how many different letters each address was given."""
        return Counter(address for address, _ in {(to, str(letter["Message-ID"])) for to, letter in self.letters})

    async def handle_RCPT(  # noqa: N802 - aiosmtpd looks for this name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[Any]
    ) -> str:
        """Take or refuse one address."""
        del server, session, options
        if address in self.refused:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        """Take one letter, in our own time."""
        del server, session
        self.begun += 1
        if self.answers_before_silence is not None and self.begun > self.answers_before_silence:
            await asyncio.sleep(3600)
        await asyncio.sleep(self.delay)
        assert isinstance(envelope.content, bytes)
        letter = message_from_bytes(envelope.content)
        self.letters += [(address, letter) for address in envelope.rcpt_tos]
        await asyncio.sleep(self.delay_of_thanks)
        return "250 OK"

"""Letters: each is a row until it is due, and only then written, checked and sent."""

import logging
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import QuerySet

from outbox import clock, smtp
from outbox.models import Letter
from outbox.nudge import nudge_on_commit
from outbox.place import place_at_server
from outbox.routing import composer_of
from outbox.waits import growing_wait

__all__ = ["Composer", "Dropped", "Letter", "Message", "forget_old", "post_due", "run_again", "send_later"]

log = logging.getLogger(__name__)

State = Letter.State
OPEN = (State.DUE, State.CLAIMED, State.SENDING)
UNDERWAY = (State.CLAIMED, State.SENDING)

# What opens an account is kept no longer than it takes to send it.
SECRETS = frozenset({"code", "token", "url", "address", "password_reset_url", "activate_url"})
NO_ADDRESS = "no address"
KEPT = timedelta(days=7)

# A refused letter is tried for some fifteen hours, which outlasts greylisting and most full mailboxes.
MAX_FAILURES = 8
FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(hours=12)

# A server that is away is asked again soon: it is away for everyone.
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=10)


@dataclass(frozen=True)
class Message:
    """What a letter says, written when it is due; `headers` are those of mail, by name."""

    to: str
    subject: str
    text: str
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Dropped:
    """A letter that need not go after all, and why; the reason names nobody."""

    reason: str


Composer = Callable[[Letter], Message | Dropped]


def send_later(
    kind: str,
    recipient_id: int,
    key: str,
    payload: Mapping[str, int | str] | None = None,
    due_at: datetime | None = None,
) -> Letter:
    """Write a letter of `kind` due at `due_at` (now, unless told), once for each `key`.

    The payload holds ids, and a secret only under a name in SECRETS: those are blanked once it is settled.
    """
    now = clock.now()
    due_at = due_at or now
    is_prompt = due_at <= now
    letter, is_new = Letter.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "recipient_id": recipient_id,
            "payload": dict(payload or {}),
            "due_at": due_at,
            "is_prompt": is_prompt,
        },
    )
    if is_new and is_prompt:
        nudge_on_commit()
    return letter


def post_due(limit: int = 20) -> int:
    """Send at most `limit` due letters over one connection; return how many were tried before the server was gone.

    While another worker is at the server, none.
    """
    tried = 0
    with place_at_server(_lease()) as is_ours:
        server: BaseEmailBackend = get_connection()
        try:
            while is_ours and tried < limit and (letter := _claim()) and _post(letter, server):
                tried += 1
        finally:
            _hang_up(server)
    return tried


def run_again(ids: Iterable[int]) -> int:
    """Make due what was set aside, as if never tried; return how many."""
    with transaction.atomic():
        nudge_on_commit()
        return Letter.objects.filter(pk__in=ids, state=State.SET_ASIDE).update(
            state=State.DUE,
            failures=0,
            due_at=clock.now(),
        )


def forget_old() -> int:
    """Delete what was sent or dropped more than a week ago; return how many."""
    settled = Letter.objects.filter(state__in=(State.SENT, State.DROPPED))
    return settled.filter(due_at__lt=clock.now() - KEPT).delete()[0]


def _lease() -> timedelta:
    """Return how long a letter is ours: connect, greet, sender, recipient, words and answer may each time out."""
    return timedelta(seconds=6 * settings.EMAIL_TIMEOUT)


def _claim() -> Letter | None:
    """Take the letter that is due; one that a dead worker held is due again when its lease has run out."""
    now = clock.now()
    with transaction.atomic(durable=True):
        due = Letter.objects.filter(state__in=OPEN, due_at__lte=now).order_by("-is_prompt", "due_at", "pk")
        letter = due.select_related("recipient").select_for_update(skip_locked=True, of=("self",)).first()
        if letter:
            letter.failures += letter.state in UNDERWAY
            letter.state = State.CLAIMED
            letter.attempts += 1
            letter.due_at = now + _lease()
            letter.message_id = letter.message_id or _new_message_id()
            letter.save(update_fields=["failures", "state", "attempts", "due_at", "message_id"])
        return letter


def _new_message_id() -> str:
    """Return an id that tells nothing but where mail comes from, which its sender's address tells too."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{uuid.uuid4().hex}@{domain or 'localhost'}>"


def _post(letter: Letter, server: BaseEmailBackend) -> bool:
    """Bring one claimed letter as far as it goes; return whether the server is there for the next."""
    email = _compose(letter)
    if email is None:
        return True
    try:
        server.open()
    except OSError as error:
        _wait_for_server(letter, error)
        return False
    if not _begin_sending(letter):
        return True
    try:
        server.send_messages([email])
    except Exception as error:  # noqa: BLE001 - one letter's failure may not hold up the others
        return _note_refusal(letter, error)
    _settle(letter, State.SENT)
    return True


def _compose(letter: Letter) -> EmailMultiAlternatives | None:
    """Return the mail, or None where the letter is settled or waits instead."""
    if letter.failures >= MAX_FAILURES:
        _settle(letter, State.SET_ASIDE, letter.outcome or "WorkerLost")
        return None
    try:
        written = _write(letter)
        if isinstance(written, Message):
            return _email(letter, written)
    except Exception as error:  # noqa: BLE001 - one letter's failure may not hold up the others
        _note_failure(letter, error)
    else:
        _settle(letter, State.DROPPED, written.reason)
    return None


def _write(letter: Letter) -> Message | Dropped:
    with transaction.atomic():
        written: Message | Dropped = composer_of(letter.kind)(letter)
    if isinstance(written, Message) and not written.to:
        return Dropped(NO_ADDRESS)
    return written


def _email(letter: Letter, message: Message) -> EmailMultiAlternatives:
    email = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.to],
        headers={
            **message.headers,
            "Message-ID": letter.message_id,
            "Date": format_datetime(clock.now()),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    if message.html:
        email.attach_alternative(message.html, "text/html")
    # A header that cannot be written is this letter's failure; found here, no server has heard of it yet.
    email.message()
    return email


def _begin_sending(letter: Letter) -> bool:
    """Commit that the server is about to have it, unless another worker claimed it after us."""
    with transaction.atomic(durable=True):
        ours = _ours(letter).filter(state=State.CLAIMED)
        return bool(ours.update(state=State.SENDING, due_at=clock.now() + _lease()))


def _note_refusal(letter: Letter, error: Exception) -> bool:
    """Tell a server that is away from one that will not have this letter; return whether it is there."""
    if smtp.is_away(error):
        _wait_for_server(letter, error)
    elif smtp.is_final(error):
        _settle(letter, State.SET_ASIDE, smtp.name(error))
    else:
        # It may have arrived all the same, so these repeats are counted.
        _note_failure(letter, error)
    return not (smtp.is_away(error) or smtp.is_cut_off(error))


def _wait_for_server(letter: Letter, error: Exception) -> None:
    log.warning("The mail server is away: %s", smtp.name(error))
    _wait(letter, growing_wait(letter.attempts, FIRST_PAUSE, 2, LONGEST_PAUSE), error)


def _note_failure(letter: Letter, error: Exception) -> None:
    letter.failures += 1
    log.warning("Letter %s, %s, failed: %s", letter.pk, letter.kind, smtp.name(error))
    if letter.failures >= MAX_FAILURES:
        _settle(letter, State.SET_ASIDE, smtp.name(error))
    else:
        _wait(letter, growing_wait(letter.failures, FIRST_WAIT, 4, LONGEST_WAIT), error)


def _wait(letter: Letter, wait: timedelta, error: Exception) -> None:
    _ours(letter).update(
        state=State.DUE,
        due_at=clock.now() + wait,
        failures=letter.failures,
        outcome=smtp.name(error)[:200],
    )


def _settle(letter: Letter, state: Letter.State, outcome: str = "") -> None:
    """Write how it ended. What was sent is sent, even where another worker claimed it meanwhile."""
    if state == State.SET_ASIDE and SECRETS & letter.payload.keys():
        # Without its secret it is of no use to run again.
        state = State.DROPPED
    rows = Letter.objects.filter(pk=letter.pk) if state == State.SENT else _ours(letter)
    rows.update(
        state=state,
        outcome=str(outcome)[:200],
        payload={name: value for name, value in letter.payload.items() if name not in SECRETS},
        due_at=clock.now(),
        sent_at=clock.now() if state == State.SENT else None,
    )


def _ours(letter: Letter) -> QuerySet[Letter]:
    """Return the row as long as nobody claimed it after us."""
    return Letter.objects.filter(pk=letter.pk, attempts=letter.attempts)


def _hang_up(server: BaseEmailBackend) -> None:
    """Leave the server; one that takes our leave badly has the letters all the same."""
    try:
        server.close()
    except OSError as error:
        log.info("The mail server hung up first: %s", type(error).__name__)

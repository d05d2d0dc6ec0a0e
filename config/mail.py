"""The demo's post: each mail is a file that can be read in the browser."""

import hashlib
import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

_UNSAFE = re.compile(r"[^A-Za-z0-9@._-]+|^\.+")
LONGEST = 120


class FolderBackend(BaseEmailBackend):
    """Writes each mail to `settings.MAIL_DIR`, under its Message-ID; the same mail again is the same file."""

    def open(self) -> bool:
        """Make the folder; raises OSError where that cannot be."""
        Path(settings.MAIL_DIR).mkdir(mode=0o700, parents=True, exist_ok=True)
        return True

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write every mail whole or not at all; returns how many."""
        self.open()
        for message in email_messages:
            mail = message.message()
            _write(Path(settings.MAIL_DIR) / file_name(str(mail["Message-ID"])), mail.as_bytes())
        return len(email_messages)


def file_name(message_id: str) -> str:
    """Return a name for the file of the mail `message_id`, safe on every file system and never another mail's."""
    plain = message_id.strip().removeprefix("<").removesuffix(">")
    safe = _UNSAFE.sub("_", plain)[:LONGEST]
    if safe != plain:
        safe += "-" + hashlib.sha256(message_id.encode()).hexdigest()[:16]
    return f"{safe}.eml"


def _write(path: Path, words: bytes) -> None:
    """Put `words` at `path` in one step, so that nobody reads half a mail."""
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    with os.fdopen(handle, "wb") as file:
        file.write(words)
    Path(draft).replace(path)

"""The demo's mail: one file a letter, in place of a mail server."""

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class FolderBackend(BaseEmailBackend):
    """Writes each message to `$VAR_DIR/mail/<its Message-ID>.eml`, so that the same one sent twice is one file."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the messages, each whole or not at all; return how many."""
        folder: Path = settings.MAIL_DIR
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for email in email_messages:
            message = email.message()
            name = str(message["Message-ID"]).strip().strip("<>").replace("/", "_")
            draft = folder / f"{name}.unfinished"
            draft.touch(mode=0o600)
            draft.write_bytes(message.as_bytes())
            draft.replace(folder / f"{name}.eml")
        return len(email_messages)

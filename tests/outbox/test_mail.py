"""Letters end once, and say how."""

import pytest
from django.core.mail import EmailMessage

from accounts.models import User
from outbox import mail
from outbox.models import Letter


@pytest.mark.django_db
def test_due_letter_is_sent_once(reader: User, mailoutbox: list[EmailMessage]) -> None:
    mail.send_later("note", reader.pk, "note:1")
    mail.send_later("note", reader.pk, "note:1")
    assert [mail.post_due(), mail.post_due()] == [1, 0]
    assert [message.to for message in mailoutbox] == [["ada@example.org"]]
    assert Letter.objects.get().state == "sent"

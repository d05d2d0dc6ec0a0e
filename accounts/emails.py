"""The letters about an account: a code, a link, a word that something was changed; discreet, and short-lived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from accounts.models import User
from outbox.mail import Dropped, Message

if TYPE_CHECKING:
    from outbox.models import Letter

# By the name of allauth's template, the letter of ours that says it.
MAILS = {
    "email_confirmation": "code",
    "email_confirmation_signup": "code",
    "account_already_exists": "exists",
    "password_reset_key": "reset",
    "password_changed": "password_changed",
    "password_reset": "password_changed",
    "password_set": "password_changed",
    "email_changed": "email_changed",
    "email_confirm": "email_changed",
    "email_deleted": "email_changed",
}
# Written where nobody is to be told, so that the time taken tells nothing either.
TO_NOBODY = "nobody"


def compose_account(letter: Letter) -> Message | Dropped:
    """Write a letter of the kind `account`; its secrets stand in its row until it is sent."""
    mail = letter.payload["mail"]
    if mail == TO_NOBODY:
        return Dropped("to nobody")
    user = User.objects.filter(pk=letter.recipient_id, is_active=True).first()
    if user is None:
        return Dropped("no account")
    page = {**letter.payload, "site": settings.SITE_URL}
    folder = f"emails/account/{mail}"
    with translation.override(user.mail_language):
        page["subject"] = render_to_string(f"{folder}/subject.txt", page).strip()
        return Message(
            to=letter.payload.get("address") or user.email,
            subject=page["subject"],
            text=render_to_string(f"{folder}/body.txt", page).strip() + "\n",
            html=render_to_string(f"{folder}/body.html", page),
        )

"""Mails: one layout, in our colours by day and by night, that asks nothing of the network."""

import re
from pathlib import Path

import pytest

from accounts.emails import MAILS, compose_account
from accounts.models import User
from outbox.mail import Message
from outbox.models import Letter
from tests.design.test_tokens import DARK, LIGHT, colour

EMAILS = Path(__file__).resolve().parents[2] / "templates" / "emails"
LAYOUT = (EMAILS / "base.html").read_text()
DAY, NIGHT = re.findall(r"<style>(.*?)</style>", LAYOUT, re.DOTALL)
ROLES = ("ground", "paper", "ink", "ink-soft", "line", "accent", "accent-ink", "accent-soft")
ASKING = re.compile(r"<(?:img|link|script|iframe|form|object|video|audio)\b|url\(|@import|\bsrc=|background=")


def letter(user: User, mail: str) -> Message:
    """Return a mail about an account."""
    found = compose_account(Letter(kind="account", recipient=user, payload={"mail": mail, "code": "1", "url": "/x/"}))
    assert isinstance(found, Message)
    return found


def test_every_mail_has_the_one_layout() -> None:
    bodies = list(EMAILS.rglob("body.html"))
    assert bodies
    assert [path for path in bodies if not path.read_text().startswith('{% extends "emails/base.html" %}')] == []


@pytest.mark.parametrize(("styles", "mode"), [(DAY, LIGHT), (NIGHT, DARK)], ids=["day", "night"])
def test_mails_have_the_colours_of_the_pages(styles: str, mode: dict[str, str]) -> None:
    assert set(re.findall(r"#\w{6}\b", styles)) == {colour(mode, role) for role in ROLES}


@pytest.mark.parametrize("mail", sorted(set(MAILS.values())))
def test_mail_asks_nothing_of_the_network(ada: User, mail: str) -> None:
    assert ASKING.findall(letter(ada, mail).html) == []


def test_mail_says_its_language_and_direction_within_its_body_too(ada: User) -> None:
    User.objects.update(language="ar")
    assert letter(ada, "code").html.count('lang="ar" dir="rtl"') == 2

"""The letters about an account."""

import pytest
from pytest_django import Settings

from accounts.emails import MAILS, compose_account
from accounts.models import User
from outbox.mail import Dropped, Message
from outbox.models import Letter
from tests.mails import html_words, text_words

# What would tell someone over a shoulder what the mail is about; the site's own name stands in links alone.
TELLING = ("alongside", "ada", "forum", "recovery", "relapse", "addict", "partner", "community", "member")


def write(user: User, mail: str, **payload: str) -> Message | Dropped:
    return compose_account(Letter(kind="account", recipient=user, payload={"mail": mail, **payload}))


@pytest.mark.parametrize("mail", sorted(set(MAILS.values())))
def test_no_letter_tells_what_this_place_is(ada: User, settings: Settings, mail: str) -> None:
    settings.SITE_URL = "https://notes.example.net"
    letter = write(ada, mail, code="12345678", url="/accounts/password/reset/key/1-x/")
    assert isinstance(letter, Message)
    assert letter.to == "ada@example.org"
    told = f"{letter.subject} {letter.text} {letter.html}".lower()
    assert not [word for word in TELLING if word in told]


@pytest.mark.parametrize("mail", sorted(set(MAILS.values())))
def test_subject_is_one_short_line_without_prefix(ada: User, mail: str) -> None:
    letter = write(ada, mail)
    assert isinstance(letter, Message)
    assert 0 < len(letter.subject) < 40
    assert "\n" not in letter.subject
    assert "[" not in letter.subject


@pytest.mark.parametrize("language", ["en", "de", "ar"])
@pytest.mark.parametrize("mail", sorted(set(MAILS.values())))
def test_both_parts_say_the_same(ada: User, mail: str, language: str) -> None:
    User.objects.update(language=language)
    letter = write(ada, mail, code="12345678", url="/accounts/password/reset/key/1-x/")
    assert isinstance(letter, Message)
    assert html_words(letter) == text_words(letter)


def test_new_address_gets_the_letter_that_is_meant_for_it(ada: User) -> None:
    letter = write(ada, "code", code="12345678", address="wren@example.org")
    assert isinstance(letter, Message)
    assert letter.to == "wren@example.org"
    assert "12345678" in letter.text.splitlines()


def test_link_stands_alone_on_a_line(ada: User, settings: Settings) -> None:
    settings.SITE_URL = "https://notes.example.net"
    letter = write(ada, "reset", url="/accounts/password/reset/key/1-x/")
    assert isinstance(letter, Message)
    assert "https://notes.example.net/accounts/password/reset/key/1-x/" in letter.text.splitlines()


def test_letter_to_nobody_is_dropped(ada: User) -> None:
    assert isinstance(write(ada, "nobody"), Dropped)


def test_letter_to_an_account_that_may_not_log_in_is_dropped(ada: User) -> None:
    User.objects.update(is_active=False)
    assert isinstance(write(ada, "code", code="12345678"), Dropped)


def test_letter_is_in_the_language_of_the_account(ada: User) -> None:
    ada.language = "de"
    ada.save()
    letter = write(ada, "code", code="12345678")
    assert isinstance(letter, Message)
    assert letter.subject == "Dein Code"
    assert "12345678" in letter.text.splitlines()

"""What is said of a password that will not do."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import User


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("xq7b", "Use 8 characters or more."),
        ("password", "Many people use this password, so it is easy to guess. Try a short sentence."),
        ("4038471952", "Use letters too, not only digits."),
        ("riverside", "This is too much like your pseudonym or your address. Choose something else."),
    ],
)
def test_refused_password_is_told_how_to_mend_it(password: str, said: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        validate_password(password, User(username="riverside", email="r@example.org"))
    assert said in refusal.value.messages


def test_two_different_passwords_are_told_in_our_words(db: None) -> None:
    form = {
        "username": "river",
        "email": "r@example.org",
        "password1": "by the sea tonight",
        "password2": "by the lake",
    }
    page = Client().post("/accounts/signup/", form).content.decode()
    assert "These are two different passwords." in page.split('id="id_password2_error"')[1].split("</p>")[0]

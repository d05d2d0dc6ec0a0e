"""Who gets in, and what it costs."""

import pytest

from accounts.backends import Backend
from accounts.models import User
from tests.fixtures_people import PASSWORD


@pytest.mark.parametrize("login", ["ada", "ADA", "ａｄａ", "ada@example.org", "Ada@Example.ORG"])
def test_pseudonym_and_address_let_in_whatever_their_case(ada: User, login: str) -> None:
    assert User.objects.known_as(login) == ada
    assert Backend().authenticate(None, username=login, password=PASSWORD) == ada


@pytest.mark.parametrize("login", ["ada", "ada@example.org", "nobody", "nobody@example.org"])
def test_wrong_password_costs_one_hash_whoever_is_named(
    ada: User,
    login: str,
    hashes: list[str],
) -> None:
    assert Backend().authenticate(None, username=login, email=login, password="wrong") is None
    assert len(hashes) == 1

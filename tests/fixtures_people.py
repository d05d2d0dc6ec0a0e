"""The cast: people made as the forum makes them, with a hash that costs nothing."""

from collections.abc import Callable
from typing import ClassVar

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from pytest_django import Settings

from accounts.actions import create_member
from accounts.models import Role, User

ClientOf = Callable[[User | AnonymousUser], Client]
PASSWORD = "a quiet evening by the river"
CHEAP = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _cheap_hash(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = CHEAP


class CountedHasher(MD5PasswordHasher):
    """A cheap hasher that remembers how often it was asked."""

    asked: ClassVar[list[str]] = []

    def encode(self, password: str, salt: str) -> str:
        """Hash, and remember."""
        self.asked.append("hash")
        return super().encode(password, salt)


@pytest.fixture
def hashes(settings: Settings) -> list[str]:
    """Return a list that grows by one with each password hashed from now on."""
    settings.PASSWORD_HASHERS = ["tests.fixtures_people.CountedHasher"]
    CountedHasher.asked.clear()
    return CountedHasher.asked


def make_person(name: str, role: str = Role.MEMBER) -> User:
    """Store a member called `name` at `<name>@example.org`."""
    return create_member(name, f"{name}@example.org", PASSWORD, role=role)


@pytest.fixture
def ada(db: None) -> User:
    """Return a member."""
    return make_person("ada")


@pytest.fixture
def bob(db: None) -> User:
    """Return another member."""
    return make_person("bob")


@pytest.fixture
def newcomer(db: None) -> User:
    """Return a member who has just come and written nothing."""
    return make_person("newcomer-jo")


@pytest.fixture
def moderator(db: None) -> User:
    """Return someone who moderates."""
    return make_person("mona", Role.MODERATOR)


@pytest.fixture
def organizer(db: None) -> User:
    """Return someone who announces meetups."""
    return make_person("olga", Role.ORGANIZER)


@pytest.fixture
def administrator(db: None) -> User:
    """Return someone who may enter Django's admin."""
    return make_person("agnes", Role.ADMINISTRATOR)


@pytest.fixture
def outsider() -> AnonymousUser:
    """Return someone without an account."""
    return AnonymousUser()


@pytest.fixture
def client_of() -> ClientOf:
    """Return a maker of a test client that is logged in as someone, or as nobody; it speaks as a browser does."""

    def make(person: User | AnonymousUser) -> Client:
        client = Client(headers={"sec-fetch-mode": "navigate", "sec-fetch-site": "same-origin"})
        if isinstance(person, User):
            client.force_login(person)
        return client

    return make

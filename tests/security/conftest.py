"""The small world, made once for the tests of a file, and an operator's settings."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker, Settings

from tests.fixtures_outbox import Broker
from tests.fixtures_people import CHEAP
from tests.security.world import World, make_people, make_world


@pytest.fixture(autouse=True)
def _production(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Be no demo, which shows its mail to whoever asks; and let one part of the sitemap hold whatever ids come."""
    settings.DEMO = False
    monkeypatch.setattr("forum.topics.feeds.PART", 10**9)


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Return a world that stands while the tests of a file run; each of them takes back what it did to it."""
    with pytest.MonkeyPatch.context() as patch, override_settings(PASSWORD_HASHERS=CHEAP), django_db_blocker.unblock():
        patch.setattr("outbox.nudge.current_app", Broker())
        whole = transaction.atomic()
        whole._from_testcase = True  # type: ignore[attr-defined]  # as Django's own tests mark theirs
        with whole:
            yield make_world(make_people())
            transaction.set_rollback(True)


@pytest.fixture
def world(made: World, db: None) -> World:
    """Return the world for one test."""
    return deepcopy(made)

"""Words that were sent to a locked device wait behind the lock until they are sent, and no longer."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from forum.topics.models import Topic
from tests.fixtures_people import PASSWORD

WORDS = {"body": "Words of an evening", "csrfmiddlewaretoken": "secret"}


@pytest.fixture
def device(client_of: Callable[[User], Client], bob: User) -> Client:
    """Return bob's device, after he left."""
    client = client_of(bob)
    client.get("/leave/")
    return client


@pytest.fixture
def page(topic: Topic) -> str:
    """Return where bob replies."""
    return f"/t/{topic.pk}/reply/"


def test_only_the_words_wait(device: Client, page: str) -> None:
    device.post(page, WORDS)
    assert device.session["behind"] == {page: {"body": [WORDS["body"]]}}


def test_words_that_were_sent_wait_no_longer(device: Client, page: str) -> None:
    back = device.post(page, WORDS).context["form"]["next"].value()
    device.post("/leave/back/", {"password": PASSWORD})
    assert device.post(page, WORDS).status_code == 302
    assert device.session["behind"] == {}
    assert device.get(back).status_code == 404


def test_words_that_were_refused_wait_on(device: Client, page: str) -> None:
    device.post(page, WORDS)
    device.post("/leave/back/", {"password": PASSWORD})
    assert device.post(page, {"body": ""}).status_code == 200
    assert page in device.session["behind"]

"""What someone sees whose words came to us as something broke."""

import pytest
from django.test import Client

from accounts.models import User
from forum.topics.models import Topic


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch, ada: User) -> Client:
    """Return ada's browser, in front of a forum that cannot take a reply."""
    monkeypatch.setattr("forum.topics.actions.create_reply", None)
    client = Client(raise_request_exception=False)
    client.force_login(ada)
    return client


def test_words_come_back_from_an_error(broken: Client, topic: Topic) -> None:
    answer = broken.post(f"/t/{topic.pk}/reply/", {"body": "Not <lost>.", "key": "a-key"})
    assert answer.status_code == 500
    assert "Not &lt;lost&gt;.</textarea>" in answer.content.decode()
    assert 'name="key" value="a-key"' in answer.content.decode()


def test_error_without_words_is_a_plain_page(broken: Client, monkeypatch: pytest.MonkeyPatch, topic: Topic) -> None:
    monkeypatch.setattr("forum.topics.queries.topic_page", None)
    answer = broken.get(f"/t/x/{topic.pk}/")
    assert (answer.status_code, b"<form" in answer.content) == (500, False)

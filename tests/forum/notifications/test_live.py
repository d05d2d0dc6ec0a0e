"""What an open page asks now and then: what is new, and nothing that its reader may not know."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from forum.categories.visibility import Audience
from forum.notifications.models import Notification
from forum.topics.models import Post, Topic
from forum.topics.visibility import Status
from tests.fixtures_people import ClientOf


def test_open_page_learns_of_new_replies_and_of_its_count(
    client_of: ClientOf, ada: User, told: Notification, reply: Post
) -> None:
    said = client_of(ada).get(f"/live/?topic={reply.topic_id}&after=1").json()
    assert said["unread"] == 1
    assert said["news"] == "1 new reply"
    assert said["url"].endswith(f"/{reply.topic_id}/2/#post-2")


def test_page_that_knows_it_all_is_told_no_more(client_of: ClientOf, ada: User, reply: Post) -> None:
    assert client_of(ada).get(f"/live/?topic={reply.topic_id}&after=2").json() == {"unread": 0}


def test_same_answer_is_not_sent_twice(client_of: ClientOf, ada: User, told: Notification, reply: Post) -> None:
    browser, address = client_of(ada), f"/live/?topic={reply.topic_id}&after=1"
    tag = browser.get(address)["ETag"]
    again = browser.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    Notification.objects.all().delete()
    assert browser.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_visitor_hears_of_open_topics_alone(client: Client, reply: Post) -> None:
    assert client.get(f"/live/?topic={reply.topic_id}&after=1").json()["news"] == "1 new reply"
    Topic.objects.update(audience=Audience.MEMBERS)
    assert client.get(f"/live/?topic={reply.topic_id}&after=1").json() == {}


@pytest.mark.parametrize("asked", ["", "topic=x&after=1", "topic=1&after=-1", f"topic={'9' * 300}&after=1"])
def test_question_that_is_none_is_answered_with_nothing(client: Client, db: None, asked: str) -> None:
    assert client.get(f"/live/?{asked}").json() == {}


def test_answer_changes_when_a_topic_is_taken_from_its_reader(client: Client, reply: Post) -> None:
    address = f"/live/?topic={reply.topic_id}&after=1"
    tag = client.get(address)["ETag"]
    Topic.objects.update(audience=Audience.MEMBERS)
    answer = client.get(address, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.json()) == (200, {})


def test_topic_out_of_sight_answers_as_one_that_is_not_there(client_of: ClientOf, bob: User, reply: Post) -> None:
    Topic.objects.update(audience=Audience.MODERATORS)
    browser = client_of(bob)
    tags = [browser.get(f"/live/?topic={pk}&after=1")["ETag"] for pk in (reply.topic_id, reply.topic_id + 1)]
    Topic.objects.update(last_number=9)
    tags.append(browser.get(f"/live/?topic={reply.topic_id}&after=1")["ETag"])
    assert len(set(tags)) == 1


def test_neither_own_nor_hidden_replies_are_news(client_of: ClientOf, bob: User, ada: User, reply: Post) -> None:
    address = f"/live/?topic={reply.topic_id}&after=1"
    assert "news" not in client_of(reply.persona.user or bob).get(address).json()
    Post.objects.filter(pk=reply.pk).update(status=Status.HIDDEN)
    assert "news" not in client_of(ada).get(address).json()


def test_no_more_replies_are_counted_than_anyone_would(
    client: Client, reply: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.notifications.queries.MOST_NEWS", 1)
    assert client.get(f"/live/?topic={reply.topic_id}&after=1").json()["news"] == "1 new replies or more"


@pytest.mark.parametrize(("is_member", "queries"), [(True, 2), (False, 1)])
def test_question_costs_little_and_writes_nothing(
    client: Client,
    client_of: ClientOf,
    ada: User,
    reply: Post,
    django_assert_num_queries: DjangoAssertNumQueries,
    is_member: bool,  # noqa: FBT001 - a parameter
    queries: int,
) -> None:
    browser, address = client_of(ada) if is_member else client, f"/live/?topic={reply.topic_id}&after=1"
    tag = browser.get(address)["ETag"]
    with django_assert_num_queries(queries) as asked:
        assert browser.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert all(query["sql"].lstrip().startswith("SELECT") for query in asked)

"""The names that could be meant by their first letters."""

import uuid

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from accounts.models import Origin, Persona, User
from forum.topics.actions import create_reply
from forum.topics.models import Post, Topic
from forum.topics.queries import people_called
from tests.fixtures_people import ClientOf


def wrote(persona: Persona, topic: Topic) -> None:
    """Store a post of someone who has no account here."""
    Post.objects.create(topic=topic, persona=persona, number=Post.objects.count() + 1, html="x", renderer_version=1)


def test_names_are_found_by_first_letters_whatever_their_case(ada: User, bob: User) -> None:
    assert people_called(ada, "BO", None) == ["bob"]


def test_who_wrote_in_the_topic_comes_first(topic: Topic, ada: User, bob: User, newcomer: User) -> None:
    Persona.objects.filter(pk=newcomer.persona.pk).update(name="bea")
    create_reply(persona=bob.persona, topic=topic, source="Tea.", key=uuid.uuid4())
    assert people_called(ada, "b", topic) == ["bob", "bea"]


def test_without_a_letter_only_who_wrote_there_is_meant(topic: Topic, ada: User, bob: User, newcomer: User) -> None:
    create_reply(persona=bob.persona, topic=topic, source="Tea.", key=uuid.uuid4())
    assert people_called(ada, "", topic) == ["bob"]


def test_who_came_from_another_forum_is_meant_where_they_wrote(topic: Topic, ada: User, bob: User) -> None:
    heron = Persona.objects.create(name="bold-heron")
    Origin.objects.create(persona=heron, key="discourse:7")
    wrote(heron, topic)
    assert people_called(ada, "bo", topic) == ["bold-heron", "bob"]
    assert people_called(ada, "bo", None) == ["bob"]


def test_who_left_is_not_offered(topic: Topic, ada: User) -> None:
    wrote(Persona.objects.create(name="gone"), topic)
    nobody = Persona.objects.create(name="")
    Origin.objects.create(persona=nobody, key="discourse:8")
    wrote(nobody, topic)
    assert people_called(ada, "", topic) == []
    assert people_called(ada, "go", topic) == []


def test_who_may_not_log_in_is_not_offered(ada: User, bob: User) -> None:
    User.objects.filter(pk=bob.pk).update(is_active=False)
    assert people_called(ada, "bo", None) == []


def test_letters_are_letters_and_no_pattern(client_of: ClientOf, ada: User, bob: User) -> None:
    assert client_of(ada).get("/people/", {"q": "b%"}).json() == {"names": []}
    assert client_of(ada).get("/people/", {"q": "_"}).json() == {"names": []}


def test_topic_out_of_reach_tells_nothing(client_of: ClientOf, topic: Topic, ada: User, bob: User) -> None:
    create_reply(persona=bob.persona, topic=topic, source="Tea.", key=uuid.uuid4())
    Topic.objects.filter(pk=topic.pk).update(audience=2)
    assert client_of(ada).get("/people/", {"q": "", "topic": str(topic.pk)}).json() == {"names": []}


def test_answer_is_kept_nowhere_and_holds_names_alone(client_of: ClientOf, ada: User, bob: User) -> None:
    answer = client_of(ada).get("/people/", {"q": "bo"})
    assert answer["Cache-Control"] == "no-store"
    assert answer.json() == {"names": ["bob"]}


@pytest.mark.parametrize("people", [1, 20])
def test_people_cost_one_query_however_many(
    ada: User, topic: Topic, django_assert_num_queries: DjangoAssertNumQueries, people: int
) -> None:
    for number in range(people):
        Persona.objects.create(name=f"zed{number}", user=User.objects.create(username=f"zed{number}"))
    with django_assert_num_queries(1):
        assert len(people_called(ada, "zed", topic)) == min(people, 10)


def test_first_letters_have_an_index(ada: User) -> None:
    Persona.objects.bulk_create(Persona(name=f"zed{number}") for number in range(2000))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE accounts_persona")
    assert "persona_name_first_letters" in Persona.objects.beginning_with("an").explain()

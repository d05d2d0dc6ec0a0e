"""A persona as others see it."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts import actions
from accounts.models import Persona, User
from forum.categories.models import Category
from forum.categories.visibility import Audience
from forum.topics.actions import hide_post
from forum.topics.models import Post, Topic
from tests.fixtures_people import ClientOf

Maker = Callable[..., Post]


def page_of(client: Client, name: str, query: str = "") -> str:
    answer = client.get(f"/@{name}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("name", ["ada", "ADA", "Ada"])
def test_member_finds_a_profile_whatever_its_case(ada: User, bob: User, client_of: ClientOf, name: str) -> None:
    assert "<h1" in page_of(client_of(bob), name)


def test_profile_shows_what_was_chosen_to_tell(moderator: User, ada: User, client_of: ClientOf) -> None:
    actions.describe_self(moderator.persona, "I like <b>rivers</b>.\nAnd tea.")
    page = page_of(client_of(ada), "mona")
    assert "I like &lt;b&gt;rivers&lt;/b&gt;." in page
    assert '<span class="badge">Moderator</span>' in page
    assert "Here since" in page


def test_profile_shows_no_address(ada: User, bob: User, client_of: ClientOf) -> None:
    assert "example.org" not in page_of(client_of(bob), "ada")


def test_visitor_finds_the_same_nothing_behind_every_name(ada: User, client: Client) -> None:
    pages = {path: client.get(path) for path in ("/@ada/", "/@nobody/", "/@x.y/")}
    assert {page.status_code for page in pages.values()} == {404}
    assert len({page.content for page in pages.values()}) == 1
    assert not [page for page in pages.values() if page.cookies]


def test_visitors_name_is_not_even_looked_up(
    ada: User, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        client.get("/@ada/")


@pytest.mark.parametrize("name", ["nobody", "a%00b", "%F0%9F%99%82", "a" * 300, "ada."])
def test_member_is_told_when_nobody_goes_by_a_name(ada: User, client_of: ClientOf, name: str) -> None:
    assert client_of(ada).get(f"/@{name}/").status_code == 404


def test_persona_without_a_name_has_no_profile(ada: User, client_of: ClientOf) -> None:
    Persona.objects.create(name="")
    assert client_of(ada).get("/@/").status_code == 404


def test_posts_stand_newest_first_with_their_updates(
    topic: Topic, post: Post, bob: User, ada: User, reply: Maker, update: Maker, client_of: ClientOf
) -> None:
    reply(bob, topic, "Not hers.")
    reply(ada, topic, "Thank you.")
    update(ada, post, "It is better.")
    page = page_of(client_of(bob), "ada")
    places = [page.index(words) for words in ("It is better.", "Thank you.", "How do you sleep?")]
    assert places == sorted(places)
    assert "Not hers." not in page


def test_what_a_reader_may_not_read_stands_on_no_profile(
    topic: Topic, ada: User, bob: User, start: Callable[..., Topic], moderator: User, client_of: ClientOf
) -> None:
    staff = Category.objects.create(name="Staff", slug="staff", audience=Audience.MODERATORS)
    start(moderator, "Among ourselves.", category=staff)
    assert "Among ourselves." not in page_of(client_of(bob), "mona")
    assert "Among ourselves." in page_of(client_of(moderator), "mona")


def test_hidden_post_is_gone_for_others_and_marked_for_its_author(
    topic: Topic, ada: User, bob: User, reply: Maker, client_of: ClientOf
) -> None:
    hide_post(post=reply(ada, topic, "Too much."))
    assert "Too much." not in page_of(client_of(bob), "ada")
    assert re.search(r"Taken down.*Too much\.", page_of(client_of(ada), "ada"), re.DOTALL)


def test_older_posts_follow_without_gap_or_repeat(
    topic: Topic, ada: User, bob: User, reply: Maker, client_of: ClientOf
) -> None:
    for number in range(44):
        reply(ada, topic, f"word{number}.")
    client, query, seen = client_of(bob), "", []
    for _ in range(3):
        page = page_of(client, "ada", query)
        seen += re.findall(r"word(\d+)\.", page)
        query = "".join(re.findall(r'rel="next" href="(\?before=[^"]+)"', page))
    assert seen == [str(number) for number in range(43, -1, -1)]
    assert not query


@pytest.mark.parametrize("key", ["", "x", "1-", "-1", "99999999999999999999999-1", "1-99999999999999999999"])
def test_key_that_is_none_of_ours_breaks_nothing(ada: User, client_of: ClientOf, key: str) -> None:
    assert client_of(ada).get("/@ada/", {"before": key}).status_code == 200


@pytest.mark.parametrize("replies", [1, 20])
def test_profile_costs_three_queries_however_long(
    replies: int,
    topic: Topic,
    ada: User,
    bob: User,
    reply: Maker,
    client_of: ClientOf,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(replies):
        reply(ada, topic, f"word{number}.")
    client = client_of(bob)
    with django_assert_num_queries(3):
        page_of(client, "ada")

"""Reactions on the page: given and taken back by a press, counted for all, named to members alone."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from forum.reactions.actions import react
from forum.reactions.models import Feeling, Reaction
from forum.topics.models import Post, Topic
from tests.fixtures_people import ClientOf, make_person

Reply = Callable[..., Post]


def words(answer: Any) -> str:  # noqa: ANN401 - the test client's response has no public type
    """Return what is written on the page, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_press_counts_and_leads_back_to_the_post(post: Post, bob: User, client_of: ClientOf) -> None:
    bobs = client_of(bob)
    answer = bobs.post(f"/p/{post.pk}/react/", {"give": "hug"})
    assert answer.headers["Location"] == post.get_absolute_url()
    page = bobs.get(post.get_absolute_url())
    assert "Hug 1" in words(page)
    assert b'name="take" value="hug" aria-pressed="true"' in page.content


def test_whoever_is_logged_out_comes_back_to_the_post_after_the_log_in(post: Post, client: Client) -> None:
    answer = client.post(f"/p/{post.pk}/react/", {"give": "hug"}, headers={"HX-Request": "true"})
    assert (answer.content, answer["HX-Redirect"]) == (b"", f"/accounts/login/?next={quote(post.get_absolute_url())}")


def test_second_press_takes_it_back(post: Post, bob: User, client_of: ClientOf) -> None:
    for name in ("give", "take"):
        client_of(bob).post(f"/p/{post.pk}/react/", {name: "hug"})
    assert "Hug 1" not in words(client_of(bob).get(post.get_absolute_url()))


def test_visitor_sees_how_many_and_not_who(post: Post, bob: User, client: Client) -> None:
    react(persona=bob.persona, post=post, feeling=Feeling.SAME_HERE)
    page = client.get(post.get_absolute_url())
    assert "Same here 1" in words(page)
    assert f"/p/{post.pk}/reactions/" not in page.content.decode()
    assert client.get(f"/p/{post.pk}/reactions/").status_code == 302


def test_what_one_pressed_shows_on_ones_own_page_alone(
    post: Post, bob: User, moderator: User, client_of: ClientOf
) -> None:
    react(persona=bob.persona, post=post, feeling=Feeling.HUG)
    pressed = {
        user: b'aria-pressed="true"' in client_of(user).get(f"/t/x/{post.topic_id}/1/").content
        for user in (bob, moderator)
    }
    assert pressed == {bob: True, moderator: False}


def test_own_post_offers_no_reaction(post: Post, ada: User, client_of: ClientOf) -> None:
    assert b"/react/" not in client_of(ada).get(post.get_absolute_url()).content
    assert client_of(ada).post(f"/p/{post.pk}/react/", {"give": "hug"}).status_code == 403


@pytest.mark.parametrize("sent", [{}, {"give": "scorn"}, {"take": ""}])
def test_unknown_feeling_changes_nothing(post: Post, bob: User, client_of: ClientOf, sent: dict[str, str]) -> None:
    assert client_of(bob).post(f"/p/{post.pk}/react/", sent).status_code == 302
    assert not Reaction.objects.exists()


def test_htmx_gets_the_line_alone(post: Post, bob: User, client_of: ClientOf) -> None:
    answer = client_of(bob).post(f"/p/{post.pk}/react/", {"give": "heart"}, headers={"HX-Request": "true"})
    assert answer.content.strip().startswith(b'<div class="reactions"')
    assert "Heart 1" in words(answer)


def test_likes_that_came_along_stand_among_the_hearts(post: Post, bob: User, client_of: ClientOf) -> None:
    Post.objects.filter(pk=post.pk).update(former_likes=5)
    react(persona=bob.persona, post=post, feeling=Feeling.HEART)
    assert "Heart 6" in words(client_of(bob).get(post.get_absolute_url()))
    listed = words(client_of(bob).get(f"/p/{post.pk}/reactions/"))
    assert "5 hearts came with this post" in listed


def test_list_names_who_reacted_the_newest_first(post: Post, bob: User, moderator: User, client_of: ClientOf) -> None:
    for user in (bob, moderator):
        react(persona=user.persona, post=post, feeling=Feeling.HUG)
    assert re.search(r"mona.*Hug.*bob.*Hug", words(client_of(bob).get(f"/p/{post.pk}/reactions/")))


def test_list_without_anyone_says_so(post: Post, bob: User, client_of: ClientOf) -> None:
    assert "Nobody has reacted yet." in words(client_of(bob).get(f"/p/{post.pk}/reactions/"))


def test_list_goes_on_behind_its_last_row(post: Post, bob: User, client_of: ClientOf) -> None:
    for number in range(21):
        react(persona=make_person(f"friend{number}").persona, post=post, feeling=Feeling.HUG)
    page = client_of(bob).get(f"/p/{post.pk}/reactions/")
    older = re.search(r'href="(\?before=[^"]+)"', page.content.decode())
    assert older
    rest = words(client_of(bob).get(f"/p/{post.pk}/reactions/{older[1]}"))
    assert "friend0 " in rest
    assert "friend1 " not in rest


@pytest.mark.parametrize("rows", [1, 20])
def test_list_costs_the_same_for_one_reaction_as_for_twenty(
    post: Post, bob: User, client_of: ClientOf, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for number in range(rows):
        react(persona=make_person(f"friend{number}").persona, post=post, feeling=Feeling.HUG)
    reader = client_of(bob)
    with django_assert_num_queries(3):
        reader.get(f"/p/{post.pk}/reactions/")


def test_reactions_of_twenty_posts_cost_a_page_nothing_more(
    topic: Topic,
    reply: Reply,
    ada: User,
    bob: User,
    client_of: ClientOf,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(19):
        react(persona=bob.persona, post=reply(ada, topic), feeling=Feeling.HUG)
    reader = client_of(bob)
    with django_assert_max_num_queries(9):
        page = reader.get(f"/t/{topic.slug}/{topic.pk}/1/").content
    assert page.count(b'class="reaction" type="submit"') == 19

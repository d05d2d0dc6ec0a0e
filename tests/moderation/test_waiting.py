"""What waits for a moderator: a list, one press to let in, and word to both sides."""

from collections.abc import Callable

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from forum.categories.models import Category
from forum.notifications.models import Notification
from forum.topics.events import PostHeld
from forum.topics.models import Post, Topic
from forum.topics.visibility import Status
from moderation.handlers import on_post_held
from moderation.models import Act
from outbox.tasks import deliver_due
from tests.fixtures_people import ClientOf


@pytest.fixture
def held(post: Post, reply: Callable[..., Post], room: Category, bob: User) -> Post:
    """Return bob's first reply, which waits."""
    Category.objects.filter(pk=room.pk).update(holds_first_posts=True)
    return reply(bob, post.topic, "I am new here.")


def test_list_shows_what_waits(held: Post, moderator: User, client_of: ClientOf) -> None:
    page = client_of(moderator).get("/moderation/waiting/").content.decode()
    assert "I am new here." in page
    assert f"/moderation/p/{held.pk}/approve/" in page


@pytest.mark.parametrize("count", [1, 20])
def test_list_costs_the_same_whatever_its_length(
    held: Post,
    moderator: User,
    client_of: ClientOf,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    words = {"topic": held.topic, "persona": held.persona, "html": "x", "source": "x", "renderer_version": 1}
    Post.objects.bulk_create(Post(status=Status.HELD, **words) for _ in range(count - 1))
    client = client_of(moderator)
    with django_assert_max_num_queries(4):
        assert client.get("/moderation/waiting/").status_code == 200


def test_empty_list_says_so(moderator: User, client_of: ClientOf) -> None:
    assert "Nothing waits for you." in client_of(moderator).get("/moderation/waiting/").content.decode()


def test_list_is_for_moderators(held: Post, ada: User, client_of: ClientOf) -> None:
    assert client_of(ada).get("/moderation/waiting/").status_code == 403


def test_one_press_with_the_words_that_are_there_lets_in(held: Post, moderator: User, client_of: ClientOf) -> None:
    client = client_of(moderator)
    form = client.get(f"/moderation/p/{held.pk}/approve/").context["form"]
    answer = client.post(f"/moderation/p/{held.pk}/approve/", {"why": form["why"].value(), "origin": "own look"})
    held.refresh_from_db()
    assert (held.status, answer["location"]) == (Status.PUBLISHED, held.get_absolute_url())


def test_letting_in_stands_in_the_log_and_its_author_is_told(held: Post, moderator: User, client_of: ClientOf) -> None:
    client_of(moderator).post(f"/moderation/p/{held.pk}/approve/", {"why": "Welcome."})
    act = Act.objects.get()
    assert (act.verb, act.post, act.actor) == (Act.Verb.APPROVE, held, moderator)
    deliver_due()
    told = Notification.objects.get(recipient=held.persona.user, key=f"act:{act.pk}")
    assert "Others can read them now" in told.text


def test_each_moderator_is_told_once_that_something_waits(held: Post, moderator: User, administrator: User) -> None:
    for _ in range(2):
        on_post_held(PostHeld(held.pk))
    told = Notification.objects.filter(key=f"held:{held.pk}").values_list("recipient", flat=True)
    assert sorted(told) == sorted([moderator.pk, administrator.pk])


def test_nobody_is_told_of_what_was_let_in_before_the_telling(held: Post, moderator: User) -> None:
    Post.objects.filter(pk=held.pk).update(status=Status.HIDDEN)
    on_post_held(PostHeld(held.pk))
    assert not Notification.objects.filter(key=f"held:{held.pk}").exists()


def test_turning_down_keeps_the_words_from_others(held: Post, moderator: User, client_of: ClientOf) -> None:
    client_of(moderator).post(f"/moderation/p/{held.pk}/hide/", {"why": "It names a town."})
    held.refresh_from_db()
    assert (held.status, held.number, Topic.objects.get().last_number) == (Status.HIDDEN, None, 1)

"""Django's admin: rooms are kept there by actions, and words are only looked at."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from forum.categories.models import Category
from forum.categories.visibility import Audience
from forum.topics.actions import edit_post
from forum.topics.models import Post, Topic

NIGHT = {"name": "Night", "description": "x", "position": "3"}


@pytest.fixture
def admin(client_of: Callable[[User], Client], administrator: User) -> Client:
    return client_of(administrator)


def test_new_room_is_opened(admin: Client) -> None:
    room = NIGHT | {"slug": "night", "audience": "1", "language": "german"}
    admin.post(reverse("admin:forum_category_add"), room)
    assert Category.objects.values_list("audience", "language").get() == (Audience.MEMBERS, "german")


def test_narrowed_room_takes_its_topics_along_and_keeps_its_address(admin: Client, topic: Topic) -> None:
    page = reverse("admin:forum_category_change", args=[topic.category_id])
    admin.post(page, NIGHT | {"slug": "other", "audience": "2", "language": "english"})
    topic.refresh_from_db()
    assert topic.audience == Audience.MODERATORS
    assert (topic.category.name, topic.category.slug) == ("Night", "living-with-it")


def test_room_takes_another_language_and_its_posts_with_it(admin: Client, topic: Topic) -> None:
    page = reverse("admin:forum_category_change", args=[topic.category_id])
    admin.post(page, NIGHT | {"audience": "0", "language": "german"})
    assert list(Post.objects.values_list("language", flat=True)) == ["german"]


@pytest.mark.parametrize("model", ["topic", "post"])
def test_what_members_wrote_is_only_looked_at(admin: Client, post: Post, ada: User, model: str) -> None:
    edit_post(post=post, persona=ada.persona, source="Do you sleep?")
    row = {"topic": post.topic_id, "post": post.pk}[model]
    page = reverse(f"admin:forum_{model}_change", args=[row])
    assert admin.get(page).status_code == 200
    assert admin.get(reverse(f"admin:forum_{model}_changelist")).status_code == 200
    assert admin.post(page, {"source": "x", "title": "x"}).status_code == 403
    assert admin.post(reverse(f"admin:forum_{model}_delete", args=[row]), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("rows", [1, 20])
def test_list_of_posts_costs_the_same_for_one_as_for_twenty(
    admin: Client,
    topic: Topic,
    ada: User,
    reply: Callable[..., Post],
    rows: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(rows):
        reply(ada, topic)
    with django_assert_max_num_queries(8):
        admin.get(reverse("admin:forum_post_changelist"))

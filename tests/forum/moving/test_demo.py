"""The demo: what it holds, and that it is loaded once."""

from datetime import timedelta

import pytest
from django.conf import settings

from accounts.models import Persona, User
from forum.categories.models import Category
from forum.meetups.models import Meetup
from forum.moving.demo import load_demo
from forum.topics.models import Post, Topic
from outbox import clock

pytestmark = pytest.mark.django_db

PASSWORD = "a long walk by the sea"


def test_every_login_opens_with_the_one_password() -> None:
    load_demo(PASSWORD)
    assert all(User.objects.get(username=login).check_password(PASSWORD) for login in settings.DEMO_LOGINS)


def test_logins_have_the_addresses_that_are_told() -> None:
    load_demo(PASSWORD)
    assert {user.email for user in User.objects.all()} == {f"{login}@example.org" for login in settings.DEMO_LOGINS}


def test_members_of_the_demo_are_not_new_any_more() -> None:
    load_demo(PASSWORD)
    assert not User.objects.filter(created_at__gt=clock.now() - timedelta(days=2)).exists()


def test_other_voices_have_no_account() -> None:
    load_demo(PASSWORD)
    assert Persona.objects.filter(user=None).count() == Persona.objects.count() - len(settings.DEMO_LOGINS)


def test_a_second_load_changes_nothing() -> None:
    load_demo(PASSWORD)
    posts = Post.objects.count()
    assert (load_demo(PASSWORD), Post.objects.count()) == (False, posts)


def test_a_forum_with_a_room_is_left_alone() -> None:
    Category.objects.create(name="Ours", slug="ours")
    assert load_demo(PASSWORD) is False


def test_the_first_thread_holds_an_update_and_a_mention() -> None:
    load_demo(PASSWORD)
    topic = Topic.objects.get(title__startswith="Seven weeks")
    assert topic.posts.filter(updates=topic.first_post).exists()
    assert topic.posts.filter(mentions__persona__name="moderator").exists()


def test_a_quote_in_the_first_thread_knows_which_post_it_is_of() -> None:
    load_demo(PASSWORD)
    post = Post.objects.get(persona__name="tern", topic__title__startswith="Seven weeks")
    assert post.quotes.get().quoted == post.topic.posts.get(number=2)
    assert f'post:2, topic:{post.topic_id}"]' in post.source


def test_the_next_meetup_is_hours_ahead_and_has_guests() -> None:
    load_demo(PASSWORD)
    meetup = Meetup.objects.filter(starts_at__gt=clock.now()).order_by("starts_at")[0]
    assert timedelta(hours=1) < meetup.starts_at - clock.now() < timedelta(hours=27)
    assert meetup.seats_taken == meetup.registrations.count() > 0


def test_past_posts_tell_nobody() -> None:
    load_demo(PASSWORD)
    assert not User.objects.filter(notifications__isnull=False).exists()

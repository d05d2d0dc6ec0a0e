"""The demo: what it holds, and that it is loaded once."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from accounts.models import Persona, User
from forum.categories.models import Category
from forum.meetups.models import Meetup
from forum.moving.demo import load_demo
from forum.notifications.models import Notification
from forum.topics.models import Post, Topic
from outbox import clock
from outbox.models import Letter

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


def test_partner_finds_what_came_last_unread_and_what_came_before_read() -> None:
    load_demo(PASSWORD)
    told = Notification.objects.filter(recipient__username="partner")
    assert told.filter(read_at=None).exists()
    assert told.exclude(read_at=None).exists()


def test_past_posts_send_no_mail() -> None:
    load_demo(PASSWORD)
    assert not Letter.objects.exists()


@pytest.mark.parametrize("hour", [0, 3, 9, 17, 23])
def test_nothing_of_the_demo_is_written_after_it_is_loaded(monkeypatch: pytest.MonkeyPatch, hour: int) -> None:
    loaded_at = datetime(2026, 3, 3, hour, 30, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: loaded_at)
    load_demo(PASSWORD)
    assert not Post.objects.filter(created_at__gt=loaded_at).exists()


def test_it_is_asked_at_night_wherever_the_day_stands() -> None:
    load_demo(PASSWORD)
    asked = Topic.objects.get(title__startswith="Seven weeks").created_at.astimezone(ZoneInfo("Europe/Berlin"))
    assert (asked.hour, asked.minute) == (1, 12)


def test_every_seat_is_counted() -> None:
    load_demo(PASSWORD)
    assert all(meetup.seats_taken == meetup.registrations.live().count() > 0 for meetup in Meetup.objects.all())

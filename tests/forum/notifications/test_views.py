"""The pages of what one was told, and the address that ends a kind of mail."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from forum.meetups.events import MeetupAnnounced, ReminderDue
from forum.meetups.models import Meetup, Reminder
from forum.notifications import actions, emails, handlers, queries
from forum.notifications.models import Notification
from forum.notifications.rules import SWITCHES, Told
from forum.notifications.visibility import Reason
from forum.topics.models import Post, Topic
from forum.topics.visibility import Status
from outbox import clock
from tests.fixtures_people import ClientOf
from tests.forum.notifications.conftest import TITLE, write

LIST = "/notifications/"

# The session with its account, the rows, and the count in the header.
QUERIES = 3


def page(client: Client, address: str = LIST) -> str:
    """Return the page at `address`."""
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def tell_of_many(reader: User, writer: User, topic: Topic, count: int) -> None:
    """Tell `reader` of so many replies, a minute apart."""
    for number in range(count):
        post = write(writer, topic, updates=topic.first_post) if number % 5 == 4 else write(writer, topic)
        actions.tell_of_post(post=post, told=[Told(reader.pk, Reason.REPLY)])
    for number, row in enumerate(Notification.objects.order_by("pk")):
        Notification.objects.filter(pk=row.pk).update(created_at=clock.now() - timedelta(minutes=count - number))


def test_visitor_is_led_to_log_in_and_back(client: Client, told: Notification) -> None:
    answer = client.get(f"/notifications/{told.pk}/")
    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('account_login')}?next=/notifications/{told.pk}/"


def test_list_says_who_did_what_where(client_of: ClientOf, ada: User, told: Notification) -> None:
    html = page(client_of(ada))
    assert f"bob replied to you in “{TITLE}”" in html
    assert "New</span>" in html


def test_list_of_what_was_read_marks_nothing_as_new(client_of: ClientOf, ada: User, told: Notification) -> None:
    actions.read(notification=told)
    html = page(client_of(ada))
    assert "New</strong>" not in html
    assert "Mark all as read" not in html


def follow(reader: User, writers: list[User], topic: Topic) -> list[Post]:
    """Tell `reader` of a reply by each of the writers in a topic that they follow."""
    posts = [write(writer, topic) for writer in writers]
    for post in posts:
        actions.tell_of_post(post=post, told=[Told(reader.pk, Reason.FOLLOWING)])
    return posts


def test_news_of_a_followed_topic_stand_on_one_line_that_leads_to_the_first(
    client_of: ClientOf, ada: User, bob: User, moderator: User, topic: Topic
) -> None:
    posts = follow(ada, [bob, moderator, bob], topic)
    html = page(client_of(ada))
    assert html.count('<li class="row notification') == 1
    assert f"3 new replies in “{TITLE}”, which you follow" in html
    assert f"From <bdi>bob</bdi>, <bdi>{moderator.persona.name}</bdi>" in html
    first = Notification.objects.get(post=posts[0])
    assert f'href="/notifications/{first.pk}/"' in html


def test_read_and_personal_ones_stand_by_themselves(
    client_of: ClientOf, ada: User, bob: User, topic: Topic, told: Notification
) -> None:
    follow(ada, [bob, bob], topic)
    actions.read(notification=Notification.objects.filter(reason=Reason.FOLLOWING)[0])
    html = page(client_of(ada))
    assert html.count('<li class="row notification') == 3
    assert f"bob replied to you in “{TITLE}”" in html


def test_empty_list_says_what_will_stand_there(client_of: ClientOf, ada: User) -> None:
    assert "Nothing yet." in page(client_of(ada))


@pytest.mark.parametrize("count", [1, 20])
def test_list_takes_as_many_queries_for_one_row_as_for_twenty(
    client_of: ClientOf,
    ada: User,
    bob: User,
    topic: Topic,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    tell_of_many(ada, bob, topic, count)
    client = client_of(ada)
    with django_assert_num_queries(QUERIES):
        assert page(client).count('class="row notification') == count


def test_older_ones_stand_on_the_next_page_each_once(client_of: ClientOf, ada: User, bob: User, topic: Topic) -> None:
    tell_of_many(ada, bob, topic, 25)
    first = queries.notifications_page(ada)
    second = queries.notifications_page(ada, first.older)
    keys = [row.pk for row in [*first.rows, *second.rows]]
    assert keys == list(Notification.objects.order_by("-created_at", "-pk").values_list("pk", flat=True))
    assert second.older == ""
    assert f"?before={first.older}" in page(client_of(ada))


@pytest.mark.parametrize("mark", ["", "x", "1.x", "9" * 40 + ".1", "-1.-1", "١.١"])
def test_mark_that_is_none_of_ours_breaks_nothing(client_of: ClientOf, ada: User, mark: str) -> None:
    assert client_of(ada).get(LIST, {"before": mark}).status_code == 200


def test_opening_leads_to_the_post_and_reads_it(client_of: ClientOf, ada: User, told: Notification) -> None:
    answer = client_of(ada).get(f"/notifications/{told.pk}/")
    assert told.post
    assert answer["Location"] == told.post.get_absolute_url()
    assert Notification.objects.get().read_at


def test_opening_an_update_leads_to_the_post_it_stands_under(
    client_of: ClientOf, ada: User, bob: User, reply: Post
) -> None:
    update = write(bob, reply.topic, updates=reply)
    actions.tell_of_post(post=update, told=[Told(ada.pk, Reason.UPDATE)])
    answer = client_of(ada).get(f"/notifications/{Notification.objects.get().pk}/")
    assert answer["Location"].endswith("/2/#post-2")


def test_topic_page_reads_what_it_shows_within_the_page_s_queries(
    client_of: ClientOf,
    ada: User,
    told: Notification,
    reply: Post,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = client_of(ada)
    with django_assert_max_num_queries(9):
        html = page(client, reply.get_absolute_url())
    assert 'class="count"' not in html
    assert Notification.objects.get().read_at


def test_anothers_notification_is_not_there(client_of: ClientOf, bob: User, told: Notification) -> None:
    assert client_of(bob).get(f"/notifications/{told.pk}/").status_code == 404
    assert Notification.objects.get().read_at is None


def test_number_that_no_row_can_have_is_not_there(client_of: ClientOf, ada: User) -> None:
    assert client_of(ada).get(f"/notifications/{10**30}/").status_code == 404


@pytest.mark.parametrize("status", [Status.HIDDEN, Status.DELETED])
def test_what_was_taken_down_leaves_list_and_count_alike(
    client_of: ClientOf, ada: User, told: Notification, reply: Post, status: str
) -> None:
    Post.objects.filter(pk=reply.pk).update(status=status)
    html = page(client_of(ada))
    assert "Nothing yet." in html
    assert 'class="count"' not in html
    assert client_of(ada).get(f"/notifications/{told.pk}/").status_code == 404


def test_word_from_the_moderators_stays_when_the_topic_is_gone(client_of: ClientOf, ada: User, topic: Topic) -> None:
    actions.tell(recipient_id=ada.pk, key="act:1", topic_id=topic.pk, text="We <b>moved</b> it.")
    Topic.objects.update(status=Status.DELETED)
    assert "We &lt;b&gt;moved&lt;/b&gt; it." in page(client_of(ada))
    answer = client_of(ada).get(f"/notifications/{Notification.objects.get().pk}/")
    assert answer["Location"] == LIST


def test_word_from_the_moderators_says_which_topic_it_is_about_while_one_may_see_it(
    client_of: ClientOf, ada: User, topic: Topic
) -> None:
    actions.tell(recipient_id=ada.pk, key="act:9", topic_id=topic.pk, text="It is closed.")
    assert f"A word from the moderators about “{TITLE}”" in page(client_of(ada))
    Topic.objects.update(status=Status.DELETED)
    html = page(client_of(ada))
    assert "A word from the moderators</a>" in html
    assert TITLE not in html


def test_word_from_the_moderators_leads_to_the_post_while_its_author_sees_it(
    client_of: ClientOf, bob: User, reply: Post
) -> None:
    Post.objects.filter(pk=reply.pk).update(status=Status.HIDDEN)
    actions.tell(recipient_id=bob.pk, key="act:1", topic_id=reply.topic_id, post_id=reply.pk, text="We hid it.")
    answer = client_of(bob).get(f"/notifications/{Notification.objects.get().pk}/")
    assert answer["Location"] == reply.get_absolute_url()


def test_word_from_the_moderators_leads_to_the_topic_where_it_is_about_no_post(
    client_of: ClientOf, ada: User, topic: Topic
) -> None:
    actions.tell(recipient_id=ada.pk, key="act:1", topic_id=topic.pk, text="We moved it.")
    answer = client_of(ada).get(f"/notifications/{Notification.objects.get().pk}/")
    assert answer["Location"] == topic.get_absolute_url()


def test_reminder_says_when_it_starts(client_of: ClientOf, bob: User, reminder: Reminder) -> None:
    handlers.on_reminder_due(ReminderDue(reminder.pk))
    html = page(client_of(bob))
    assert f"You asked to be reminded of “{TITLE}”" in html
    assert reminder.registration.meetup.starts_at.isoformat(timespec="seconds") in html


def test_meetup_says_who_announced_it(client_of: ClientOf, ada: User, meetup: Meetup) -> None:
    User.objects.update(wants_meetups=True)
    handlers.on_meetup_announced(MeetupAnnounced(meetup.pk))
    assert "olga announced a meetup" in page(client_of(ada))


def test_marking_all_as_read_spares_what_came_meanwhile(
    client_of: ClientOf, ada: User, bob: User, topic: Topic
) -> None:
    tell_of_many(ada, bob, topic, 2)
    until = Notification.objects.order_by("created_at")[0].created_at
    answer = client_of(ada).post("/notifications/read/", {"until": until.isoformat()})
    assert answer["Location"] == LIST
    assert Notification.objects.unread().count() == 1


@pytest.mark.parametrize("until", ["", "now", "2026-13-45T00:00:00+00:00", "2026-11-23T12:00:00"])
def test_marking_without_a_time_reads_nothing(client_of: ClientOf, ada: User, told: Notification, until: str) -> None:
    assert client_of(ada).post("/notifications/read/", {"until": until}).status_code == 302
    assert Notification.objects.unread().exists()


def test_marking_all_as_read_is_not_done_by_a_link(client_of: ClientOf, ada: User, told: Notification) -> None:
    assert client_of(ada).get("/notifications/read/").status_code == 405


def stop_path(person: User) -> str:
    """Return the path that ends the mail about replies to `person`."""
    return emails.stop_address(person, "mails_replies").removeprefix("https://notes.example.org")


def test_looking_at_the_address_that_stops_mail_changes_nothing(client: Client, ada: User) -> None:
    html = page(client, stop_path(ada))
    ada.refresh_from_db()
    assert ada.mails_replies
    assert "Mails when someone replies to you" in html
    assert not client.cookies


def test_one_click_stops_that_kind_without_cookie_or_log_in(ada: User) -> None:
    stranger = Client(enforce_csrf_checks=True)
    answer = stranger.post(stop_path(ada), {"List-Unsubscribe": "One-Click"})
    ada.refresh_from_db()
    assert answer.status_code == 200
    assert not ada.mails_replies
    assert ada.mails_mentions
    assert not stranger.cookies


def test_button_stops_all_mail(client: Client, ada: User) -> None:
    client.post(stop_path(ada), {"all": "yes"})
    ada.refresh_from_db()
    assert not any(getattr(ada, switch) for switch in SWITCHES)


@pytest.mark.parametrize("token", ["x", "WzEsIm1haWxzX3JlcGxpZXMiXQ.forged", "a.b.c", "..."])
def test_forged_address_is_not_there(client: Client, ada: User, token: str) -> None:
    assert client.post(f"/u/{token}/").status_code == 404


def test_address_of_someone_who_left_is_not_there(client: Client, ada: User) -> None:
    path = stop_path(ada)
    User.objects.all().delete()
    assert client.get(path).status_code == 404

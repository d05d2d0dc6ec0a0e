"""What telling, reading and stopping change."""

from datetime import timedelta

from accounts.models import User
from forum.notifications import actions
from forum.notifications.models import Notification
from forum.notifications.rules import SWITCHES
from forum.topics.models import Post, Topic
from outbox.models import Letter


def test_word_from_the_moderators_is_told_once(ada: User, topic: Topic) -> None:
    for _ in range(2):
        actions.tell(recipient_id=ada.pk, key="act:7", topic_id=topic.pk, text="We moved your topic.")
    assert Notification.objects.get().text == "We moved your topic."
    assert Letter.objects.count() == 1


def test_letter_of_a_word_from_the_moderators_holds_none_of_it(ada: User, topic: Topic) -> None:
    actions.tell(recipient_id=ada.pk, key="act:7", topic_id=topic.pk, text="We moved your topic.")
    assert "moved" not in str(Letter.objects.get().payload)


def test_reading_posts_leaves_others_unread(bob: User, told: Notification, reply: Post) -> None:
    actions.read_posts(reader=bob, posts=[reply.pk])
    assert Notification.objects.unread().exists()


def test_reading_all_spares_what_came_after_the_page(ada: User, told: Notification) -> None:
    actions.read_all(reader=ada, until=told.created_at - timedelta(seconds=1))
    assert Notification.objects.unread().exists()
    actions.read_all(reader=ada, until=told.created_at)
    assert not Notification.objects.unread().exists()


def test_reading_twice_keeps_the_first_time(told: Notification) -> None:
    actions.read(notification=told)
    first = Notification.objects.get().read_at
    actions.read(notification=told)
    assert Notification.objects.get().read_at == first
    assert first is not None


def test_stopping_one_kind_leaves_the_others(ada: User) -> None:
    actions.stop_mails(user=ada, switches=["mails_replies", "is_active"])
    ada.refresh_from_db()
    assert not ada.mails_replies
    assert ada.mails_mentions
    assert ada.is_active


def test_stopping_all_stops_every_kind(ada: User) -> None:
    actions.stop_mails(user=ada, switches=SWITCHES)
    ada.refresh_from_db()
    assert not any(getattr(ada, switch) for switch in SWITCHES)

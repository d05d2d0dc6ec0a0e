"""What happened reaches those whom it concerns, however often it is told."""

from datetime import timedelta
from unittest.mock import Mock

import pytest

from accounts.models import User
from config.events import EVENTS
from forum.meetups.events import MeetupAnnounced, ReminderDue
from forum.meetups.models import Meetup, Reminder
from forum.notifications import handlers, rules
from forum.notifications.events import MeetupAudienceSplit, PostAudienceSplit
from forum.notifications.models import Notification
from forum.notifications.visibility import Reason
from forum.topics.events import PostCreated, PostEdited, PostRestored, UpdateAdded
from forum.topics.models import Post, Topic
from forum.topics.visibility import Status
from outbox import clock
from outbox.events import Event
from outbox.models import Letter
from tests.fixtures_people import make_person
from tests.forum.notifications.conftest import Clock, mention, watch, write


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> list[Event]:
    """Return what the handlers record, in place of the rows."""
    events: list[Event] = []
    monkeypatch.setattr(handlers, "record", events.append)
    return events


def rows() -> list[tuple[str, str]]:
    """Return who was told and why."""
    return sorted(Notification.objects.values_list("recipient__username", "reason"))


def test_reply_is_told_with_a_letter_that_waits(time: Clock, ada: User, reply: Post) -> None:
    handlers.on_post_created(PostCreated(reply.pk))
    letter = Letter.objects.get()
    assert rows() == [("ada", Reason.REPLY)]
    assert letter.recipient == ada
    assert letter.due_at == time.now() + timedelta(minutes=5)


def test_letter_that_waits_holds_no_words(reply: Post) -> None:
    handlers.on_post_created(PostCreated(reply.pk))
    letter = Letter.objects.get()
    assert letter.payload == {"notification": Notification.objects.get().pk, "reason": "reply"}


@pytest.mark.parametrize("handler", [handlers.on_post_created, handlers.on_post_edited])
def test_same_event_twice_tells_once(bob: User, newcomer: User, reply: Post, handler: Mock) -> None:
    mention(newcomer, reply)
    for _ in range(2):
        handler(PostCreated(reply.pk))
    assert Notification.objects.filter(recipient=newcomer).count() == 1
    assert Letter.objects.filter(recipient=newcomer).count() == 1


def test_what_was_read_stays_read_when_the_event_comes_again(ada: User, reply: Post) -> None:
    handlers.on_post_created(PostCreated(reply.pk))
    Notification.objects.update(read_at=clock.now())
    handlers.on_post_created(PostCreated(reply.pk))
    assert not Notification.objects.unread().exists()


def test_mention_added_by_an_edit_is_told_then(newcomer: User, reply: Post) -> None:
    handlers.on_post_created(PostCreated(reply.pk))
    mention(newcomer, reply)
    handlers.on_post_edited(PostEdited(reply.pk))
    assert ("newcomer-jo", Reason.MENTION) in rows()


def test_mention_added_by_an_edit_raises_a_reply_once(ada: User, reply: Post) -> None:
    handlers.on_post_created(PostCreated(reply.pk))
    Notification.objects.update(read_at=clock.now())
    mention(ada, reply)
    handlers.on_post_edited(PostEdited(reply.pk))
    assert list(Notification.objects.unread().values_list("reason", flat=True)) == [Reason.MENTION]
    assert Letter.objects.count() == 2


def test_edit_without_a_new_mention_tells_nobody(ada: User, topic: Topic, reply: Post) -> None:
    handlers.on_post_edited(PostEdited(reply.pk))
    assert rows() == []


def test_less_personal_reason_that_comes_later_changes_nothing(ada: User, reply: Post) -> None:
    mention(ada, reply)
    handlers.on_post_edited(PostEdited(reply.pk))
    reply.mentions.all().delete()
    handlers.on_post_created(PostCreated(reply.pk))
    assert rows() == [("ada", Reason.MENTION)]


def test_post_that_was_down_is_told_when_it_is_back(reply: Post) -> None:
    Post.objects.filter(pk=reply.pk).update(status=Status.HIDDEN)
    handlers.on_post_created(PostCreated(reply.pk))
    assert rows() == []
    Post.objects.filter(pk=reply.pk).update(status=Status.PUBLISHED)
    handlers.on_post_restored(PostRestored(reply.pk))
    assert rows() == [("ada", Reason.REPLY)]


def test_old_post_that_is_back_is_not_told_to_who_followed_since(
    newcomer: User, told: Notification, reply: Post
) -> None:
    watch(newcomer, reply.topic)
    handlers.on_post_restored(PostRestored(reply.pk))
    assert rows() == [("ada", Reason.REPLY)]


def test_update_is_told_to_followers_once(ada: User, bob: User, topic: Topic) -> None:
    watch(bob, topic)
    update = write(ada, topic, "He told me.", updates=topic.first_post)
    for _ in range(2):
        handlers.on_update_added(UpdateAdded(update.pk))
    assert rows() == [("bob", Reason.UPDATE)]


def test_many_followers_are_told_in_portions(
    monkeypatch: pytest.MonkeyPatch, recorded: list[Event], topic: Topic, reply: Post
) -> None:
    monkeypatch.setattr(rules, "BATCH", 2)
    monkeypatch.setattr(handlers, "BATCH", 2)
    followers = [make_person(f"follower-{number}") for number in range(4)]
    for person in followers:
        watch(person, topic)
    handlers.on_post_created(PostCreated(reply.pk))
    assert rows() == []
    assert len(recorded) == 3
    for event in recorded:
        assert isinstance(event, PostAudienceSplit)
        handlers.on_post_audience_split(event)
    assert len(rows()) == 5


def test_many_who_want_meetups_are_told_in_portions(
    monkeypatch: pytest.MonkeyPatch, recorded: list[Event], ada: User, bob: User, newcomer: User, meetup: Meetup
) -> None:
    monkeypatch.setattr(rules, "BATCH", 2)
    monkeypatch.setattr(handlers, "BATCH", 2)
    User.objects.update(wants_meetups=True)
    handlers.on_meetup_announced(MeetupAnnounced(meetup.pk))
    assert rows() == []
    for event in recorded:
        assert isinstance(event, MeetupAudienceSplit)
        handlers.on_meetup_audience_split(event)
    assert [name for name, _ in rows()] == ["ada", "bob", "newcomer-jo"]


def test_meetup_is_told_once_and_a_mention_in_it_wins(ada: User, bob: User, meetup: Meetup) -> None:
    assert meetup.topic.first_post
    mention(ada, meetup.topic.first_post)
    User.objects.update(wants_meetups=True)
    handlers.on_meetup_announced(MeetupAnnounced(meetup.pk))
    handlers.on_post_created(PostCreated(meetup.topic.first_post.pk))
    handlers.on_meetup_announced(MeetupAnnounced(meetup.pk))
    assert rows() == [("ada", Reason.MENTION), ("bob", Reason.MEETUP)]


def test_reminder_is_told_once(reminder: Reminder) -> None:
    for _ in range(2):
        handlers.on_reminder_due(ReminderDue(reminder.pk))
    assert rows() == [("bob", Reason.REMINDER)]
    assert Letter.objects.count() == 1


def test_reminder_of_a_meetup_that_was_put_off_is_passed_over(reminder: Reminder) -> None:
    pk = reminder.pk
    reminder.delete()
    handlers.on_reminder_due(ReminderDue(pk))
    assert rows() == []


def test_both_reminders_of_a_meetup_are_told(reminder: Reminder) -> None:
    second = Reminder.objects.create(registration=reminder.registration, hours_before=1, due_at=clock.now())
    handlers.on_reminder_due(ReminderDue(reminder.pk))
    handlers.on_reminder_due(ReminderDue(second.pk))
    assert rows() == [("bob", Reason.REMINDER)] * 2


def test_every_handler_stands_under_its_own_name() -> None:
    routed = [(key, function) for routes in EVENTS.values() for key, function in routes.items()]
    assert all(key.endswith(f".{function.__name__}") for key, function in routed)

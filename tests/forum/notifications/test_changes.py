"""Guests hear that their meetup was called off, is back, or was moved: once for each change."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail

from accounts.models import User
from forum.meetups.actions import cancel, change_meetup, note_standing, register
from forum.meetups.events import MeetupChanged
from forum.meetups.models import Change, Meetup
from forum.meetups.rules import plan_of
from forum.notifications import handlers, rules
from forum.notifications.events import GuestsSplit
from forum.notifications.models import Notification
from forum.notifications.rules import SWITCH, wants_mail
from forum.notifications.visibility import OF_MEETUPS
from forum.topics.actions import delete_post, hide_post, restore_post
from forum.topics.models import Post, Topic
from outbox.events import Event
from tests.fixtures_people import ClientOf
from tests.forum.notifications.conftest import TITLE, Clock, write

Work = Callable[[], None]


@pytest.fixture
def post(time: Clock, meetup: Meetup, bob: User, organizer: User) -> Post:
    """Return the first post of a meetup that bob and its host registered for."""
    for person in (bob, organizer):
        register(persona=person.persona, meetup=meetup)
    assert meetup.topic.first_post
    return meetup.topic.first_post


def move(meetup: Meetup, hours: int = 0, **plan: object) -> None:
    """Put the meetup to another time, as its host."""
    meetup.refresh_from_db()
    plan["starts_at"] = meetup.starts_at + timedelta(hours=hours)
    assert meetup.topic.first_post
    persona = meetup.topic.first_post.persona
    change_meetup(meetup=meetup, persona=persona, plan=replace(plan_of(meetup), **plan))  # type: ignore[arg-type]


def told() -> list[tuple[str, str]]:
    """Return who was told what, in order."""
    return list(Notification.objects.order_by("pk").values_list("recipient__username", "reason"))


def wait(time: Clock, workers: Work) -> None:
    """Let the delay of mails pass."""
    workers()
    time.move(minutes=5, seconds=1)
    workers()


def test_guest_hears_that_it_was_called_off_and_its_host_does_not(post: Post, workers: Work) -> None:
    hide_post(post=post)
    workers()
    assert told() == [("bob", "off")]


def test_guest_hears_that_its_host_removed_it(
    post: Post, organizer: User, workers: Work, ada: User, meetup: Meetup
) -> None:
    write(ada, meetup.topic)
    Topic.objects.update(reply_count=1)
    delete_post(post=post, persona=organizer.persona)
    workers()
    assert told() == [("bob", "off")]


def test_guest_hears_that_it_takes_place_after_all(post: Post, time: Clock, workers: Work) -> None:
    hide_post(post=post)
    wait(time, workers)
    restore_post(post=post)
    wait(time, workers)
    assert told() == [("bob", "off"), ("bob", "on")]
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("change", [{"hours": 2}, {"duration_minutes": 90}, {"time_zone": "Europe/Lisbon"}])
def test_guest_hears_of_another_time(post: Post, meetup: Meetup, workers: Work, change: dict[str, object]) -> None:
    move(meetup, **change)  # type: ignore[arg-type]
    workers()
    assert told() == [("bob", "moved")]


def test_another_room_or_more_seats_are_no_news(post: Post, meetup: Meetup, workers: Work) -> None:
    move(meetup, capacity=50, join_url="https://meet.example.org/other", theme="Sleep")
    workers()
    assert told() == []


def test_seat_given_back_is_not_told(post: Post, bob: User, meetup: Meetup, workers: Work) -> None:
    cancel(persona=bob.persona, meetup=meetup)
    hide_post(post=post)
    workers()
    assert told() == []


def test_who_registered_for_the_new_time_is_not_told_of_it(
    post: Post, ada: User, meetup: Meetup, time: Clock, workers: Work
) -> None:
    move(meetup, hours=2)
    time.move(seconds=1)
    register(persona=ada.persona, meetup=meetup)
    workers()
    assert told() == [("bob", "moved")]


def test_same_news_twice_tells_nobody_twice(post: Post, workers: Work) -> None:
    hide_post(post=post)
    workers()
    for _ in range(2):
        note_standing(post.pk)
        handlers.on_meetup_changed(MeetupChanged(Change.objects.get().pk))
    workers()
    assert told() == [("bob", "off")]
    assert Change.objects.count() == 1


def test_late_workers_say_nothing_of_what_was_off_and_is_back(post: Post, workers: Work) -> None:
    hide_post(post=post)
    restore_post(post=post)
    workers()
    assert told() == []


@pytest.mark.parametrize("times", [1, 2])
def test_what_is_undone_before_its_mail_goes_is_not_mailed(
    post: Post, meetup: Meetup, time: Clock, workers: Work, times: int
) -> None:
    for _ in range(times):
        move(meetup, hours=2)
        workers()
    move(meetup, hours=-2 * times)
    wait(time, workers)
    handlers.on_meetup_changed(MeetupChanged(Change.objects.latest("pk").pk))
    wait(time, workers)
    assert mail.outbox == []
    assert not Notification.objects.unread().exists()


def test_what_was_read_before_it_was_undone_is_told(post: Post, time: Clock, workers: Work) -> None:
    hide_post(post=post)
    workers()
    Notification.objects.update(read_at=time.now())
    restore_post(post=post)
    wait(time, workers)
    assert [message.subject for message in mail.outbox] == ["Something you planned takes place after all"]


def test_of_two_changes_in_a_row_the_last_is_mailed(post: Post, meetup: Meetup, time: Clock, workers: Work) -> None:
    move(meetup, hours=1)
    workers()
    time.move(minutes=1)
    move(meetup, hours=1, duration_minutes=90)
    wait(time, workers)
    (message,) = mail.outbox
    assert "it starts on Tuesday 24 November at 15:00 (Europe/Berlin) and takes 90 minutes." in str(message.body)


def test_mail_is_discreet(post: Post, meetup: Meetup, time: Clock, workers: Work) -> None:
    meetup.theme = "Relapse"
    meetup.save()
    hide_post(post=post)
    wait(time, workers)
    shown = str(mail.outbox[0].message()).lower()
    assert "you had a seat on tuesday 24 november at 13:00" in shown
    assert [word for word in ("stopped", "relapse", "olga", "meetup", "secret-room") if word in shown] == []


@pytest.mark.parametrize("is_hidden", [True, False])
def test_mail_in_full_has_the_title_while_it_may_be_seen(
    post: Post, bob: User, meetup: Meetup, time: Clock, workers: Work, *, is_hidden: bool
) -> None:
    User.objects.update(mails_in_full=True)
    if is_hidden:
        hide_post(post=post)
    else:
        move(meetup, hours=1)
    wait(time, workers)
    assert (TITLE in str(mail.outbox[0].body)) != is_hidden


def test_no_mail_to_who_gave_the_seat_back_meanwhile(
    post: Post, bob: User, meetup: Meetup, time: Clock, workers: Work
) -> None:
    move(meetup, hours=1)
    workers()
    cancel(persona=bob.persona, meetup=meetup)
    wait(time, workers)
    assert mail.outbox == []


def test_mails_of_changes_obey_the_preference_of_meetups(bob: User) -> None:
    bob.mails_meetups = False
    assert {SWITCH[reason] for reason in OF_MEETUPS} == {"mails_meetups"}
    assert [reason for reason in OF_MEETUPS if wants_mail(bob, reason)] == []


def test_called_off_row_says_when_it_was_to_be_and_no_title(
    post: Post, bob: User, workers: Work, client_of: ClientOf
) -> None:
    User.objects.filter(pk=bob.pk).update(time_zone="Asia/Kathmandu")
    hide_post(post=post)
    workers()
    page = client_of(bob).get("/notifications/").text
    assert "A meetup you registered for was called off" in page
    assert "Tuesday 24 November 2026, 17:45 (Asia/Kathmandu)" in page
    assert TITLE not in page


def test_called_off_row_leads_to_the_list_and_is_read(
    post: Post, bob: User, workers: Work, client_of: ClientOf
) -> None:
    hide_post(post=post)
    workers()
    answer = client_of(bob).get(f"/notifications/{Notification.objects.get().pk}/")
    assert answer["Location"] == "/notifications/"
    assert Notification.objects.get().read_at


def test_moved_row_leads_to_the_post_and_says_both_times(
    post: Post, bob: User, meetup: Meetup, workers: Work, client_of: ClientOf
) -> None:
    move(meetup, hours=2)
    workers()
    page = client_of(bob).get("/notifications/").text
    assert "Tuesday 24 November 2026, 14:00 (UTC)" in page
    assert "Tuesday 24 November 2026, 12:00 (UTC)" in page
    answer = client_of(bob).get(f"/notifications/{Notification.objects.get().pk}/")
    assert answer["Location"] == post.get_absolute_url()


def test_what_is_over_is_not_called_off(post: Post, time: Clock, workers: Work) -> None:
    time.move(days=3)
    hide_post(post=post)
    workers()
    assert told() == []


def test_reply_that_is_hidden_calls_nothing_off(post: Post, ada: User, workers: Work) -> None:
    hidden = write(ada, post.topic)
    Topic.objects.update(reply_count=1)
    hide_post(post=hidden)
    workers()
    assert told() == []


def test_many_guests_are_told_in_portions(
    monkeypatch: pytest.MonkeyPatch, post: Post, ada: User, newcomer: User, meetup: Meetup
) -> None:
    recorded: list[Event] = []
    monkeypatch.setattr(handlers, "record", recorded.append)
    monkeypatch.setattr(rules, "BATCH", 2)
    monkeypatch.setattr(handlers, "BATCH", 2)
    for person in (ada, newcomer):
        register(persona=person.persona, meetup=meetup)
    move(meetup, hours=1)
    handlers.on_meetup_changed(MeetupChanged(Change.objects.get().pk))
    assert (told(), len(recorded)) == ([], 2)
    for event in recorded:
        assert isinstance(event, GuestsSplit)
        handlers.on_guests_split(event)
    assert sorted(name for name, _ in told()) == ["ada", "bob", "newcomer-jo"]


def test_calendars_take_the_newer_of_what_was_off_and_is_back(post: Post, meetup: Meetup, workers: Work) -> None:
    for act in (hide_post, restore_post):
        act(post=post)
        workers()
    meetup.refresh_from_db()
    assert meetup.sequence == 2

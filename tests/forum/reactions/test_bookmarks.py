"""A bookmark is its keeper's alone, and reminds them once, at the hour of their own clock."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.verdict import RefusedError
from forum.categories.models import Category
from forum.categories.visibility import Audience
from forum.notifications.models import Notification
from forum.reactions.actions import bookmark, keep_bookmark, release_due_bookmarks
from forum.reactions.models import Bookmark
from forum.reactions.tasks import remind
from forum.topics.actions import delete_post, hide_post, move_topic, restore_post, set_audience
from forum.topics.models import Post, Topic
from outbox import clock
from outbox.models import Letter
from tests.fixtures_people import ClientOf
from tests.walker import in_process

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
SOON = NOON + timedelta(hours=2)


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Let the clock stand at noon; returns what moves it."""

    def move(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    move(NOON)
    return move


def reminded() -> list[tuple[str, int | None]]:
    return list(Notification.objects.filter(reason="bookmark").values_list("recipient__username", "post"))


def test_bookmark_is_kept_with_its_note_and_time(post: Post, bob: User, client_of: ClientOf) -> None:
    User.objects.filter(pk=bob.pk).update(time_zone="Europe/Berlin")
    sent = {"note": "For Sunday.", "remind_at": "2026-12-06T09:00"}
    answer = client_of(bob).post(f"/p/{post.pk}/bookmark/", sent)
    assert answer.headers["Location"] == post.get_absolute_url()
    kept = Bookmark.objects.get(user=bob, post=post)
    assert (kept.note, kept.remind_at) == ("For Sunday.", datetime(2026, 12, 6, 8, tzinfo=UTC))


def test_line_break_of_a_note_counts_as_one_character(post: Post, bob: User, client_of: ClientOf) -> None:
    note = "Tea.\n" * 99 + "Sleep"
    client_of(bob).post(f"/p/{post.pk}/bookmark/", {"note": note.replace("\n", "\r\n")})
    assert Bookmark.objects.get(user=bob, post=post).note == note


def test_form_shows_what_is_kept_by_ones_own_clock(post: Post, bob: User, client_of: ClientOf) -> None:
    User.objects.filter(pk=bob.pk).update(time_zone="Asia/Tokyo")
    keep_bookmark(user=bob, post=post, note="For Sunday.", remind_at=SOON)
    page = client_of(bob).get(f"/p/{post.pk}/bookmark/").content.decode()
    assert "For Sunday.</textarea>" in page
    assert 'value="2026-12-01T23:00"' in page
    assert "(Asia/Tokyo)" in page


@pytest.mark.parametrize(
    ("time", "reason"),
    [("2026-11-30T09:00", "has passed"), ("2027-03-28T02:30", "there is no 02:30"), ("soon", "like 2026")],
)
def test_time_that_cannot_be_is_refused_beside_it_with_the_note_still_there(
    post: Post, bob: User, client_of: ClientOf, time: str, reason: str
) -> None:
    User.objects.filter(pk=bob.pk).update(time_zone="Europe/Berlin")
    page = client_of(bob).post(f"/p/{post.pk}/bookmark/", {"note": "For Sunday.", "remind_at": time}).content.decode()
    assert reason in page.partition('id="id_remind_at_error"')[2]
    assert "For Sunday.</textarea>" in page
    assert not Bookmark.objects.exists()


def test_note_comes_back_to_whoever_is_logged_out(post: Post, client: Client) -> None:
    page = client.post(f"/p/{post.pk}/bookmark/", {"note": "For Sunday."})
    assert page.status_code == 403
    assert "For Sunday." in page.content.decode()


def test_second_bookmark_at_a_post_changes_the_first(post: Post, bob: User) -> None:
    for note in ("One.", "Two."):
        keep_bookmark(user=bob, post=post, note=note, remind_at=None)
    assert [kept.note for kept in Bookmark.objects.all()] == ["Two."]


def test_note_of_another_tab_is_shown_before_it_is_replaced(post: Post, bob: User, client_of: ClientOf) -> None:
    walker = in_process(client_of(bob))
    first, second = (walker.open(f"/p/{post.pk}/bookmark/") for _ in range(2))
    walker.fill(second, note="Call Ann.", remind_at="")
    refused = walker.fill(first, note="Call Ben.", remind_at="")
    assert ("another tab" in refused.html, "Call Ann." in refused.html, "Call Ben." in refused.html) == (True,) * 3
    assert Bookmark.objects.get(user=bob, post=post).note == "Call Ann."
    walker.fill(refused, note="Call Ann and Ben.", remind_at="")
    assert Bookmark.objects.get(user=bob, post=post).note == "Call Ann and Ben."


def test_time_of_another_tab_is_shown_before_it_is_replaced(post: Post, bob: User, client_of: ClientOf) -> None:
    walker = in_process(client_of(bob))
    first, second = (walker.open(f"/p/{post.pk}/bookmark/") for _ in range(2))
    walker.fill(second, note="Call Ann.", remind_at="2026-12-06T09:00")
    refused = walker.fill(first, note="Call Ann.", remind_at="")
    assert "You will be reminded:" in refused.html
    assert Bookmark.objects.get(user=bob, post=post).remind_at is not None
    walker.fill(refused, note="Call Ann.", remind_at="")
    assert Bookmark.objects.get(user=bob, post=post).remind_at is None


def test_same_note_sent_twice_is_kept(post: Post, bob: User, client_of: ClientOf) -> None:
    walker = in_process(client_of(bob))
    page = walker.open(f"/p/{post.pk}/bookmark/")
    assert ["another tab" in walker.fill(page, note="Call Ann.", remind_at="").html for _ in range(2)] == [False] * 2


def test_what_one_may_not_read_takes_no_bookmark(post: Post, bob: User) -> None:
    hide_post(post=post)
    post.refresh_from_db()
    with pytest.raises(RefusedError):
        keep_bookmark(user=bob, post=post, note="", remind_at=None)


def test_bookmarks_are_shown_to_their_keeper_alone(post: Post, bob: User, moderator: User, client_of: ClientOf) -> None:
    keep_bookmark(user=bob, post=post, note="For Sunday.", remind_at=SOON)
    assert "For Sunday." in client_of(bob).get("/bookmarks/").content.decode()
    assert "For Sunday." not in client_of(moderator).get("/bookmarks/").content.decode()
    assert "Bookmarked" in client_of(bob).get(f"/t/x/{post.topic_id}/1/").content.decode()
    assert "Bookmarked" not in client_of(moderator).get(f"/t/x/{post.topic_id}/1/").content.decode()


def test_nobody_takes_away_anothers_bookmark(post: Post, bob: User, moderator: User, client_of: ClientOf) -> None:
    kept = keep_bookmark(user=bob, post=post, note="", remind_at=None)
    client_of(moderator).post(f"/bookmarks/{kept.pk}/remove/")
    assert Bookmark.objects.exists()
    client_of(bob).post(f"/bookmarks/{kept.pk}/remove/")
    assert not Bookmark.objects.exists()


def test_list_tells_nothing_of_a_post_that_is_not_open_any_more(
    post: Post, room: Category, bob: User, client_of: ClientOf
) -> None:
    keep_bookmark(user=bob, post=post, note="My own words.", remind_at=None)
    set_audience(category=room, audience=Audience.MODERATORS)
    page = client_of(bob).get("/bookmarks/").content.decode()
    assert "My own words." in page
    assert post.topic.title not in page.partition("<main")[2]


def test_empty_list_says_how_to_begin(bob: User, client_of: ClientOf) -> None:
    assert "you can keep a bookmark" in client_of(bob).get("/bookmarks/").content.decode()


def test_reminder_is_told_once_at_its_hour(
    post: Post, bob: User, at: Callable[[datetime], None], workers: Callable[[], None]
) -> None:
    keep_bookmark(user=bob, post=post, note="For Sunday.", remind_at=SOON)
    remind()
    workers()
    assert reminded() == []
    at(SOON)
    for _ in range(2):
        remind()
        workers()
    assert reminded() == [("bob", post.pk)]
    assert Letter.objects.filter(kind="notification").count() == 1


def test_another_time_reminds_again(
    post: Post, bob: User, at: Callable[[datetime], None], workers: Callable[[], None]
) -> None:
    for moment in (SOON, SOON + timedelta(days=1)):
        keep_bookmark(user=bob, post=post, note="", remind_at=moment)
        at(moment)
        remind()
        workers()
    assert len(reminded()) == 2


def test_note_that_changes_reminds_no_second_time(post: Post, bob: User, at: Callable[[datetime], None]) -> None:
    keep_bookmark(user=bob, post=post, note="", remind_at=SOON)
    at(SOON)
    remind()
    keep_bookmark(user=bob, post=post, note="Read.", remind_at=SOON)
    assert release_due_bookmarks() == 0


def test_nobody_is_reminded_of_what_they_may_not_read_now(
    post: Post, bob: User, at: Callable[[datetime], None], workers: Callable[[], None]
) -> None:
    keep_bookmark(user=bob, post=post, note="", remind_at=SOON)
    hide_post(post=post)
    at(SOON)
    remind()
    workers()
    assert reminded() == []


@pytest.fixture
def hidden(post: Post, bob: User, at: Callable[[datetime], None]) -> Post:
    """Return a post that is down at the hour at which bob wants to be reminded of it."""
    keep_bookmark(user=bob, post=post, note="", remind_at=SOON)
    hide_post(post=post)
    at(SOON)
    return post


def test_reminder_of_a_hidden_post_comes_once_it_is_restored(
    hidden: Post, at: Callable[[datetime], None], workers: Callable[[], None]
) -> None:
    remind()
    workers()
    at(SOON + timedelta(minutes=1))
    restore_post(post=hidden)
    for _ in range(2):
        workers()
        remind()
        workers()
    assert reminded() == [("bob", hidden.pk)]


def test_reminder_of_a_post_that_was_for_fewer_comes_once_the_keeper_may_read_it(
    post: Post, room: Category, bob: User, at: Callable[[datetime], None], workers: Callable[[], None]
) -> None:
    keep_bookmark(user=bob, post=post, note="", remind_at=SOON)
    for audience, moment in ((Audience.MODERATORS, SOON), (Audience.EVERYONE, SOON + timedelta(minutes=10))):
        set_audience(category=room, audience=audience)
        at(moment)
        remind()
        workers()
    assert reminded() == [("bob", post.pk)]


def test_reminder_of_a_topic_that_was_moved_out_of_sight_comes_once_it_is_back(
    post: Post, room: Category, bob: User, at: Callable[[datetime], None], workers: Callable[[], None]
) -> None:
    away = Category.objects.create(name="Away", slug="away", audience=Audience.MODERATORS)
    keep_bookmark(user=bob, post=post, note="", remind_at=SOON)
    at(SOON)
    for category in (away, room):
        move_topic(topic=post.topic, category=category)
        workers()
        remind()
        workers()
    assert reminded() == [("bob", post.pk)]


def test_reminder_that_was_released_before_its_post_was_hidden_waits_too(
    post: Post, bob: User, at: Callable[[datetime], None], workers: Callable[[], None]
) -> None:
    keep_bookmark(user=bob, post=post, note="", remind_at=SOON)
    at(SOON)
    remind()
    hide_post(post=post)
    workers()
    assert reminded() == []
    restore_post(post=post)
    workers()
    remind()
    workers()
    assert reminded() == [("bob", post.pk)]


def test_reminders_that_wait_keep_no_others_waiting(
    hidden: Post, ada: User, start: Callable[..., Topic], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bookmark, "BATCH", 1)
    other = start(ada).first_post
    assert other is not None
    assert other != hidden
    keep_bookmark(user=ada, post=other, note="", remind_at=SOON)
    assert [release_due_bookmarks() for _ in range(3)] == [1, 1, 0]
    assert list(Bookmark.objects.filter(reminded_at=SOON).values_list("user", flat=True)) == [ada.pk]


@pytest.mark.parametrize(
    ("waited", "rest"), [(0, timedelta(minutes=10)), (3, timedelta(hours=3)), (100, timedelta(days=1))]
)
def test_reminder_that_waits_is_looked_at_ever_more_seldom(
    hidden: Post, at: Callable[[datetime], None], waited: int, rest: timedelta
) -> None:
    now = SOON + timedelta(hours=waited)
    at(now)
    remind()
    assert hidden.bookmarks.get().look_at == now + rest


def test_reminder_of_a_post_that_its_author_removed_is_looked_at_no_more(
    post: Post, ada: User, bob: User, at: Callable[[datetime], None]
) -> None:
    keep_bookmark(user=bob, post=post, note="", remind_at=SOON)
    delete_post(post=post, persona=ada.persona)
    at(SOON)
    remind()
    at(SOON + timedelta(days=9))
    assert release_due_bookmarks() == 0


def test_another_time_ends_the_waiting_for_the_first(hidden: Post, bob: User) -> None:
    remind()
    restore_post(post=hidden)
    hidden.refresh_from_db()
    hidden.topic.refresh_from_db()
    assert keep_bookmark(user=bob, post=hidden, note="", remind_at=SOON + timedelta(days=1)).look_at is None


@pytest.mark.parametrize("rows", [1, 20])
def test_list_costs_the_same_for_one_bookmark_as_for_twenty(
    topic: Topic,
    reply: Callable[..., Post],
    ada: User,
    bob: User,
    client_of: ClientOf,
    django_assert_num_queries: DjangoAssertNumQueries,
    rows: int,
) -> None:
    for _ in range(rows):
        keep_bookmark(user=bob, post=reply(ada, topic), note="", remind_at=None)
    reader = client_of(bob)
    with django_assert_num_queries(2):
        page = reader.get("/bookmarks/").content
    assert page.count(b'class="row bookmark"') == rows

"""What someone new writes where first posts wait for a moderator: seen by two, numbered and told of once let in."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from accounts.verdict import RefusedError
from forum.categories.models import Category, Level
from forum.topics import actions, queries, rules
from forum.topics.models import Post, Topic, Watch
from forum.topics.visibility import Status
from outbox import clock
from tests.fixtures_people import ClientOf
from tests.forum.topics.conftest import Heard

Make = Callable[..., Post]
Start = Callable[..., Topic]


@pytest.fixture
def topic(start: Start, ada: User) -> Topic:
    """Return a topic of ada, begun before the room held anything."""
    return start(ada)


@pytest.fixture
def careful(topic: Topic, room: Category) -> None:
    """Let first posts in the room wait from now on."""
    Category.objects.filter(pk=room.pk).update(holds_first_posts=True)


@pytest.fixture
def held(careful: None, reply: Make, bob: User, topic: Topic) -> Post:
    """Return bob's first reply, which waits."""
    return reply(bob, topic)


def shown_to(client: Client, topic: Topic) -> str:
    """Return the last page of `topic`."""
    topic.refresh_from_db()
    return client.get(f"/t/x/{topic.pk}/{topic.last_number}/").content.decode()


def let_in_after_all(*, post: Post) -> None:
    """Turn a reply down, and let it in then."""
    actions.hide_post(post=post)
    actions.restore_post(post=post)


def unread_of(client: Client) -> list[int]:
    """Return how much is unread in each topic of the list of what went on since it was opened."""
    return [topic.unread for topic in client.get("/unread/?all").context["page"].rows]


@pytest.mark.usefixtures("careful")
def test_first_reply_waits_without_a_number(reply: Make, bob: User, topic: Topic) -> None:
    post = reply(bob, topic)
    assert (post.status, post.number) == (Status.HELD, None)


def test_first_reply_is_there_at_once_where_the_category_asks_for_nothing(reply: Make, bob: User, topic: Topic) -> None:
    post = reply(bob, topic)
    assert (post.status, post.number) == (Status.PUBLISHED, 2)


@pytest.mark.usefixtures("careful")
@pytest.mark.parametrize("role", ["ada", "organizer", "moderator", "administrator"])
def test_whoever_wrote_before_or_looks_after_others_never_waits(
    request: pytest.FixtureRequest, reply: Make, topic: Topic, role: str
) -> None:
    assert reply(request.getfixturevalue(role), topic).status == Status.PUBLISHED


def test_a_second_reply_waits_too_until_one_was_let_in(held: Post, reply: Make, bob: User, topic: Topic) -> None:
    assert reply(bob, topic, "Again.").status == Status.HELD
    actions.approve_post(post=held)
    assert reply(bob, topic, "And again.").status == Status.PUBLISHED


def test_held_reply_counts_for_nothing(held: Post, topic: Topic) -> None:
    topic.refresh_from_db()
    assert (topic.last_number, topic.reply_count) == (1, 0)


@pytest.mark.usefixtures("careful")
def test_held_reply_is_told_of_as_held_alone(reply: Make, bob: User, topic: Topic, heard: Heard) -> None:
    post = reply(bob, topic)
    assert heard() == [("PostHeld", post.pk)]


@pytest.mark.parametrize("role", ["bob", "moderator"])
def test_its_author_and_moderators_see_what_waits(
    request: pytest.FixtureRequest, held: Post, topic: Topic, client_of: ClientOf, role: str
) -> None:
    page = shown_to(client_of(request.getfixturevalue(role)), topic)
    assert f'id="waiting-{held.pk}"' in page
    assert "With tea." in page


@pytest.mark.parametrize("role", ["outsider", "ada", "organizer"])
def test_nobody_else_sees_what_waits(
    request: pytest.FixtureRequest, held: Post, topic: Topic, client_of: ClientOf, role: str
) -> None:
    page = shown_to(client_of(request.getfixturevalue(role)), topic)
    assert f"waiting-{held.pk}" not in page
    assert "With tea." not in page


@pytest.mark.usefixtures("careful")
def test_author_is_led_to_what_waits_and_told_why(topic: Topic, bob: User, client_of: ClientOf) -> None:
    client = client_of(bob)
    answer = client.post(f"/t/{topic.pk}/reply/", {"body": "Only a few words."})
    post = Post.objects.get(persona=bob.persona)
    assert answer["location"] == f"/t/sleepless/{topic.pk}/1/#waiting-{post.pk}"
    assert "wait for a moderator" in client.get(answer["location"]).content.decode()


def test_the_same_reply_sent_twice_waits_once(held: Post, reply: Make, bob: User, topic: Topic) -> None:
    assert reply(bob, topic, key=held.key) == held


def test_letting_in_gives_the_number_that_is_next_now(held: Post, reply: Make, ada: User, topic: Topic) -> None:
    reply(ada, topic, "Meanwhile.")
    post = actions.approve_post(post=held)
    topic.refresh_from_db()
    assert (post.number, topic.last_number, topic.reply_count) == (3, 3, 2)


def test_nobody_who_read_on_meanwhile_skips_it(held: Post, reply: Make, ada: User, topic: Topic) -> None:
    reply(ada, topic, "Meanwhile.")
    actions.mark_read(user=ada, topic=topic, number=2)
    actions.approve_post(post=held)
    assert Topic.objects.unread_by(ada, clock.now(), [topic.pk]).exists()
    assert Post.objects.filter(pk=held.pk, number__gt=Watch.objects.get(user=ada, topic=topic).last_read).exists()


@pytest.mark.usefixtures("careful")
def test_held_reply_takes_nothing_for_read_that_others_wrote(
    reply: Make, topic: Topic, ada: User, bob: User, client_of: ClientOf
) -> None:
    actions.mark_read(user=bob, topic=topic, number=1)
    reply(ada, topic, "Meanwhile.")
    reply(bob, topic)
    assert unread_of(client_of(bob)) == [1]


def test_held_reply_to_a_topic_never_opened_does_not_open_it(held: Post, topic: Topic, bob: User) -> None:
    assert Watch.objects.get(user=bob, topic=topic).last_read == 0


def test_whoever_wrote_what_waits_tracks_the_topic(held: Post, topic: Topic, bob: User) -> None:
    assert Watch.objects.get(user=bob, topic=topic).level == Level.TRACKING


@pytest.mark.parametrize("let_in", [actions.approve_post, let_in_after_all])
def test_own_reply_that_is_let_in_is_not_unread(
    held: Post, topic: Topic, bob: User, client_of: ClientOf, let_in: Callable[..., object]
) -> None:
    actions.mark_read(user=bob, topic=topic, number=1)
    let_in(post=held)
    assert unread_of(client_of(bob)) == []
    assert Watch.objects.get(user=bob, topic=topic).last_read == 2


@pytest.mark.parametrize("let_in", [actions.approve_post, let_in_after_all])
def test_own_reply_that_is_let_in_does_not_pass_over_what_others_wrote_meanwhile(
    held: Post, reply: Make, topic: Topic, ada: User, bob: User, client_of: ClientOf, let_in: Callable[..., object]
) -> None:
    actions.mark_read(user=bob, topic=topic, number=1)
    reply(ada, topic, "Meanwhile.")
    let_in(post=held)
    assert unread_of(client_of(bob)) == [2]
    assert Watch.objects.get(user=bob, topic=topic).last_read == 1


def test_letting_in_opens_no_topic_that_its_author_never_opened(held: Post, topic: Topic, bob: User) -> None:
    actions.approve_post(post=held)
    assert Watch.objects.get(user=bob, topic=topic).last_read == 0


def test_letting_in_is_what_the_others_are_told_of(held: Post, heard: Heard) -> None:
    actions.approve_post(post=held)
    assert heard() == [("PostCreated", held.pk)]


def test_nothing_is_let_in_twice(held: Post) -> None:
    actions.approve_post(post=held)
    with pytest.raises(RefusedError, match="does not wait"):
        actions.approve_post(post=held)


@pytest.mark.usefixtures("careful")
def test_first_topic_waits_with_its_first_post(start: Start, bob: User, ada: User) -> None:
    waiting = start(bob, title="Mine")
    assert (waiting.status, waiting.first_post and waiting.first_post.status) == (Status.HELD, Status.HELD)
    assert queries.find_topic(ada, waiting.pk) is None
    assert queries.find_topic(bob, waiting.pk) is not None


@pytest.mark.usefixtures("careful")
def test_topic_that_is_let_in_is_new_from_then_on(start: Start, bob: User, ada: User) -> None:
    waiting = start(bob, title="Mine")
    began = waiting.created_at
    assert waiting.first_post
    actions.approve_post(post=waiting.first_post)
    let_in = queries.find_topic(ada, waiting.pk)
    assert let_in is not None
    assert let_in.created_at > began


@pytest.mark.usefixtures("careful")
def test_nobody_adds_to_a_topic_that_waits(start: Start, bob: User) -> None:
    assert rules.may_reply(bob, start(bob, title="Mine")) == rules.WAITING_TOPIC


@pytest.mark.usefixtures("careful")
def test_nobody_is_told_of_a_topic_that_went_before_it_was_let_in(start: Start, bob: User, ada: User) -> None:
    waiting = start(bob, title="Mine")
    assert waiting.first_post
    actions.delete_post(post=waiting.first_post, persona=bob.persona)
    assert not queries.is_gone(ada, waiting.pk)


def test_reply_that_is_turned_down_stays_with_its_author(
    held: Post, topic: Topic, bob: User, ada: User, client_of: ClientOf
) -> None:
    actions.hide_post(post=held)
    assert "With tea." in shown_to(client_of(bob), topic)
    assert "With tea." not in shown_to(client_of(ada), topic)


def test_reply_that_was_turned_down_can_be_let_in_after_all(held: Post, topic: Topic) -> None:
    actions.hide_post(post=held)
    actions.restore_post(post=held)
    held.refresh_from_db()
    topic.refresh_from_db()
    assert (held.status, held.number, topic.reply_count) == (Status.PUBLISHED, 2, 1)


def test_author_may_edit_and_take_back_what_waits(held: Post, bob: User, topic: Topic) -> None:
    assert actions.edit_post(post=held, persona=bob.persona, source="With more tea.").status == Status.HELD
    actions.delete_post(post=held, persona=bob.persona)
    topic.refresh_from_db()
    assert (topic.status, topic.reply_count) == (Status.PUBLISHED, 0)


def test_counts_bear_out_what_waits(held: Post) -> None:
    assert actions.wrong_counts() == []
    actions.approve_post(post=held)
    assert actions.wrong_counts() == []

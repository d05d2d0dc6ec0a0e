"""Starting topics and replying: numbers, counts, keys and refusals."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.models import User
from accounts.verdict import RefusedError
from forum.categories.models import Category, Level
from forum.categories.visibility import Audience
from forum.topics import typed
from forum.topics.actions import (
    AlreadySentError,
    close_topic,
    delete_post,
    edit_post,
    hide_post,
    save_draft,
    watch_topic,
)
from forum.topics.models import Draft, Mention, Post, Quote, Topic, Watch
from outbox import clock

KEY = uuid.UUID(int=7)


def test_topic_stands_with_its_first_post_as_number_one(topic: Topic, post: Post) -> None:
    topic.refresh_from_db()
    assert (topic.last_number, topic.reply_count, post.number) == (1, 0, 1)
    assert post.html == "<p>How do you sleep?</p>"


def test_reply_gets_the_next_number_and_brings_the_topic_up(
    topic: Topic, bob: User, reply: Callable[..., Post]
) -> None:
    post = reply(bob, topic)
    topic.refresh_from_db()
    assert (post.number, topic.last_number, topic.reply_count) == (2, 2, 1)
    assert topic.activity_at == post.created_at


def test_number_of_a_deleted_reply_is_never_given_again(topic: Topic, bob: User, reply: Callable[..., Post]) -> None:
    delete_post(post=reply(bob, topic), persona=bob.persona)
    assert reply(bob, topic).number == 3


def test_same_key_and_words_are_the_same_reply(topic: Topic, bob: User, reply: Callable[..., Post]) -> None:
    first = reply(bob, topic, key=KEY)
    assert reply(bob, topic, "With tea.\r\n", key=KEY) == first
    assert topic.posts.count() == 2


def test_same_key_and_words_are_the_same_reply_after_an_edit_and_a_closing(
    topic: Topic, bob: User, reply: Callable[..., Post]
) -> None:
    first = reply(bob, topic, key=KEY)
    edit_post(post=first, persona=bob.persona, source="With milk.")
    close_topic(topic=topic)
    assert reply(bob, topic, key=KEY) == first


def test_same_key_with_other_words_is_refused_and_names_the_first(
    topic: Topic, bob: User, reply: Callable[..., Post]
) -> None:
    first = reply(bob, topic, key=KEY)
    with pytest.raises(AlreadySentError) as refused:
        reply(bob, topic, "With milk.", key=KEY)
    assert refused.value.post == first


def test_someone_elses_key_gives_nothing_away(
    topic: Topic, bob: User, newcomer: User, reply: Callable[..., Post]
) -> None:
    reply(bob, topic, key=KEY)
    with pytest.raises(AlreadySentError) as refused:
        reply(newcomer, topic, key=KEY)
    assert refused.value.post is None


def test_same_key_and_words_are_the_same_topic(start: Callable[..., Topic], ada: User) -> None:
    first = start(ada, key=KEY)
    assert start(ada, key=KEY) == first
    assert Topic.objects.count() == 1


def test_same_key_with_another_title_is_refused(start: Callable[..., Topic], ada: User) -> None:
    start(ada, key=KEY)
    with pytest.raises(AlreadySentError):
        start(ada, key=KEY, title="Awake")


def test_same_key_for_fewer_readers_is_refused(start: Callable[..., Topic], ada: User) -> None:
    start(ada, key=KEY)
    with pytest.raises(AlreadySentError):
        start(ada, key=KEY, audience=Audience.MEMBERS)


def test_closed_topic_refuses_with_a_reason(topic: Topic, bob: User, reply: Callable[..., Post]) -> None:
    close_topic(topic=topic)
    with pytest.raises(RefusedError, match="closed"):
        reply(bob, topic)


def test_reply_to_a_post_of_another_topic_is_refused(
    start: Callable[..., Topic], topic: Topic, bob: User, reply: Callable[..., Post]
) -> None:
    with pytest.raises(RefusedError, match="not here any more"):
        reply(bob, topic, reply_to=start(bob).first_post)


def test_reply_to_a_post_taken_down_meanwhile_is_refused(
    topic: Topic, ada: User, bob: User, reply: Callable[..., Post]
) -> None:
    answered = reply(ada, topic)
    hide_post(post=answered)
    answered.refresh_from_db()
    with pytest.raises(RefusedError, match="not here any more"):
        reply(bob, topic, reply_to=answered)


@pytest.mark.parametrize("body", ["", " \n\t", "\u200b\u2060", "\x00\x01"])
def test_empty_body_is_refused(topic: Topic, bob: User, reply: Callable[..., Post], body: str) -> None:
    with pytest.raises(RefusedError, match="few words"):
        reply(bob, topic, body)


def test_body_over_its_bound_is_refused(topic: Topic, bob: User, reply: Callable[..., Post]) -> None:
    with pytest.raises(RefusedError, match="32,000"):
        reply(bob, topic, "a" * 32_001)


@pytest.mark.parametrize(("title", "why"), [("", "title"), ("\u202e\x07 ", "title"), ("a" * 151, "150")])
def test_title_is_refused_where_it_cannot_be_read(start: Callable[..., Topic], ada: User, title: str, why: str) -> None:
    with pytest.raises(RefusedError, match=why):
        start(ada, title=title)


def test_title_is_kept_on_one_line(start: Callable[..., Topic], ada: User) -> None:
    assert start(ada, title="  Two\nlines\x00\u202e ").title == "Two lines"


@pytest.mark.parametrize(("title", "slug"), [("Tea & milk", "tea-milk"), ("…", "topic"), ("日本", "topic")])
def test_address_of_a_topic_comes_from_its_title(start: Callable[..., Topic], ada: User, title: str, slug: str) -> None:
    assert start(ada, title=title).slug == slug


def test_topic_may_be_narrower_than_its_room(start: Callable[..., Topic], ada: User) -> None:
    assert start(ada, audience=Audience.MEMBERS).audience == Audience.MEMBERS


@pytest.mark.parametrize(
    ("room_for", "topic_for", "why"),
    [
        (Audience.MEMBERS, Audience.EVERYONE, "more people than its category"),
        (Audience.EVERYONE, Audience.MODERATORS, "could not read this topic yourself"),
    ],
)
def test_topic_is_for_nobody_its_author_or_room_does_not_reach(
    start: Callable[..., Topic], room: Category, ada: User, room_for: Audience, topic_for: Audience, why: str
) -> None:
    Category.objects.filter(pk=room.pk).update(audience=room_for)
    with pytest.raises(RefusedError, match=why):
        start(ada, audience=topic_for)


def test_member_starts_no_topic_in_the_moderators_room(start: Callable[..., Topic], room: Category, ada: User) -> None:
    Category.objects.filter(pk=room.pk).update(audience=Audience.MODERATORS)
    with pytest.raises(RefusedError):
        start(ada)


def test_mentions_are_rows_and_links(topic: Topic, ada: User, bob: User, reply: Callable[..., Post]) -> None:
    post = reply(bob, topic, "Thank you, @ADA. And @nobody.")
    assert list(Mention.objects.values_list("post", "persona")) == [(post.pk, ada.persona.pk)]
    assert "@nobody" in post.html


def test_quotes_are_rows_with_the_version_they_saw(topic: Topic, bob: User, reply: Callable[..., Post]) -> None:
    reply(bob, topic, f'[quote="ada, post:1, topic:{topic.pk}"]\nHow do you sleep?\n[/quote]\n\nBadly.')
    assert list(Quote.objects.values_list("quoted", "version")) == [(topic.first_post_id, 1)]


def test_quote_of_what_one_may_not_read_is_no_row(
    start: Callable[..., Topic], room: Category, moderator: User, topic: Topic, bob: User, reply: Callable[..., Post]
) -> None:
    secret = start(moderator, audience=Audience.MODERATORS)
    reply(bob, topic, f'[quote="mona, post:1, topic:{secret.pk}"]\nguess\n[/quote]\n\nWell.')
    assert not Quote.objects.exists()


@pytest.mark.parametrize(("days", "limit"), [(0, 2), (2, 10)])
def test_member_names_so_many_people_and_no_more(
    topic: Topic, bob: User, people: list[str], reply: Callable[..., Post], days: int, limit: int
) -> None:
    bob.created_at = clock.now() - timedelta(days=days)
    names = [f"@{name}" for name in people]
    assert reply(bob, topic, " ".join(names[:limit])).mentions.count() == limit
    with pytest.raises(RefusedError, match="Take the @ away"):
        reply(bob, topic, " ".join(names[: limit + 1]))


def test_moderator_names_as_many_people_as_needed(
    topic: Topic, moderator: User, people: list[str], reply: Callable[..., Post]
) -> None:
    assert reply(moderator, topic, " ".join(f"@{name}" for name in people)).mentions.count() == 11


def test_starting_watches_and_replying_tracks(topic: Topic, ada: User, bob: User, reply: Callable[..., Post]) -> None:
    for person in (ada, bob):
        reply(person, topic)
    levels = {watch.user_id: watch.level for watch in Watch.objects.all()}
    assert levels == {ada.pk: Level.WATCHING, bob.pk: Level.TRACKING}


def test_choice_made_by_hand_outlasts_a_reply(topic: Topic, bob: User, reply: Callable[..., Post]) -> None:
    watch_topic(user=bob, topic=topic, level=Level.NORMAL, by_hand=True)
    reply(bob, topic)
    assert Watch.objects.get(user=bob).level == Level.NORMAL


def test_draft_is_done_when_its_post_is_sent(topic: Topic, bob: User, reply: Callable[..., Post]) -> None:
    place = f"reply:{topic.pk}"
    save_draft(user=bob, place=place, key=KEY, title="", body="With", fields={})
    reply(bob, topic, key=KEY)
    assert not Draft.objects.exists()


def test_rules_name_a_limit_that_the_message_tells(bob: User, people: list[str], topic: Topic) -> None:
    with pytest.raises(RefusedError, match=r"2 people in a post; you named 3"):
        typed.read_source(bob, " ".join(f"@{name}" for name in people[:3]))

"""Editing, updating, deleting, hiding: versions, counts and events."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accounts.models import User
from accounts.verdict import RefusedError
from forum.topics.actions import (
    AlreadySentError,
    add_update,
    close_topic,
    delete_post,
    edit_post,
    hide_post,
    restore_post,
)
from forum.topics.models import Mention, Post, Quote, Topic
from forum.topics.words import fingerprint
from outbox import clock
from tests.forum.topics.conftest import Heard

Maker = Callable[..., Post]
KEY = uuid.UUID(int=7)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime) -> None:
        """Begin at some moment."""
        self.at = at

    def now(self) -> datetime:
        """Return where it stands."""
        return self.at


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    standing = Clock(clock.now())
    monkeypatch.setattr(clock, "now", standing.now)
    return standing


def versions(post: Post) -> list[tuple[int, str, str]]:
    return [(version.number, version.persona.name, version.source) for version in post.versions.all()]


def counted(topic: Topic) -> tuple[int, int]:
    topic.refresh_from_db()
    return topic.reply_count, topic.last_number


def test_edit_keeps_the_first_words_and_the_new_ones(post: Post, ada: User, time: Clock) -> None:
    edit_post(post=post, persona=ada.persona, source="Do you sleep?")
    assert versions(post) == [(1, "ada", "How do you sleep?"), (2, "ada", "Do you sleep?")]
    post.refresh_from_db()
    assert (post.html, post.version, post.edited_at) == ("<p>Do you sleep?</p>", 2, time.at)


def test_edits_within_five_minutes_are_one(post: Post, ada: User, time: Clock) -> None:
    for minutes, words in ((0, "One"), (4, "Two"), (0.9, "Three")):
        time.at += timedelta(minutes=minutes)
        edit_post(post=post, persona=ada.persona, source=words)
    assert versions(post)[1:] == [(2, "ada", "Three")]


def test_edit_after_five_minutes_is_another(post: Post, ada: User, time: Clock) -> None:
    edit_post(post=post, persona=ada.persona, source="One")
    time.at += timedelta(minutes=5)
    edit_post(post=post, persona=ada.persona, source="Two")
    assert [number for number, _, _ in versions(post)] == [1, 2, 3]


def test_someone_elses_edit_never_melts_into_ones_own(post: Post, ada: User, moderator: User) -> None:
    edit_post(post=post, persona=ada.persona, source="One")
    edit_post(post=post, persona=moderator.persona, source="Two")
    edit_post(post=post, persona=ada.persona, source="Three")
    assert [(number, name) for number, name, _ in versions(post)] == [(1, "ada"), (2, "ada"), (3, "mona"), (4, "ada")]


def test_same_words_again_are_no_version_and_no_event(post: Post, ada: User, heard: Heard) -> None:
    edit_post(post=post, persona=ada.persona, source=post.source + "\r\n ")
    assert versions(post) == []
    assert heard() == []


def test_edit_from_other_words_than_stand_there_is_refused(post: Post, ada: User) -> None:
    old = fingerprint(post.source)
    edit_post(post=post, persona=ada.persona, source="One")
    with pytest.raises(RefusedError, match="Someone else changed"):
        edit_post(post=post, persona=ada.persona, source="Two", base=old)


def test_edit_keeps_mentions_and_quotes_in_step(topic: Topic, post: Post, ada: User, bob: User, reply: Maker) -> None:
    answer = reply(bob, topic, f'@ada\n\n[quote="ada, post:1, topic:{topic.pk}"]\nHow\n[/quote]\n\nWell.')
    edit_post(post=answer, persona=bob.persona, source="@bob and nobody else")
    assert list(Mention.objects.values_list("persona__name", flat=True)) == ["bob"]
    assert not Quote.objects.exists()


def test_edit_is_told(post: Post, ada: User, heard: Heard) -> None:
    edit_post(post=post, persona=ada.persona, source="One")
    assert heard() == [("PostEdited", post.pk)]


def test_author_may_edit_in_a_closed_topic_to_take_a_name_back(topic: Topic, post: Post, ada: User) -> None:
    close_topic(topic=topic)
    assert edit_post(post=post, persona=ada.persona, source="Do you?").source == "Do you?"


def test_author_cannot_edit_what_a_moderator_took_down(topic: Topic, ada: User, reply: Maker) -> None:
    answer = reply(ada, topic)
    hide_post(post=answer)
    with pytest.raises(RefusedError, match="taken this post down"):
        edit_post(post=answer, persona=ada.persona, source="Other")


def test_nobody_else_edits(post: Post, bob: User) -> None:
    with pytest.raises(RefusedError, match="Only the person who wrote this"):
        edit_post(post=post, persona=bob.persona, source="Mine now")


def test_update_brings_the_topic_up_and_is_no_reply(topic: Topic, post: Post, ada: User, time: Clock) -> None:
    time.at += timedelta(days=1)
    added = add_update(post=post, persona=ada.persona, source="Better.", key=KEY)
    assert (added.number, added.updates_id, added.created_at) == (None, post.pk, time.at)
    assert counted(topic) == (0, 1)
    assert topic.activity_at == time.at


def test_update_is_told_once_however_often_it_is_sent(post: Post, ada: User, heard: Heard, update: Maker) -> None:
    first = update(ada, post, key=KEY)
    assert update(ada, post, key=KEY) == first
    assert heard() == [("UpdateAdded", first.pk)]


def test_update_under_a_used_key_with_other_words_is_refused(post: Post, ada: User, update: Maker) -> None:
    update(ada, post, key=KEY)
    with pytest.raises(AlreadySentError):
        update(ada, post, "Worse.", key=KEY)


def test_update_of_an_update_is_refused(post: Post, ada: User, update: Maker) -> None:
    with pytest.raises(RefusedError, match="stands under a post"):
        update(ada, update(ada, post))


def test_update_of_someone_elses_post_is_refused(post: Post, bob: User, moderator: User, update: Maker) -> None:
    for user in (bob, moderator):
        with pytest.raises(RefusedError, match="Only the person"):
            update(user, post)


def test_update_in_a_closed_topic_is_refused(topic: Topic, post: Post, ada: User, update: Maker) -> None:
    close_topic(topic=topic)
    with pytest.raises(RefusedError, match="closed"):
        update(ada, post)


def test_deleted_reply_is_counted_no_more_and_told(topic: Topic, bob: User, reply: Maker, heard: Heard) -> None:
    answer = reply(bob, topic)
    delete_post(post=answer, persona=bob.persona)
    assert counted(topic) == (0, 2)
    assert heard()[-1] == ("PostDeleted", answer.pk)


def test_hidden_reply_its_author_takes_back_is_counted_off_once(topic: Topic, bob: User, reply: Maker) -> None:
    answer = reply(bob, topic)
    hide_post(post=answer)
    delete_post(post=answer, persona=bob.persona)
    assert counted(topic) == (0, 2)


def test_first_post_without_replies_takes_its_topic_along(topic: Topic, post: Post, ada: User) -> None:
    delete_post(post=post, persona=ada.persona)
    topic.refresh_from_db()
    assert topic.status == "deleted"


def test_first_post_with_replies_leaves_its_topic(topic: Topic, post: Post, ada: User, bob: User, reply: Maker) -> None:
    reply(bob, topic)
    delete_post(post=post, persona=ada.persona)
    topic.refresh_from_db()
    assert topic.status == "published"


def test_last_reply_takes_a_topic_along_whose_first_words_are_gone(
    topic: Topic, post: Post, ada: User, bob: User, reply: Maker
) -> None:
    answer = reply(bob, topic)
    delete_post(post=post, persona=ada.persona)
    delete_post(post=answer, persona=bob.persona)
    topic.refresh_from_db()
    assert topic.status == "deleted"


def test_delete_twice_is_refused(topic: Topic, bob: User, reply: Maker) -> None:
    answer = reply(bob, topic)
    delete_post(post=answer, persona=bob.persona)
    with pytest.raises(RefusedError):
        delete_post(post=answer, persona=bob.persona)


def test_nobody_else_deletes_not_even_a_moderator(post: Post, bob: User, moderator: User) -> None:
    for user in (bob, moderator):
        with pytest.raises(RefusedError, match="Only the person"):
            delete_post(post=post, persona=user.persona)


def test_hiding_and_restoring_keep_the_count_and_are_told(topic: Topic, bob: User, reply: Maker, heard: Heard) -> None:
    answer = reply(bob, topic)
    hide_post(post=answer)
    assert counted(topic) == (0, 2)
    restore_post(post=answer)
    assert counted(topic) == (1, 2)
    assert heard()[1:] == [("PostHidden", answer.pk), ("PostRestored", answer.pk)]


def test_hidden_first_post_hides_its_topic_and_restoring_brings_both_back(topic: Topic, post: Post) -> None:
    hide_post(post=post)
    topic.refresh_from_db()
    assert topic.status == "hidden"
    restore_post(post=post)
    topic.refresh_from_db()
    post.refresh_from_db()
    assert (topic.status, post.status) == ("published", "published")


def test_topic_whose_first_words_are_gone_can_still_be_taken_down(
    topic: Topic, post: Post, ada: User, bob: User, reply: Maker
) -> None:
    reply(bob, topic)
    delete_post(post=post, persona=ada.persona)
    hide_post(post=post)
    restore_post(post=post)
    topic.refresh_from_db()
    post.refresh_from_db()
    assert (topic.status, post.status) == ("published", "deleted")


def test_hiding_twice_and_restoring_what_is_there_are_refused(topic: Topic, bob: User, reply: Maker) -> None:
    answer = reply(bob, topic)
    with pytest.raises(RefusedError, match="not taken down"):
        restore_post(post=answer)
    hide_post(post=answer)
    with pytest.raises(RefusedError, match="already"):
        hide_post(post=answer)


def test_what_its_author_removed_is_neither_hidden_nor_brought_back(topic: Topic, bob: User, reply: Maker) -> None:
    answer = reply(bob, topic)
    delete_post(post=answer, persona=bob.persona)
    for act in (hide_post, restore_post):
        with pytest.raises(RefusedError):
            act(post=answer)

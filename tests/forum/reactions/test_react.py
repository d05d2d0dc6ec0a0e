"""A reaction counts once, is taken back as it was given, and is told to nobody."""

from collections.abc import Callable

import pytest
from django.core.management import call_command

from accounts.models import User
from accounts.verdict import RefusedError
from forum.reactions.actions import mend_reactions, react, take_back, wrong_reactions
from forum.reactions.models import Feeling, Reaction
from forum.topics.actions import close_topic, delete_post, hide_post
from forum.topics.models import Post, Topic
from outbox.models import Delivery

Reply = Callable[..., Post]


def counts(post: Post) -> list[int]:
    post.refresh_from_db()
    return [getattr(post, feeling.column) for feeling in Feeling]


def test_reaction_counts_once_however_often_it_is_given(post: Post, bob: User) -> None:
    for _ in range(2):
        react(persona=bob.persona, post=post, feeling=Feeling.HUG)
    assert counts(post) == [0, 1, 0, 0]


def test_one_may_feel_several_things_about_a_post(post: Post, bob: User) -> None:
    for feeling in Feeling:
        react(persona=bob.persona, post=post, feeling=feeling)
    assert counts(post) == [1, 1, 1, 1]


def test_what_is_taken_back_counts_no_more(post: Post, bob: User, moderator: User) -> None:
    for user in (bob, moderator):
        react(persona=user.persona, post=post, feeling=Feeling.HEART)
    for _ in range(2):
        take_back(persona=bob.persona, post=post, feeling=Feeling.HEART)
    assert counts(post) == [1, 0, 0, 0]
    assert [reaction.persona for reaction in Reaction.objects.all()] == [moderator.persona]


def test_own_words_take_no_reaction_of_ones_own(post: Post, ada: User) -> None:
    with pytest.raises(RefusedError, match="your own"):
        react(persona=ada.persona, post=post, feeling=Feeling.HEART)


@pytest.mark.parametrize("gone", ["hidden", "deleted"])
def test_what_is_gone_takes_no_reaction(topic: Topic, reply: Reply, ada: User, bob: User, gone: str) -> None:
    answer = reply(bob, topic)
    if gone == "hidden":
        hide_post(post=answer)
    else:
        delete_post(post=answer, persona=bob.persona)
    with pytest.raises(RefusedError):
        react(persona=ada.persona, post=answer, feeling=Feeling.HEART)


def test_updates_take_no_reaction(post: Post, update: Reply, ada: User, bob: User) -> None:
    with pytest.raises(RefusedError):
        react(persona=bob.persona, post=update(ada, post), feeling=Feeling.HEART)


def test_closed_topic_still_takes_reactions(topic: Topic, post: Post, bob: User) -> None:
    close_topic(topic=topic)
    react(persona=bob.persona, post=post, feeling=Feeling.STRENGTH)
    assert counts(post) == [0, 0, 0, 1]


def test_nobody_is_told_of_a_reaction(post: Post, bob: User) -> None:
    before = Delivery.objects.count()
    react(persona=bob.persona, post=post, feeling=Feeling.HEART)
    assert Delivery.objects.count() == before


def test_count_and_row_are_written_together(post: Post, bob: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forum.reactions.actions.give._count", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        react(persona=bob.persona, post=post, feeling=Feeling.HEART)
    assert not Reaction.objects.exists()


def test_wrong_count_is_named_and_mended(post: Post, bob: User) -> None:
    react(persona=bob.persona, post=post, feeling=Feeling.HUG)
    Post.objects.filter(pk=post.pk).update(hugs=7, hearts=1)
    assert {(wrong.field, wrong.stored, wrong.right) for wrong in wrong_reactions()} == {
        ("hearts", 1, 0),
        ("hugs", 7, 1),
    }
    mend_reactions()
    assert counts(post) == [0, 1, 0, 0]
    call_command("check_counts")

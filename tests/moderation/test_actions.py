"""Acts: what they change, what they leave in the log, and what refuses them."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import User
from accounts.verdict import RefusedError
from forum.categories.models import Category
from forum.categories.visibility import Audience
from forum.topics.models import Post, Topic
from forum.topics.visibility import Status
from moderation import actions
from moderation.models import Act
from moderation.rules import Grounds
from outbox.models import Delivery

ON_TOPICS = [actions.close_topic, actions.reopen_topic, actions.pin_topic, actions.unpin_topic]
ON_POSTS = [actions.hide_post, actions.restore_post]


def test_act_keeps_who_what_whom_and_why(post: Post, moderator: User, grounds: Grounds) -> None:
    act = actions.hide_post(post=post, actor=moderator, grounds=grounds)
    act.refresh_from_db()
    assert (act.actor, act.verb, act.post, act.topic, act.persona) == (
        moderator,
        "hide",
        post,
        post.topic,
        post.persona,
    )
    assert (act.why, act.rule, act.origin) == ("It names a town.", "No places", "own look")
    assert (act.was_found_by_machine, act.was_decided_by_machine, act.ends_at) == (False, False, None)


def test_hiding_a_first_post_hides_the_topic(post: Post, moderator: User, grounds: Grounds) -> None:
    actions.hide_post(post=post, actor=moderator, grounds=grounds)
    assert Topic.objects.get().status == Status.HIDDEN


def test_restoring_brings_back_and_points_at_the_hiding(post: Post, moderator: User, grounds: Grounds) -> None:
    hiding = actions.hide_post(post=post, actor=moderator, grounds=grounds)
    restoring = actions.restore_post(post=post, actor=moderator, grounds=grounds)
    assert restoring.reverses == hiding
    assert Topic.objects.get().status == Status.PUBLISHED


def test_second_hiding_is_taken_back_by_the_second_restoring(post: Post, moderator: User, grounds: Grounds) -> None:
    for _ in range(2):
        hiding = actions.hide_post(post=post, actor=moderator, grounds=grounds)
        assert actions.restore_post(post=post, actor=moderator, grounds=grounds).reverses == hiding


@pytest.mark.parametrize(
    ("do", "undo", "field"),
    [
        (actions.close_topic, actions.reopen_topic, "closed_at"),
        (actions.pin_topic, actions.unpin_topic, "pinned_at"),
    ],
)
def test_acts_on_topics_are_done_and_taken_back(
    topic: Topic,
    moderator: User,
    grounds: Grounds,
    do: Callable[..., Act],
    undo: Callable[..., Act],
    field: str,
) -> None:
    done = do(topic=topic, actor=moderator, grounds=grounds)
    assert getattr(Topic.objects.get(), field) is not None
    assert undo(topic=topic, actor=moderator, grounds=grounds).reverses == done
    assert getattr(Topic.objects.get(), field) is None


def test_move_and_new_title_are_taken_back_by_the_way_back(topic: Topic, moderator: User, grounds: Grounds) -> None:
    home, title = topic.category, topic.title
    other = Category.objects.create(name="Other", slug="other", audience=home.audience)
    move = partial(actions.move_topic, topic=topic, actor=moderator, grounds=grounds)
    rename = partial(actions.rename_topic, topic=topic, actor=moderator, grounds=grounds)
    moved, renamed = move(category=other), rename(title="Another")
    assert (moved.reverses, renamed.reverses) == (None, None)
    assert (move(category=home).reverses, rename(title=title).reverses) == (moved, renamed)


def test_editing_keeps_the_versions_in_the_log(post: Post, moderator: User, grounds: Grounds) -> None:
    act = actions.edit_post(post=post, actor=moderator, grounds=grounds, source="How do you rest?")
    post.refresh_from_db()
    assert post.source == "How do you rest?"
    assert act.facts == {"version_before": 1, "version_after": 2}


def test_editing_without_a_change_is_no_act(post: Post, moderator: User, grounds: Grounds) -> None:
    with pytest.raises(RefusedError, match="same as before"):
        actions.edit_post(post=post, actor=moderator, grounds=grounds, source=post.source)
    assert not Act.objects.exists()


def test_moving_to_a_narrower_room_narrows_the_topic(topic: Topic, moderator: User, grounds: Grounds) -> None:
    team = Category.objects.create(name="Team", slug="team", audience=Audience.MODERATORS)
    act = actions.move_topic(topic=topic, actor=moderator, grounds=grounds, category=team)
    moved = Topic.objects.get()
    assert (moved.category, moved.audience) == (team, Audience.MODERATORS)
    assert (act.facts["category_before_name"], act.facts["category_after"]) == ("Living with it", team.pk)


def test_log_tells_for_whom_the_topic_was_on_the_way_and_back(
    topic: Topic, room: Category, moderator: User, grounds: Grounds
) -> None:
    team = Category.objects.create(name="Team", slug="team", audience=Audience.MODERATORS)
    acts = [
        actions.move_topic(topic=topic, actor=moderator, grounds=grounds, category=category)
        for category in (team, room)
    ]
    seen = [(act.facts["audience_before"], act.facts["audience_after"]) for act in acts]
    assert seen == [(Audience.EVERYONE, Audience.MODERATORS), (Audience.MODERATORS, Audience.EVERYONE)]


def test_renaming_keeps_both_titles_in_the_log(topic: Topic, moderator: User, grounds: Grounds) -> None:
    act = actions.rename_topic(topic=topic, actor=moderator, grounds=grounds, title="  Awake  at night ")
    assert act.facts == {"title_before": "Sleepless", "title_after": "Awake at night"}


@pytest.mark.parametrize("who", ["ada", "bob", "organizer"])
@pytest.mark.parametrize("act", ON_TOPICS)
def test_only_moderators_act_on_topics(
    topic: Topic, request: pytest.FixtureRequest, grounds: Grounds, who: str, act: Callable[..., Act]
) -> None:
    with pytest.raises(RefusedError, match="Only moderators"):
        act(topic=topic, actor=request.getfixturevalue(who), grounds=grounds)
    assert not Act.objects.exists()


@pytest.mark.parametrize("act", ON_POSTS)
def test_only_moderators_act_on_posts(post: Post, organizer: User, grounds: Grounds, act: Callable[..., Act]) -> None:
    with pytest.raises(RefusedError, match="Only moderators"):
        act(post=post, actor=organizer, grounds=grounds)


def test_author_cannot_edit_by_the_moderators_door(post: Post, ada: User, grounds: Grounds) -> None:
    with pytest.raises(RefusedError, match="Only moderators"):
        actions.edit_post(post=post, actor=ada, grounds=grounds, source="Mine.")


@pytest.mark.parametrize("why", ["", "  ", "\u200b"])
def test_act_without_a_reason_is_refused_and_undone(post: Post, moderator: User, why: str) -> None:
    with pytest.raises(RefusedError, match="Write a reason"):
        actions.hide_post(post=post, actor=moderator, grounds=Grounds(why=why))
    assert Post.objects.get().status == Status.PUBLISHED


@pytest.mark.parametrize(
    ("act", "reason"),
    [(actions.reopen_topic, "open already"), (actions.unpin_topic, "not pinned")],
)
def test_act_that_changes_nothing_is_refused_with_its_reason(
    topic: Topic, moderator: User, grounds: Grounds, act: Callable[..., Act], reason: str
) -> None:
    with pytest.raises(RefusedError, match=reason):
        act(topic=topic, actor=moderator, grounds=grounds)
    assert not Act.objects.exists()


def test_machine_acts_only_where_it_decided(post: Post) -> None:
    with pytest.raises(RefusedError):
        actions.hide_post(post=post, actor=None, grounds=Grounds(why="A link to a shop."))
    decided = Grounds(
        why="A link to a shop.", origin="automatic", was_found_by_machine=True, was_decided_by_machine=True
    )
    assert actions.hide_post(post=post, actor=None, grounds=decided).was_decided_by_machine


def test_act_and_its_record_are_one_transaction(post: Post, moderator: User, grounds: Grounds) -> None:
    act = actions.hide_post(post=post, actor=moderator, grounds=grounds)
    assert Delivery.objects.get(event="ActRecorded").payload == {"act_id": act.pk}


@pytest.mark.django_db(transaction=True)
def test_two_moderators_at_once_leave_one_act(post: Post, moderator: User, administrator: User) -> None:
    both_are_here = threading.Barrier(2)

    def hide(actor: User) -> bool:
        both_are_here.wait()
        try:
            actions.hide_post(post=post, actor=actor, grounds=Grounds(why="It names a town."))
        except RefusedError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(hide, [moderator, administrator])) == [False, True]
    assert Act.objects.count() == 1


@pytest.mark.parametrize("change", ["update", "delete"])
def test_log_only_grows(post: Post, moderator: User, grounds: Grounds, change: str) -> None:
    act = actions.hide_post(post=post, actor=moderator, grounds=grounds)
    row = Act.objects.filter(pk=act.pk)
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        row.update(why="Nothing happened.") if change == "update" else row._raw_delete("default")
    assert Act.objects.get().why == "It names a town."

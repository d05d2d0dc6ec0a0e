"""For whom a topic is, as it or its category changes: those it was written for, and never more."""

import uuid
from collections.abc import Callable

import pytest

from accounts.models import User
from forum.categories.models import Category
from forum.categories.visibility import Audience
from forum.topics import actions, rules
from forum.topics.actions import move_topic, set_audience
from forum.topics.models import Post, Topic, Watch
from forum.topics.visibility import Status

Write = Callable[[Post, User], object]
WRITERS: dict[str, Write] = {
    "reply": lambda post, by: actions.create_reply(
        persona=by.persona, topic=post.topic, source="Between us.", key=uuid.uuid4()
    ),
    "update": lambda post, by: actions.add_update(
        post=post, persona=by.persona, source="Between us.", key=uuid.uuid4()
    ),
    "edit": lambda post, by: actions.edit_post(post=post, persona=by.persona, source="Between us."),
    "title": lambda post, by: actions.rename_topic(topic=post.topic, title=f"Between {by}"),
}


@pytest.fixture
def team(room: Category) -> Category:
    """Return the moderators' room, beside the one for everyone."""
    return Category.objects.create(name="Team", slug="team", position=room.position, audience=Audience.MODERATORS)


def test_author_reads_the_topic_again_that_was_moved_by_mistake(
    topic: Topic, room: Category, team: Category, ada: User
) -> None:
    move_topic(topic=topic, category=team)
    assert not Topic.objects.visible_to(ada).exists()
    move_topic(topic=topic, category=room)
    assert Topic.objects.visible_to(ada).get().audience == Audience.EVERYONE


def test_topic_chosen_for_members_goes_back_to_members(
    start: Callable[..., Topic], room: Category, team: Category, ada: User
) -> None:
    topic = start(ada, audience=Audience.MEMBERS)
    for category in (team, room):
        move_topic(topic=topic, category=category)
    assert Topic.objects.get().audience == Audience.MEMBERS


@pytest.mark.parametrize("verb", WRITERS)
def test_what_was_written_among_fewer_stays_among_them(
    start: Callable[..., Topic], room: Category, team: Category, moderator: User, verb: str
) -> None:
    topic = start(moderator)
    move_topic(topic=topic, category=team)
    WRITERS[verb](Post.objects.select_related("topic").get(), moderator)
    move_topic(topic=topic, category=room)
    assert Topic.objects.get().audience == Audience.MODERATORS


def test_words_of_each_step_stay_with_its_readers(topic: Topic, room: Category, team: Category, bob: User) -> None:
    circle = Category.objects.create(name="Circle", slug="circle", audience=Audience.MEMBERS)
    move_topic(topic=topic, category=circle)
    WRITERS["reply"](Post.objects.select_related("topic").get(), bob)
    for category in (team, room):
        move_topic(topic=topic, category=category)
    assert Topic.objects.get().audience == Audience.MEMBERS


def test_reply_that_is_only_sent_again_changes_nothing(
    topic: Topic, room: Category, team: Category, moderator: User, reply: Callable[..., Post]
) -> None:
    key = uuid.uuid4()
    reply(moderator, topic, key=key)
    move_topic(topic=topic, category=team)
    reply(moderator, topic, key=key)
    move_topic(topic=topic, category=room)
    assert Topic.objects.get().audience == Audience.EVERYONE


def test_topic_that_was_narrow_before_this_was_kept_stays_so(topic: Topic, room: Category, team: Category) -> None:
    Topic.objects.update(category=team, audience=Audience.MODERATORS, written_for=None)
    move_topic(topic=topic, category=room)
    assert Topic.objects.get().audience == Audience.MODERATORS


def test_way_there_and_back_leaves_hidden_posts_counts_and_followers(
    topic: Topic, room: Category, team: Category, bob: User, reply: Callable[..., Post]
) -> None:
    reply(bob, topic)
    actions.hide_post(post=reply(bob, topic))
    for category in (team, room):
        move_topic(topic=topic, category=category)
    assert Post.objects.get(status=Status.HIDDEN).number == 3
    assert Watch.objects.filter(user=bob, topic=topic).exists()
    assert actions.wrong_counts() == []


def test_narrowed_room_takes_its_topics_along_and_a_widened_one_gives_them_back(topic: Topic, room: Category) -> None:
    seen = []
    for audience in (Audience.MODERATORS, Audience.MEMBERS, Audience.EVERYONE):
        set_audience(category=room, audience=audience)
        topic.refresh_from_db()
        seen.append(topic.audience)
    assert seen == [Audience.MODERATORS, Audience.MEMBERS, Audience.EVERYONE]


def test_room_that_stays_as_it_is_touches_none_of_its_topics(topic: Topic, room: Category) -> None:
    set_audience(category=room, audience=room.audience)
    assert Topic.objects.get().written_for is None


def test_widened_room_keeps_what_was_written_while_it_was_narrow(topic: Topic, room: Category, bob: User) -> None:
    set_audience(category=room, audience=Audience.MEMBERS)
    WRITERS["reply"](Post.objects.select_related("topic").get(), bob)
    set_audience(category=room, audience=Audience.EVERYONE)
    assert Topic.objects.get(pk=topic.pk).audience == Audience.MEMBERS


@pytest.mark.parametrize("written_for", [None, *Audience])
@pytest.mark.parametrize("goes_to", Audience)
def test_what_is_foretold_of_a_move_comes_true(
    topic: Topic, team: Category, written_for: Audience | None, goes_to: Audience
) -> None:
    Category.objects.filter(pk=team.pk).update(audience=goes_to)
    Topic.objects.update(audience=Audience.MEMBERS, written_for=written_for)
    topic.refresh_from_db()
    team.refresh_from_db()
    foretold = rules.audience_under(topic, team)
    move_topic(topic=topic, category=team)
    assert Topic.objects.get().audience == foretold

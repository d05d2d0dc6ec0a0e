"""Closing, pinning, moving, renaming, following, and the commands that look after what is stored."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import Persona, User
from accounts.verdict import RefusedError
from forum.categories.models import Category, CategoryWatch, Level
from forum.categories.visibility import Audience
from forum.markup.render import RENDERER_VERSION
from forum.notifications.rules import level_of
from forum.topics.actions import (
    PastPost,
    close_topic,
    move_topic,
    pin_topic,
    rename_topic,
    reopen_topic,
    unpin_topic,
    watch_as_category,
    watch_topic,
    write_past_topic,
)
from forum.topics.models import Post, Topic, Watch
from outbox import clock
from tests.forum.topics.conftest import Heard

Maker = Callable[..., Post]


@pytest.mark.parametrize(("do", "undo"), [(close_topic, reopen_topic), (pin_topic, unpin_topic)])
def test_what_is_done_can_be_undone_and_neither_twice(
    topic: Topic, do: Callable[..., None], undo: Callable[..., None]
) -> None:
    for act in (do, undo):
        act(topic=topic)
        with pytest.raises(RefusedError):
            act(topic=topic)


@pytest.mark.parametrize(
    ("stands_for", "goes_to", "is_for"),
    [
        (Audience.EVERYONE, Audience.MODERATORS, Audience.MODERATORS),
        (Audience.MEMBERS, Audience.EVERYONE, Audience.MEMBERS),
        (Audience.EVERYONE, Audience.EVERYONE, Audience.EVERYONE),
    ],
)
def test_moved_topic_is_never_wider_than_before(
    topic: Topic, heard: Heard, stands_for: Audience, goes_to: Audience, is_for: Audience
) -> None:
    Topic.objects.update(audience=stands_for)
    move_topic(topic=topic, category=Category.objects.create(name="Other", slug="other", audience=goes_to))
    topic.refresh_from_db()
    assert (topic.category.slug, topic.audience) == ("other", is_for)
    assert heard() == [("TopicMoved", topic.pk)]


def test_topic_is_not_moved_to_where_it_stands(topic: Topic) -> None:
    with pytest.raises(RefusedError, match="already"):
        move_topic(topic=topic, category=topic.category)


def test_renamed_topic_keeps_its_address(topic: Topic) -> None:
    rename_topic(topic=topic, title=" Awake ")
    topic.refresh_from_db()
    assert topic.get_absolute_url() == f"/t/awake/{topic.pk}/"


@pytest.mark.parametrize("title", ["", "Sleepless", "a" * 151])
def test_title_that_is_none_or_the_same_is_refused(topic: Topic, title: str) -> None:
    with pytest.raises(RefusedError):
        rename_topic(topic=topic, title=title)


def test_choice_by_hand_is_only_changed_by_hand(topic: Topic, bob: User) -> None:
    watch_topic(user=bob, topic=topic, level=Level.MUTED, by_hand=True)
    watch_topic(user=bob, topic=topic, level=Level.WATCHING, by_hand=False)
    assert Watch.objects.get(user=bob).level == Level.MUTED
    watch_topic(user=bob, topic=topic, level=Level.WATCHING, by_hand=True)
    assert Watch.objects.get(user=bob).level == Level.WATCHING


def test_topic_given_back_to_its_category_is_followed_as_that_is(topic: Topic, bob: User) -> None:
    CategoryWatch.objects.create(user=bob, category=topic.category, level=Level.WATCHING)
    watch_topic(user=bob, topic=topic, level=Level.MUTED, by_hand=True)
    watch_as_category(user=bob, topic=topic)
    assert level_of(Watch.objects.get(user=bob), CategoryWatch.objects.get(user=bob)) == Level.WATCHING


def test_level_given_back_is_what_writing_earned(topic: Topic, ada: User, bob: User, reply: Maker) -> None:
    reply(bob, topic)
    for person in (ada, bob):
        watch_topic(user=person, topic=topic, level=Level.MUTED, by_hand=True)
        watch_as_category(user=person, topic=topic)
    watches = {watch.user_id: (watch.level, watch.is_chosen) for watch in Watch.objects.all()}
    assert watches == {ada.pk: (Level.WATCHING, False), bob.pk: (Level.TRACKING, False)}


@pytest.mark.parametrize(("seconds", "level"), [(299, Level.NORMAL), (300, Level.TRACKING)])
def test_level_given_back_is_what_reading_earned(topic: Topic, bob: User, seconds: int, level: Level) -> None:
    watch_topic(user=bob, topic=topic, level=Level.WATCHING, by_hand=True)
    Watch.objects.filter(user=bob).update(seconds=seconds)
    watch_as_category(user=bob, topic=topic)
    assert Watch.objects.get(user=bob).level == level


def test_giving_back_changes_nothing_where_nothing_was_chosen(topic: Topic, bob: User, reply: Maker) -> None:
    reply(bob, topic)
    before = Watch.objects.filter(user=bob).values().get()
    watch_as_category(user=bob, topic=topic)
    assert Watch.objects.filter(user=bob).values().get() == before


def test_topic_out_of_sight_is_not_given_back(topic: Topic, bob: User) -> None:
    Topic.objects.update(audience=Audience.MODERATORS)
    topic.refresh_from_db()
    with pytest.raises(RefusedError):
        watch_as_category(user=bob, topic=topic)


def test_topic_out_of_sight_is_not_followed(topic: Topic, bob: User) -> None:
    Topic.objects.update(audience=Audience.MODERATORS)
    topic.refresh_from_db()
    with pytest.raises(RefusedError):
        watch_topic(user=bob, topic=topic, level=Level.WATCHING, by_hand=True)


def run(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def test_right_counts_are_left_alone(topic: Topic, bob: User, reply: Maker) -> None:
    reply(bob, topic)
    assert "All counts are right." in run("check_counts")


def test_wrong_counts_are_named_and_mended(topic: Topic, bob: User, reply: Maker) -> None:
    reply(bob, topic)
    Topic.objects.update(reply_count=7, last_number=1)
    with pytest.raises(SystemExit):
        run("check_counts")
    assert f"topic {topic.pk}: reply_count is 7, should be 1" in run("check_counts", "--mend")
    topic.refresh_from_db()
    assert (topic.reply_count, topic.last_number) == (1, 2)


def test_last_number_never_falls(topic: Topic) -> None:
    Topic.objects.update(last_number=9)
    assert "All counts are right." in run("check_counts", "--mend")


def test_posts_of_an_older_renderer_are_rendered_again_in_batches(
    topic: Topic, bob: User, reply: Maker, heard: Heard
) -> None:
    for _ in range(4):
        reply(bob, topic, "**tea** with @ada")
    told = heard()
    Post.objects.update(html="old", renderer_version=0)
    assert "5 posts rendered" in run("render_posts", "--batch", "2")
    assert not Post.objects.filter(html="old").exists()
    assert not Post.objects.exclude(renderer_version=RENDERER_VERSION).exists()
    assert heard() == told


def test_post_over_todays_bounds_keeps_its_html_and_is_named(topic: Topic, post: Post) -> None:
    Post.objects.update(source="a" * 32_001, html="old", renderer_version=0)
    assert f"left as they are: {post.pk}" in run("render_posts")
    post.refresh_from_db()
    assert post.html == "old"


def test_past_thread_stands_as_it_was_written_and_tells_nobody(
    room: Category, ada: User, bob: User, heard: Heard
) -> None:
    now = clock.now()
    past = [
        PastPost(persona=ada.persona, source="How?", written_at=now.replace(year=2020)),
        PastPost(persona=bob.persona, source="So.", written_at=now.replace(year=2021), reply_to=1),
        PastPost(persona=ada.persona, source="Better.", written_at=now.replace(year=2022), updates=1),
        PastPost(persona=Persona.objects.create(name="gone"), source="Me too.", written_at=now.replace(year=2021)),
    ]
    topic = write_past_topic(category=room, title="Past", posts=past)
    topic.refresh_from_db()
    assert (topic.last_number, topic.reply_count, topic.activity_at.year) == (3, 2, 2022)
    assert list(topic.posts.order_by("pk").values_list("number", flat=True)) == [1, 2, None, 3]
    assert heard() == []
    assert "All counts are right." in run("check_counts")

"""The sample: the same for the same seed, right in its counts, and silent."""

import hashlib
import uuid
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import Persona, User
from forum.categories.models import Category
from forum.categories.visibility import Audience
from forum.markup.render import render
from forum.moving.sample import NotEmptyError, Size, build_sample
from forum.topics.actions import create_reply, wrong_counts
from forum.topics.models import Mention, Post, Topic
from forum.topics.typed import people
from outbox.models import Delivery, Letter

pytestmark = pytest.mark.django_db

SMALL = Size(members=30, topics=40, posts=500, longest=120)


def fingerprint() -> str:
    """Return a mark of every row that a sample writes."""
    text = StringIO()
    tables = ("accounts_user", "accounts_persona", "forum_category", "forum_topic", "forum_post", "forum_watch")
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT t.* FROM {table} t ORDER BY id")  # noqa: S608 - our own names
            text.write(repr(cursor.fetchall()))
    return hashlib.sha256(text.getvalue().encode()).hexdigest()


def empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("TRUNCATE accounts_user, accounts_persona, forum_category, forum_topic, forum_post CASCADE")


def test_same_seed_gives_the_same_bytes() -> None:
    build_sample(SMALL, "a password")
    first = fingerprint()
    empty()
    build_sample(SMALL, "a password")
    assert fingerprint() == first


def test_another_seed_gives_another_forum() -> None:
    build_sample(SMALL)
    first = fingerprint()
    empty()
    build_sample(Size(**{**vars(SMALL), "seed": 2}))
    assert fingerprint() != first


def test_it_has_the_size_that_was_asked_for() -> None:
    build_sample(SMALL)
    numbered = Post.objects.exclude(number=None)
    assert (User.objects.count(), Topic.objects.count(), numbered.count()) == (30, 40, 500)
    longest = Topic.objects.get(last_number=120)
    assert longest.audience == Audience.EVERYONE


def test_counts_are_right() -> None:
    build_sample(SMALL)
    assert wrong_counts() == []


def test_html_is_what_the_renderer_makes_of_the_whole() -> None:
    build_sample(SMALL)
    for post in Post.objects.all():
        assert render(post.source, people=people).html == post.html


def test_first_posts_carry_the_title_for_the_search() -> None:
    build_sample(SMALL)
    assert all(topic.first_post and topic.first_post.title == topic.title for topic in Topic.objects.all())
    assert not Post.objects.exclude(number=1).exclude(title="").exists()


def test_whoever_is_named_has_a_row() -> None:
    build_sample(SMALL)
    for mention in Mention.objects.select_related("persona", "post"):
        assert f"@{mention.persona.name}" in mention.post.source


def test_nobody_is_told_and_nobody_wants_mail() -> None:
    build_sample(SMALL)
    assert not Delivery.objects.exists()
    assert not Letter.objects.exists()
    assert not User.objects.filter(mails_replies=True).exists()


def test_members_log_in_only_with_a_password_that_was_given() -> None:
    build_sample(SMALL)
    assert not any(user.has_usable_password() for user in User.objects.all())
    empty()
    build_sample(SMALL, "a password")
    assert User.objects.get(username="partner").check_password("a password")


def test_roles_are_the_demos() -> None:
    build_sample(SMALL)
    assert User.objects.get(username="moderator").is_moderator
    assert Persona.objects.get(name="organizer").badge == "organizer"


def test_it_goes_on_from_there() -> None:
    build_sample(SMALL)
    topic, persona = Topic.objects.filter(closed_at=None, audience=0)[0], Persona.objects.get(name="partner")
    post = create_reply(persona=persona, topic=topic, source="Yes.", key=uuid.uuid4())
    assert post.number == topic.last_number + 1


def test_it_refuses_where_someone_is(ada: User) -> None:
    with pytest.raises(NotEmptyError):
        build_sample(SMALL)


def test_command_refuses_in_one_line_beside_a_category() -> None:
    Category.objects.create(name="Right now", slug="right-now", audience=Audience.EVERYONE)
    with pytest.raises(CommandError, match="in this database already"):
        call_command("build_sample", "--scale", "0.01")

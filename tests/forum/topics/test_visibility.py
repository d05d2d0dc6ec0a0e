"""Who sees what, said in SQL and in Python: every role crossed with every state, and both agree."""

import itertools
from collections.abc import Iterable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import Persona, User
from forum.categories.models import Category
from forum.categories.visibility import Audience
from forum.topics import rules
from forum.topics.models import Mention, Post, Topic
from forum.topics.queries import topic_page
from forum.topics.visibility import Status, visible_posts, visible_topics

ROLES = ("outsider", "ada", "bob", "newcomer", "organizer", "moderator", "administrator")
Reader = User | AnonymousUser


@pytest.fixture
def everything(room: Category, ada: User, bob: User) -> None:
    """Store a topic in each state, and in each a post and an update in each state, by ada and by bob."""
    topics = Topic.objects.bulk_create(
        Topic(category=room, title="x", audience=audience, status=status)
        for audience, status in itertools.product(Audience, Status)
    )
    firsts = store(post_of(topic, ada.persona, topic.status, number=1) for topic in topics)
    for topic, first in zip(topics, firsts, strict=True):
        topic.first_post = first
    Topic.objects.bulk_update(topics, ["first_post"])
    parents = store(
        post_of(topic, author.persona, status, number=number)
        for topic in topics
        for number, (author, status) in enumerate(itertools.product((ada, bob), Status), 2)
    )
    store(
        post_of(parent.topic, parent.persona, status, updates=parent)
        for parent, status in itertools.product(parents, Status)
    )


def store(posts: Iterable[Post]) -> list[Post]:
    return Post.objects.bulk_create(posts)


def post_of(topic: Topic, persona: Persona, status: str, **fields: Any) -> Post:
    return Post(topic=topic, persona=persona, status=status, source="x", html="x", renderer_version=1, **fields)


@pytest.fixture(params=ROLES)
def reader(request: pytest.FixtureRequest, everything: None) -> Reader:
    person: Reader = request.getfixturevalue(request.param)
    return person


def test_sql_and_python_see_the_same_topics(reader: Reader) -> None:
    topics = Topic.objects.select_related("first_post__persona")
    by_rule = {topic.pk for topic in topics if rules.may_see_topic(reader, topic)}
    assert set(Topic.objects.visible_to(reader).values_list("pk", flat=True)) == by_rule


def test_sql_and_python_read_the_same_posts(reader: Reader) -> None:
    posts = Post.objects.select_related("persona", "topic__first_post__persona", "updates__persona")
    by_rule = {post.pk for post in posts if rules.may_read_post(reader, post)}
    assert set(Post.objects.visible_to(reader).values_list("pk", flat=True)) == by_rule


def test_a_row_that_leads_to_a_post_is_seen_as_the_post_is(reader: Reader, ada: User) -> None:
    Mention.objects.bulk_create([Mention(post=post, persona=ada.persona) for post in Post.objects.all()])
    through = set(Mention.objects.filter(visible_posts(reader, "post__")).values_list("post", flat=True))
    assert through == set(Post.objects.visible_to(reader).values_list("pk", flat=True))
    topics = set(Mention.objects.filter(visible_topics(reader, "post__topic__")).values_list("post__topic", flat=True))
    assert topics == set(Topic.objects.visible_to(reader).values_list("pk", flat=True))


def test_page_shows_each_post_and_update_as_it_is_judged_by_itself(reader: Reader) -> None:
    for topic in Topic.objects.visible_to(reader).select_related("first_post__persona", "category"):
        posts = Post.objects.select_related("persona", "topic__first_post__persona", "updates__persona")
        judged = {
            post.pk: (bool(rules.may_read_post(reader, post)), bool(rules.may_react(reader, post)))
            for post in posts.filter(topic=topic)
        }
        page = topic_page(reader, topic, 1)
        items = [item for one in (*page.items, *page.unnumbered) for item in (one, *one.updates)]
        assert len(items) == len(judged)
        assert {item.post.pk: (item.is_readable, item.may_react) for item in items} == judged


@pytest.mark.parametrize(
    ("role", "topics"),
    [("outsider", 1), ("bob", 2), ("organizer", 2), ("ada", 6), ("moderator", 12), ("administrator", 12)],
)
def test_each_role_sees_so_many_of_twelve_topics(
    request: pytest.FixtureRequest, everything: None, role: str, topics: int
) -> None:
    assert Topic.objects.visible_to(request.getfixturevalue(role)).count() == topics


@pytest.mark.parametrize(("role", "posts"), [("outsider", 5), ("bob", 15)])
def test_each_role_reads_so_much_of_a_topic_for_everyone(
    request: pytest.FixtureRequest, everything: None, role: str, posts: int
) -> None:
    topic = Topic.objects.get(audience=Audience.EVERYONE, status=Status.PUBLISHED)
    # First post; per author one published reply with one update; to bob his held and hidden ones too.
    assert Post.objects.visible_to(request.getfixturevalue(role)).filter(topic=topic).count() == posts


@pytest.mark.parametrize("role", ["outsider", "bob"])
def test_what_was_removed_by_its_author_is_read_by_moderators_alone(
    request: pytest.FixtureRequest, everything: None, moderator: User, role: str
) -> None:
    removed = Post.objects.filter(status=Status.DELETED)
    assert not removed.visible_to(request.getfixturevalue(role)).exists()
    assert removed.visible_to(moderator).count() == removed.count()


def test_nobody_acts_on_what_they_cannot_read(reader: Reader) -> None:
    may = (rules.may_edit, rules.may_update, rules.may_delete, rules.may_see_history)
    posts = Post.objects.select_related("persona", "topic__first_post__persona", "updates__persona")
    allowed = [post for post in posts for rule in may if rule(reader, post)]
    assert all(rules.may_read_post(reader, post) for post in allowed)
    assert isinstance(reader, User) or not allowed


def test_replies_are_taken_only_where_the_topic_is_published_and_seen(reader: Reader) -> None:
    allowed = {
        topic.pk for topic in Topic.objects.select_related("first_post__persona") if rules.may_reply(reader, topic)
    }
    seen = Topic.objects.visible_to(reader).filter(status=Status.PUBLISHED) if isinstance(reader, User) else []
    assert allowed == {topic.pk for topic in seen}


def test_sql_and_python_tell_of_the_same_removed_topics(reader: Reader) -> None:
    by_rule = {topic.pk for topic in Topic.objects.all() if rules.may_know_gone(reader, topic)}
    assert set(Topic.objects.gone_for(reader).values_list("pk", flat=True)) == by_rule


def test_nobody_is_told_of_a_removed_topic_that_was_not_open_to_them(everything: None, outsider: AnonymousUser) -> None:
    told = Topic.objects.gone_for(outsider)
    assert {(topic.audience, topic.status) for topic in told} == {(Audience.EVERYONE, Status.DELETED)}

"""Each category is searched in its own language, and follows when that changes."""

from collections.abc import Callable

import pytest
from django.db import connection

from accounts.models import User
from forum.categories.models import Category, Language
from forum.categories.visibility import Audience
from forum.topics.actions import language, move_topic, set_language
from forum.topics.models import Post, Topic
from outbox.models import Delivery

Found = Callable[..., list[str]]
Start = Callable[..., Topic]
Reply = Callable[..., Post]


@pytest.fixture
def zimmer(db: None) -> Category:
    """Return a category in German."""
    return Category.objects.create(name="Zuhause", slug="zuhause", audience=Audience.EVERYONE, language=Language.GERMAN)


def test_database_knows_each_language(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT language FROM unnest(%s::text[]) AS language"
            " WHERE forum_words(language, 'x') <> to_tsvector(language::regconfig, 'x')",
            [Language.values],
        )
        assert cursor.fetchall() == []


def test_german_words_are_found_in_other_forms(zimmer: Category, start: Start, ada: User, found: Found) -> None:
    start(ada, "Er trinkt in den Häusern der Nachbarn.", title="Wieder Flaschen", category=zimmer)
    assert len(found(ada, "haus")) == len(found(ada, "TRINKEN Flasche")) == 1


def test_each_category_is_searched_in_its_own_language(zimmer: Category, start: Start, ada: User, found: Found) -> None:
    start(ada, "Die Kinder fragen.", category=zimmer)
    start(ada, "The children were asking.")
    assert found(ada, "kind") == ["Die Kinder fragen."]
    assert found(ada, "asked") == ["The children were asking."]
    assert sorted(found(ada, "kinder or asked")) == ["Die Kinder fragen.", "The children were asking."]


def test_word_that_is_taken_out_is_taken_out_in_each_language(
    zimmer: Category, start: Start, ada: User, found: Found
) -> None:
    start(ada, "Tea for two houses.", category=zimmer)
    start(ada, "Tea in one of the houses.")
    assert found(ada, "tea -house -houses") == []


def test_word_that_stands_everywhere_in_one_language_is_found_in_another(
    zimmer: Category, start: Start, ada: User, found: Found
) -> None:
    start(ada, "He said that he would die.")
    start(ada, "Die Flasche.", category=zimmer)
    assert found(ada, "die") == ["He said that he would die."]


def test_other_language_is_followed_at_once(room: Category, start: Start, ada: User, found: Found) -> None:
    start(ada, "In den Häusern.", title="Viele Flaschen")
    assert found(ada, "haus") == []
    set_language(category=room, language=Language.GERMAN)
    assert len(found(ada, "haus")) == len(found(ada, "flasche")) == 1


def test_large_category_follows_in_steps(
    monkeypatch: pytest.MonkeyPatch,
    room: Category,
    start: Start,
    reply: Reply,
    ada: User,
    workers: Callable[[], None],
) -> None:
    monkeypatch.setattr(language, "BATCH", 2)
    topic = start(ada)
    for _ in range(4):
        reply(ada, topic)
    workers()
    set_language(category=room, language=Language.GERMAN)
    assert Post.objects.filter(language=Language.GERMAN).count() == 2
    workers()
    assert Post.objects.filter(language=Language.GERMAN).count() == 5
    assert not Delivery.objects.filter(delivered_at=None).exists()


def test_topic_that_is_moved_is_read_in_the_language_of_its_new_place(
    zimmer: Category, start: Start, reply: Reply, ada: User, found: Found
) -> None:
    topic = start(ada, "In den Häusern.")
    move_topic(topic=topic, category=zimmer)
    topic.refresh_from_db()
    reply(ada, topic, "Viele Flaschen.")
    assert found(ada, "haus") == ["In den Häusern."]
    assert found(ada, "flasche") == ["Viele Flaschen."]

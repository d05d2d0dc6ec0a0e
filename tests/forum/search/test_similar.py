"""Topics like the one that is being begun: offered by a script, with the preview, and to whom they are open."""

from collections.abc import Callable

import pytest

from accounts.models import User
from forum.categories.models import Category
from forum.categories.visibility import Audience
from forum.search.queries import similar, similar_topics
from forum.topics.actions import delete_post, hide_post, rename_topic
from forum.topics.models import Post, Topic
from tests.fixtures_people import ClientOf

Start = Callable[..., Topic]
Reply = Callable[..., Post]

HIDING = "He hides bottles in the garage"


def titles(reader: User, title: str) -> list[str]:
    return [topic.title for topic in similar_topics(reader, title)]


@pytest.mark.parametrize("title", ["Hidden bottles", "bottle hiding?!", "My wife is hiding the bottles: what now"])
def test_titles_with_the_same_words_are_similar(start: Start, ada: User, bob: User, title: str) -> None:
    start(ada, title="Bottles he is hiding in the garage")
    start(ada, title="What do you tell the children?")
    assert titles(bob, title) == ["Bottles he is hiding in the garage"]


def test_one_word_of_two_is_enough(start: Start, ada: User) -> None:
    told = "Seven weeks sober, then I found the bottles. He is still drinking"
    start(ada, title=told)
    assert titles(ada, "He hid the bottles again") == [told]


def test_rare_word_is_enough_beside_a_common_one_and_a_common_one_is_not(start: Start, ada: User) -> None:
    for number in range(30):
        start(ada, title=f"My husband, day {number}")
    start(ada, title=HIDING)
    assert titles(ada, "Husband in the garage") == [HIDING]


def test_rare_word_is_found_behind_many_newer_titles_with_a_common_one(
    start: Start, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(similar, "MOST", 3)
    start(ada, title=HIDING)
    for number in range(5):
        start(ada, title=f"My husband, day {number}")
    assert titles(ada, "Husband in the garage") == [HIDING]


def test_topic_whose_first_post_was_removed_is_offered_too(start: Start, reply: Reply, ada: User, bob: User) -> None:
    topic = start(ada, title=HIDING)
    reply(bob, topic)
    delete_post(post=topic.posts.get(number=1), persona=ada.persona)
    assert titles(bob, HIDING) == [HIDING]


def test_one_word_of_several_makes_nothing_similar(start: Start, ada: User) -> None:
    start(ada, title=HIDING)
    assert titles(ada, "The garage is cold tonight") == []
    assert titles(ada, "Garage") == [HIDING]


def test_nearest_stands_first_and_at_most_five_are_shown(start: Start, ada: User) -> None:
    start(ada, title=HIDING)
    for number in range(6):
        start(ada, title=f"Bottles in the garage {number}")
    found = titles(ada, "hides bottles garage")
    assert found[0] == HIDING
    assert len(found) == 5


def test_only_what_one_may_open_is_offered(start: Start, ada: User, bob: User, moderator: User) -> None:
    staff = Category.objects.create(name="Staff", slug="staff", audience=Audience.MODERATORS)
    start(moderator, title=HIDING, category=staff)
    hidden = start(ada, title=HIDING).first_post
    assert hidden is not None
    hide_post(post=hidden)
    assert titles(bob, HIDING) == titles(ada, HIDING) == []
    assert titles(moderator, HIDING) == [HIDING]


def test_new_title_is_what_counts(start: Start, ada: User) -> None:
    rename_topic(topic=start(ada, title=HIDING), title="Something else")
    assert titles(ada, HIDING) == []


@pytest.mark.parametrize("title", ["", " ", "?!", "the and of", "'", "a & b | !c", '-x "y', "x" * 32_000, "or or or"])
def test_no_title_does_harm(start: Start, ada: User, title: str) -> None:
    start(ada, title=HIDING)
    assert titles(ada, title) == []


def test_script_is_given_links_and_nothing_where_there_are_none(client_of: ClientOf, start: Start, ada: User) -> None:
    topic = start(ada, title=HIDING)
    client = client_of(ada)
    assert topic.get_absolute_url() in client.post("/search/similar/", {"title": HIDING}).content.decode()
    assert client.post("/search/similar/", {"title": "Children"}).content.strip() == b""


def test_preview_offers_them_without_a_script(client_of: ClientOf, start: Start, ada: User, room: Category) -> None:
    topic = start(ada, title=HIDING)
    words = {"title": "Bottles in the garage", "body": "Again.", "preview": "1"}
    page = client_of(ada).post(f"/c/{room.slug}/new/", words).content.decode()
    assert "Others have begun something like it" in page
    assert topic.get_absolute_url() in page


def test_meetup_is_offered_no_topics(client_of: ClientOf, organizer: User, room: Category) -> None:
    assert b"data-similar" not in client_of(organizer).get("/meetups/new/").content

"""Feeds and the sitemap hold what everyone may see, and nothing else, whoever asks."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.utils.http import http_date
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import Persona, User
from forum.categories.models import Category
from forum.categories.visibility import Audience
from forum.topics import feeds
from forum.topics.actions import delete_post, edit_post, hide_post, move_topic, rename_topic
from forum.topics.models import Post, Topic
from outbox import clock

Start = Callable[..., Topic]
Reply = Callable[..., Post]
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(autouse=True)
def _site(settings: Settings) -> None:
    settings.SITE_URL = "https://notes.example.org"


@pytest.fixture
def circle(db: None) -> Category:
    """Return a category for members."""
    return Category.objects.create(name="Circle", slug="circle", audience=Audience.MEMBERS)


def entries(address: str, client: Client | None = None) -> list[ET.Element]:
    answer = (client or Client()).get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    return ET.fromstring(answer.content).findall(f"{ATOM}entry")  # noqa: S314 - our own


def told(entry: ET.Element, name: str) -> str:
    return entry.findtext(f"{ATOM}{name}") or ""


def mapped(address: str) -> list[str]:
    answer = Client().get(address)
    assert answer.status_code == 200
    found = [found.text or "" for found in ET.fromstring(answer.content).iter(f"{MAP}loc")]  # noqa: S314 - our own
    return [address.removeprefix("http://testserver") for address in found]


def test_entry_tells_who_wrote_what_and_where(topic: Topic, update: Reply, post: Post, ada: User) -> None:
    update(ada, post, "It is **better** now.")
    entry = entries("/feed/")[0]
    assert told(entry, "title") == "Sleepless"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "ada"
    assert told(entry, "summary") == "<p>How do you sleep?</p><p>It is <strong>better</strong> now.</p>"
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert (link.get("href") or "").endswith(post.get_absolute_url())


def test_entry_keeps_its_name_when_its_topic_is_moved_and_renamed(topic: Topic, room: Category) -> None:
    before = told(entries("/feed/")[0], "id")
    rename_topic(topic=topic, title="Another title")
    move_topic(topic=topic, category=Category.objects.create(name="Tea", slug="tea", audience=Audience.EVERYONE))
    assert told(entries("/feed/")[0], "id") == before
    assert re.fullmatch(r"tag:notes\.example\.org,2026:post-\d+", before)


def test_edit_brings_the_entry_up_to_date(post: Post, ada: User) -> None:
    before = told(entries("/feed/")[0], "updated")
    post.created_at -= (day := post.created_at - post.created_at.replace(year=2025))
    Post.objects.filter(pk=post.pk).update(created_at=post.created_at)
    assert told(entries("/feed/")[0], "updated") < before
    edit_post(post=post, persona=ada.persona, source="Do you sleep at all?")
    assert "at all" in told(entries("/feed/")[0], "summary")
    assert day


def test_links_in_an_entry_lead_here_from_anywhere(start: Start, ada: User, bob: User) -> None:
    start(ada, "Ask @bob.")
    assert 'href="https://notes.example.org/@bob/"' in told(entries("/feed/")[0], "summary")


def test_what_is_covered_in_a_line_is_not_sent_to_programs_without_our_style(start: Start, ada: User) -> None:
    start(ada, "First, [spoiler]he :tea: [spoiler]went[/spoiler] off[/spoiler], then [spoiler]she[/spoiler]. The end.")
    assert told(entries("/feed/")[0], "summary") == "<p>First, […], then […]. The end.</p>"


def test_newest_topic_stands_first_and_no_more_than_twenty_stand_at_all(start: Start, ada: User) -> None:
    for number in range(21):
        start(ada, title=f"Night {number}")
    titles = [told(entry, "title") for entry in entries("/c/living-with-it/feed/")]
    assert (titles[0], len(titles)) == ("Night 20", 20)


def test_feed_of_a_topic_holds_its_last_posts(topic: Topic, reply: Reply, bob: User) -> None:
    for _ in range(20):
        reply(bob, topic)
    titles = [told(entry, "title") for entry in entries(f"/t/any/{topic.pk}/feed/")]
    assert (titles[0], titles[-1]) == ("#21 Sleepless", "#2 Sleepless")


@pytest.mark.parametrize("is_member", [True, False])
def test_no_feed_holds_what_is_for_members(
    start: Start,
    circle: Category,
    room: Category,
    moderator: User,
    client_of: Callable[..., Client],
    is_member: bool,  # noqa: FBT001 - a parameter
) -> None:
    client = client_of(moderator) if is_member else Client()
    secret = start(moderator, category=circle)
    narrow = start(moderator, category=room, audience=Audience.MEMBERS)
    assert entries("/feed/", client) == entries("/c/living-with-it/feed/", client) == []
    for address in ("/c/circle/feed/", f"/t/x/{secret.pk}/feed/", f"/t/x/{narrow.pk}/feed/"):
        assert client.get(address).status_code == 404


def test_what_is_taken_down_or_away_leaves_the_feed(topic: Topic, reply: Reply, bob: User) -> None:
    hidden, deleted = reply(bob, topic, "Hidden."), reply(bob, topic, "Deleted.")
    hide_post(post=hidden)
    delete_post(post=deleted, persona=bob.persona)
    assert len(entries(f"/t/x/{topic.pk}/feed/")) == 1
    hide_post(post=topic.posts.get(number=1))
    assert entries("/feed/") == []
    assert Client().get(f"/t/x/{topic.pk}/feed/").status_code == 404


def test_feed_that_is_known_is_not_sent_again(topic: Topic, reply: Reply, bob: User) -> None:
    address = f"/t/x/{topic.pk}/feed/"
    tag = Client().get(address).headers["ETag"]
    assert Client().get(address, headers={"If-None-Match": tag}).status_code == 304
    reply(bob, topic)
    assert Client().get(address, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("address", ["/feed/", "/c/living-with-it/feed/", "/t/x/{}/feed/"])
def test_no_feed_goes_by_the_moment_of_its_newest_entry(topic: Topic, address: str) -> None:
    later = {"If-Modified-Since": http_date(clock.now().timestamp() + 60)}
    answer = Client().get(address.format(topic.pk), headers=later)
    assert answer.status_code == 200
    assert "Last-Modified" not in answer.headers


def test_only_pages_for_everyone_name_a_feed(
    topic: Topic, start: Start, circle: Category, ada: User, client_of: Callable[..., Client]
) -> None:
    secret = start(ada, category=circle)
    named = {
        address: b"application/atom+xml" in client_of(ada).get(address).content
        for address in ("/", "/c/living-with-it/", "/c/circle/", f"/t/x/{topic.pk}/1/", f"/t/x/{secret.pk}/1/")
    }
    assert list(named.values()) == [True, True, False, True, False]


def test_sitemap_holds_what_everyone_may_see_and_nothing_else(
    topic: Topic, start: Start, circle: Category, ada: User
) -> None:
    start(ada, category=circle, title="Secret")
    hide_post(post=start(ada, title="Hidden").posts.get(number=1))
    pages, topics = mapped("/sitemap.xml")
    assert mapped(pages) == ["/", "/help/", "/meetups/", "/c/living-with-it/"]
    assert mapped(topics) == [topic.get_absolute_url()]


def test_sitemap_goes_on_in_parts(start: Start, ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    first, last = start(ada, title="First"), start(ada, title="Last")
    monkeypatch.setattr(feeds, "PART", 1)
    parts = mapped("/sitemap.xml")[1:]
    assert [mapped(part) for part in parts] == [[first.get_absolute_url()], [last.get_absolute_url()]]


def test_sitemap_names_no_part_where_nothing_is_for_everyone(
    topic: Topic, start: Start, circle: Category, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = start(ada, category=circle)
    last = start(ada)
    monkeypatch.setattr(feeds, "PART", 1)
    assert [mapped(part) for part in mapped("/sitemap.xml")[1:]] == [
        [topic.get_absolute_url()],
        [last.get_absolute_url()],
    ]
    assert Client().get(f"/sitemap-topics.xml?p={secret.pk}").status_code == 404


def test_sitemap_of_a_forum_for_members_holds_pages_alone(start: Start, circle: Category, ada: User) -> None:
    start(ada, category=circle)
    assert [address.partition(".")[0] for address in mapped("/sitemap.xml")] == ["/sitemap-pages"]


def test_part_of_the_sitemap_is_found_by_an_index_among_topics_for_members(topic: Topic, circle: Category) -> None:
    Topic.objects.bulk_create([Topic(category=circle, title="Secret", audience=Audience.MEMBERS) for _ in range(3000)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE forum_topic")
    next_one = Topic.objects.visible_to(feeds.VISITOR).filter(pk__gt=topic.pk).order_by("pk")[:1]
    assert "topic_for_everyone" in next_one.explain()


@pytest.mark.parametrize("address", ["/sitemap-topics.xml?p=2", "/sitemap-topics.xml?p=x", "/sitemap-none.xml"])
def test_part_that_is_not_there_is_a_404(topic: Topic, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "PART", 10_000_000)
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("rows", [1, 20])
def test_feed_costs_the_same_for_one_entry_as_for_twenty(
    start: Start, reply: Reply, ada: User, update: Reply, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    topics = [start(ada) for _ in range(rows)]
    for _ in range(rows):
        update(ada, reply(ada, topics[0]))
    for address, queries in (("/feed/", 3), ("/c/living-with-it/feed/", 4), (f"/t/x/{topics[0].pk}/feed/", 4)):
        with django_assert_num_queries(queries):
            assert len(entries(address)) == min(20, rows + (address[1] == "t"))


@pytest.mark.parametrize("rows", [1, 20])
def test_sitemap_costs_the_same_for_one_topic_as_for_twenty(
    start: Start, ada: User, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for _ in range(rows):
        start(ada)
    with django_assert_num_queries(2):
        part = mapped("/sitemap.xml")[1]
    with django_assert_num_queries(1):
        assert len(mapped(part)) == rows


def test_what_is_no_character_in_xml_breaks_no_feed(start: Start, ada: User) -> None:
    start(ada, "Who \ufffe shuts them?", title="Walls \uffff and doors")
    assert told(entries("/feed/")[0], "title") == "Walls and doors"


@pytest.mark.parametrize("odd", ["\ufffe", "\uffff", "\x01", "\x1f"])
@pytest.mark.parametrize("address", ["/feed/", "/c/living-with-it/feed/", "/t/x/{}/feed/"])
def test_what_no_xml_holds_and_was_kept_before_breaks_no_feed(topic: Topic, ada: User, address: str, odd: str) -> None:
    Topic.objects.filter(pk=topic.pk).update(title=f"Walls{odd} and doors")
    Category.objects.filter(pk=topic.category_id).update(name=f"Living{odd} with it")
    Post.objects.filter(topic=topic).update(html=f"<p>Tea{odd}?</p>")
    Persona.objects.filter(user=ada).update(name=f"ada{odd}")
    entry = entries(address.format(topic.pk))[0]
    assert told(entry, "title").endswith("Walls and doors")
    assert (told(entry, "summary"), entry.findtext(f"{ATOM}author/{ATOM}name")) == ("<p>Tea?</p>", "ada")


def test_what_no_xml_holds_and_was_kept_before_breaks_no_sitemap(topic: Topic) -> None:
    Topic.objects.filter(pk=topic.pk).update(title="Walls \uffff and\x01 doors")
    _, topics = mapped("/sitemap.xml")
    assert mapped(topics) == [f"/t/walls-and-doors/{topic.pk}/"]

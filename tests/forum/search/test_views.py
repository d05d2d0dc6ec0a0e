"""The search page: how it is asked, what stands in its address, how it is paged, and what it costs."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from forum.topics.models import Post, Topic
from tests.fixtures_people import ClientOf
from tests.walker import in_process

Start = Callable[..., Topic]
Reply = Callable[..., Post]

SEARCH = "/search/"


@pytest.fixture
def twenty_five(start: Start, ada: User) -> None:
    """Store twenty-five posts about a lantern."""
    for number in range(25):
        start(ada, f"Lantern number {number}.", title=f"Night {number}")


def test_every_page_leads_to_the_search(client: Client, start: Start, ada: User) -> None:
    start(ada)
    assert in_process(client).open("/").link("Search") == SEARCH


def test_member_searches_and_no_word_stands_in_an_address(client_of: ClientOf, twenty_five: None, ada: User) -> None:
    walker = in_process(client_of(ada))
    found = walker.fill(walker.open(SEARCH), q="lantern", action="search")
    assert "25 posts" in found.html
    assert "lantern" not in found.url
    assert "lantern" not in found.link("More").lower()
    assert walker.open(found.url).html.count("<mark>") == found.html.count("<mark>")


def test_member_pages_on_without_a_word_in_the_address(client_of: ClientOf, twenty_five: None, ada: User) -> None:
    walker = in_process(client_of(ada))
    first = walker.fill(walker.open(SEARCH), q="lantern", action="search")
    second = walker.open(SEARCH + first.link("More"))
    assert (first.html.count("search-hit"), second.html.count("search-hit")) == (20, 5)
    assert "lantern" not in second.url


def test_visitor_searches_under_an_address_that_can_be_linked(client: Client, twenty_five: None) -> None:
    found = in_process(client).fill(in_process(client).open(SEARCH), q="lantern", action="search")
    assert parse_qs(urlsplit(found.url).query) == {"q": ["lantern"]}
    assert "25 posts" in found.html
    assert not client.cookies


@pytest.mark.parametrize("words", ["lantern", ""])
def test_box_finds_in_the_topics_one_took_part_in_and_in_no_others(
    client_of: ClientOf, start: Start, reply: Reply, ada: User, bob: User, words: str
) -> None:
    start(ada, "A lantern.", title="Not bob's")
    topic = start(ada, "Another lantern.", title="With bob")
    reply(bob, topic, "So I say.")
    walker = in_process(client_of(bob))
    found = walker.fill(walker.open(SEARCH), q=words, mine="on", action="search")
    again = walker.open(found.url).html
    assert [("Another" in html, "Not bob" in html) for html in (found.html, again)] == [(True, False)] * 2


def test_empty_search_says_what_is_missing(client_of: ClientOf, ada: User) -> None:
    walker = in_process(client_of(ada))
    assert "Write what you are looking for" in walker.fill(walker.open(SEARCH), q="", action="search").html


def test_search_that_is_kept_no_more_says_so(client_of: ClientOf, ada: User) -> None:
    page = client_of(ada).get(SEARCH, {"at": "nothing"}).content.decode()
    assert "Type it once again" in page


def test_search_of_one_session_opens_in_no_other(client_of: ClientOf, twenty_five: None, ada: User) -> None:
    address = client_of(ada).post(SEARCH, {"q": "lantern"}).headers["Location"]
    assert "Type it once again" in client_of(ada).get(address).content.decode()


def test_only_the_last_ten_searches_are_kept(client_of: ClientOf, ada: User) -> None:
    client = client_of(ada)
    for number in range(12):
        client.post(SEARCH, {"q": f"lantern {number}"})
    assert [kept["q"] for kept in client.session["searches"].values()] == [f"lantern {n}" for n in range(2, 12)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Write what you are looking for"),
        ("tea after:yesterday", "“yesterday” is no date"),
        ("before:2026-13", "is no date"),
        ("tea in:", "straight behind it"),
        ("-in:right-now", "A minus works before a word"),
        ("tea in:nowhere", "There is no category “nowhere”"),
        ("the and of", "Add a rarer one"),
        ("x" * 301, "Use fewer words: up to 300 characters"),
        ("tea " * 41, "Use fewer words: up to 40"),
        ("tea " * 8000, "Use fewer words"),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_field(
    client_of: ClientOf, room: object, ada: User, text: str, said: str
) -> None:
    page = client_of(ada).post(SEARCH, {"q": text}, follow=True).content.decode()
    assert said in page
    assert 'aria-describedby="id_q_error"' in page
    assert f'value="{text}"' in page or not text


def test_nothing_that_nobody_can_type_comes_through(client_of: ClientOf, twenty_five: None, ada: User) -> None:
    body = "q=lant%00ern%ED%A0%80"
    client = client_of(ada)
    page = client.get(client.generic("POST", SEARCH, body, "application/x-www-form-urlencoded").headers["Location"])
    assert 'value="lantern\ufffd' in page.content.decode()


@pytest.mark.parametrize("text", ["'", "\\", ":*", "a & | ! b", "<->", "((", '"', "-", "or", "$$ %s {0}", "<script>"])
def test_signs_of_the_database_are_only_signs(client_of: ClientOf, twenty_five: None, ada: User, text: str) -> None:
    assert client_of(ada).post(SEARCH, {"q": text}, follow=True).status_code == 200


def test_nothing_found_says_what_to_do(client_of: ClientOf, twenty_five: None, ada: User, client: Client) -> None:
    assert "start a topic" in client_of(ada).post(SEARCH, {"q": "zebra"}, follow=True).content.decode()
    assert "Join, to ask" in client.get(SEARCH, {"q": "zebra"}).content.decode()


def test_matches_are_marked_and_everything_else_is_text(client: Client, start: Start, ada: User) -> None:
    start(ada, "`<b>lantern</b>` &amp; \ue000fake\ue001 <script>lantern</script>", title="<i>Lantern</i>")
    page = client.get(SEARCH, {"q": "lantern"}).content.decode()
    assert "&lt;i&gt;<mark>Lantern</mark>&lt;/i&gt;" in page
    assert "<b>" not in page.partition("<main")[2]
    assert "<script>lantern" not in page
    assert "<mark>fake" not in page


def test_page_is_kept_out_of_other_searches(client: Client, db: None) -> None:
    assert 'name="robots" content="noindex"' in client.get(SEARCH).content.decode()


def test_visitor_who_was_logged_out_meanwhile_finds_what_is_public(client: Client, twenty_five: None) -> None:
    page = client.post(SEARCH, {"q": "lantern"}).content.decode()
    assert "25 posts" in page
    assert "Log in to search as before" in page
    assert "?after=" not in page


@pytest.mark.parametrize("posts", [1, 20])
@pytest.mark.parametrize("is_member", [False, True])
def test_search_costs_the_same_for_one_post_as_for_twenty(
    client_of: ClientOf,
    start: Start,
    ada: User,
    outsider: AnonymousUser,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    posts: int,
    is_member: bool,  # noqa: FBT001 - a parameter
) -> None:
    for _ in range(posts):
        start(ada, "Lantern")
    client = client_of(ada if is_member else outsider)
    address = client.post(SEARCH, {"q": "lantern"}).headers["Location"] if is_member else f"{SEARCH}?q=lantern"
    # Two of them hold the transaction, which stands within that of the test; one is asked once in ten minutes.
    with django_assert_max_num_queries(14 if is_member else 11):
        assert client.get(address).content.count(b"search-hit") == posts

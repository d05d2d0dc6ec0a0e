"""Pages of results: by key, the same while new posts come in, and never more than are weighed."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.verdict import RefusedError
from forum.categories.models import Category
from forum.search import queries
from forum.search.queries import asking, finding
from forum.search.queries.newest import EVER, newest
from forum.search.querysets import ALWAYS
from forum.search.words import parse
from forum.topics.actions import delete_post
from forum.topics.models import Post, Topic
from outbox import clock

Start = Callable[..., Topic]
Reply = Callable[..., Post]


@pytest.fixture
def posts(monkeypatch: pytest.MonkeyPatch, topic: Topic, reply: Reply, ada: User) -> list[Post]:
    """Store nine replies that match, on pages of four."""
    monkeypatch.setattr("forum.search.queries.finding.PAGE", 4)
    return [reply(ada, topic, f"Lantern {'lantern ' * (number % 3)}{number}") for number in range(9)]


def pks(results: queries.Results) -> list[int]:
    return [hit.post.pk for hit in results.hits]


def every_page(user: User, text: str) -> list[list[int]]:
    page = queries.find(user, parse(text))
    pages = [pks(page)]
    while page.older:
        page = queries.find(user, parse(text), page.older)
        pages.append(pks(page))
    return pages


@pytest.mark.parametrize("text", ["lantern", "@ada"])
def test_every_match_stands_on_one_page(posts: list[Post], ada: User, text: str) -> None:
    pages = every_page(ada, text)
    shown = [pk for page in pages for pk in page]
    assert len(shown) == len(set(shown)) == Post.objects.count() - (text == "lantern")
    assert {len(page) for page in pages[:-1]} == {4}


@pytest.mark.parametrize("text", ["lantern", "@ada"])
def test_pages_stay_the_same_while_posts_come_in(
    posts: list[Post], reply: Reply, topic: Topic, ada: User, text: str
) -> None:
    first = queries.find(ada, parse(text))
    before = pks(queries.find(ada, parse(text), first.older))
    for _ in range(5):
        reply(ada, topic, "Lantern, lantern, lantern!")
    assert pks(queries.find(ada, parse(text), first.older)) == before


def test_pages_stay_the_same_as_time_goes_by(posts: list[Post], ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    first = queries.find(ada, parse("lantern"))
    before = pks(queries.find(ada, parse("lantern"), first.older))
    later = clock.now() + timedelta(days=400)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert pks(queries.find(ada, parse("lantern"), first.older)) == before


def test_post_that_is_taken_away_shifts_nothing(posts: list[Post], ada: User) -> None:
    first = queries.find(ada, parse("lantern"))
    before = pks(queries.find(ada, parse("lantern"), first.older))
    delete_post(post=first.hits[0].post, persona=ada.persona)
    assert pks(queries.find(ada, parse("lantern"), first.older)) == before


def test_only_the_newest_matches_are_weighed(posts: list[Post], ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forum.search.queries.weighing.MOST", 6)
    results = queries.find(ada, parse("lantern"))
    assert (results.found, results.is_more) == (6, True)
    assert {pk for page in every_page(ada, "lantern") for pk in page} == {post.pk for post in posts[-6:]}


def looked_back_to(asked: CaptureQueriesContext) -> datetime:
    """Return since when posts were looked through, those apart that carry titles."""
    looks = [query["sql"] for query in asked if "\"title\" <> ''" not in query["sql"]]
    return min(datetime.fromisoformat(found) for sql in looks for found in re.findall(r"BETWEEN '([^']+)'", sql))


def write_long_ago() -> None:
    """Have all posts been written one a day, and none for more than two years."""
    for number, post in enumerate(Post.objects.order_by("pk")):
        Post.objects.filter(pk=post.pk).update(created_at=clock.now() - timedelta(days=900 - number))


@pytest.mark.parametrize("apart", [timedelta(days=3), timedelta()])
@pytest.mark.parametrize("silence", [timedelta(), timedelta(days=900)])
def test_what_matches_is_found_however_posts_lie_in_time(
    posts: list[Post], ada: User, monkeypatch: pytest.MonkeyPatch, apart: timedelta, silence: timedelta
) -> None:
    monkeypatch.setattr("forum.search.queries.newest.FEW", 2)
    began = clock.now() - silence - timedelta(days=90)
    for number, post in enumerate(Post.objects.order_by("pk")):
        Post.objects.filter(pk=post.pk).update(created_at=began + number * apart)
    assert {pk for page in every_page(ada, "lantern") for pk in page} == {post.pk for post in posts}
    assert queries.find(ada, parse("lantern -2 before:1999-01-01")).hits == []


def test_after_a_silence_no_more_is_looked_through_than_in_the_midst_of_talk(
    posts: list[Post], ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.search.queries.newest.FEW", 2)
    monkeypatch.setattr("forum.search.queries.newest.MORE", 4)
    monkeypatch.setattr("forum.search.queries.weighing.MOST", 3)
    write_long_ago()
    with CaptureQueriesContext(connection) as asked:
        queries.find(ada, parse("lantern"))
    assert looked_back_to(asked) > clock.now() - timedelta(days=900)


def test_days_are_told_apart_only_where_few_of_all_posts_are_looked_through(
    posts: list[Post], ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.search.queries.newest.FEW", 2)
    monkeypatch.setattr("forum.search.queries.newest.MORE", 4)
    monkeypatch.setattr("forum.search.queries.newest.FAR", 1 / 4)
    write_long_ago()
    looks = []

    def look(since: datetime, until: datetime, marks: str) -> list[tuple[int, int]]:
        looks.append(marks)
        return []

    assert newest(look, EVER, clock.now(), most=3)[0] == []
    assert [marks == ALWAYS for marks in looks] == [False, True, True]


def test_titles_that_are_rarer_still_are_looked_for_at_once(
    posts: list[Post], ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.search.queries.newest.FEW", 2)
    for module in ("newest", "weighing"):
        monkeypatch.setattr(f"forum.search.queries.{module}.MORE", 4)
    monkeypatch.setattr("forum.search.queries.weighing.MOST", 3)
    write_long_ago()
    with CaptureQueriesContext(connection) as asked:
        assert queries.find(ada, parse("lantern")).is_more
    assert sum("\"title\" <> ''" in query["sql"] for query in asked) == 1


def test_busy_day_about_something_else_does_not_send_the_search_through_everything(
    posts: list[Post], reply: Reply, topic: Topic, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.search.queries.newest.FEW", 2)
    monkeypatch.setattr("forum.search.queries.newest.MORE", 7)
    monkeypatch.setattr("forum.search.queries.weighing.MOST", 3)
    for _ in range(4):
        reply(ada, topic, "Welcome, all of you.")
    write_long_ago()
    with CaptureQueriesContext(connection) as asked:
        assert queries.find(ada, parse("lantern")).is_more
    assert looked_back_to(asked) > clock.now() - timedelta(days=900)


@pytest.mark.parametrize(
    ("text", "plan"), [("lantern", "generic"), ("lantern @ada in:sleep", "generic"), ("lantern in:mine", "custom")]
)
def test_search_for_words_is_planned_once_and_one_of_ones_own_topics_each_time(
    posts: list[Post], ada: User, text: str, plan: str
) -> None:
    with CaptureQueriesContext(connection) as asked:
        queries.find(ada, parse(text.replace("in:sleep", f"in:{posts[0].topic.category.slug}")))
    assert any(f"force_{plan}_plan" in query["sql"] for query in asked)


def test_some_of_the_words_go_on_over_pages(posts: list[Post], ada: User) -> None:
    first = queries.find(ada, parse("lantern zebra"))
    second = queries.find(ada, parse("lantern zebra"), first.older)
    assert first.is_loose
    assert second.is_loose
    assert len(pks(first) + pks(second)) == 8


@pytest.mark.parametrize("after", ["x", "1-2-3", "9" * 16 + "-1-1-0", "1-1-1-1", "٣-1-1-0", "1" * 40])
def test_page_that_is_none_of_ours_does_no_harm(posts: list[Post], ada: User, after: str) -> None:
    assert queries.find(ada, parse("lantern"), after).hits is not None


def test_search_that_takes_too_long_is_given_up_with_a_word(
    room: Category, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "PATIENCE", 20)

    def slow(*_: object) -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(5)")
        return []

    monkeypatch.setattr(finding, "ask", slow)
    with pytest.raises(RefusedError, match="too long"):
        queries.find(ada, parse("lantern"))


def test_other_failures_of_the_database_are_not_hidden(
    room: Category, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> list[str]:
        raise OperationalError

    monkeypatch.setattr(finding, "ask", broken)
    with pytest.raises(OperationalError):
        queries.find(ada, parse("lantern"))


def test_no_statement_that_may_fail_holds_a_word(posts: list[Post], ada: User) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert queries.find(ada, parse("lantern zebra")).is_loose
    told = [query["sql"] for query in asked if "lantern" in query["sql"].lower()]
    assert len(told) == 2
    assert all(sql.startswith("SELECT set_config(") for sql in told)

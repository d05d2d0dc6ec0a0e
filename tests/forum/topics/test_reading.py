"""Coming back to where one stopped: how far a member has read, and the lists of what is left to read."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from forum.categories.models import Category, CategoryWatch, Level
from forum.topics import rules
from forum.topics.actions import hide_post, mark_all_read, mark_all_seen, mark_read, move_topic, watch_topic
from forum.topics.models import Post, Topic, Watch
from forum.topics.queries import reading
from forum.topics.visibility import Status
from outbox import clock
from tests.fixtures_people import ClientOf

Maker = Callable[..., Post]
Starter = Callable[..., Topic]


@pytest.fixture
def long(topic: Topic, ada: User) -> Topic:
    """Return ada's topic with 45 posts."""
    rest = {"topic": topic, "persona": ada.persona, "source": "Yes.", "html": "<p>Yes.</p>", "renderer_version": 1}
    Post.objects.bulk_create([Post(number=number, **rest) for number in range(2, 46)])
    Topic.objects.filter(pk=topic.pk).update(last_number=45, reply_count=44)
    Watch.objects.filter(topic=topic).update(last_read=45)
    topic.refresh_from_db()
    return topic


def last_read(person: User, topic: Topic) -> int:
    """Return how far `person` has read."""
    return Watch.objects.get(user=person, topic=topic).last_read


def marks(page: str) -> list[str]:
    """Return what the rows of a list say of reading."""
    return [mark for mark in ("1 unread", ">New<", "Not opened yet") if mark in page]


def test_last_read_only_rises(long: Topic, bob: User) -> None:
    for number in (7, 12, 3):
        mark_read(user=bob, topic=long, number=number)
    assert last_read(bob, long) == 12


def test_nobody_reads_beyond_the_end(long: Topic, bob: User) -> None:
    mark_read(user=bob, topic=long, number=900)
    assert last_read(bob, long) == 45


def test_script_tells_how_far_was_read(client_of: ClientOf, long: Topic, bob: User) -> None:
    answer = client_of(bob).post(f"/t/{long.pk}/read/", {"number": "9", "seconds": "20"})
    assert (answer.status_code, last_read(bob, long)) == (204, 9)


@pytest.mark.parametrize("number", ["", "-3", "x", "9" * 400, "²"])
def test_number_that_is_none_marks_nothing(client_of: ClientOf, long: Topic, bob: User, number: str) -> None:
    assert client_of(bob).post(f"/t/{long.pk}/read/", {"number": number}).status_code == 204
    assert last_read(bob, long) == 0


def test_page_counts_as_read_by_being_opened_where_there_are_no_scripts(client: Client, long: Topic, bob: User) -> None:
    client.force_login(bob)
    client.get(long.get_absolute_url())
    assert last_read(bob, long) == 20


def test_page_marks_nothing_by_itself_in_a_browser(client_of: ClientOf, long: Topic, bob: User) -> None:
    page = client_of(bob).get(long.get_absolute_url()).text
    assert not Watch.objects.filter(user=bob).exists()
    assert f'<noscript><img class="hidden-text" src="/t/{long.pk}/seen/20/"' in page


def test_picture_marks_the_page_where_scripts_are_off(client_of: ClientOf, long: Topic, bob: User) -> None:
    client_of(bob).get(f"/t/{long.pk}/seen/20/")
    assert last_read(bob, long) == 20


def test_picture_on_another_site_marks_nothing(client_of: ClientOf, long: Topic, bob: User) -> None:
    client_of(bob).get(f"/t/{long.pk}/seen/20/", headers={"sec-fetch-site": "cross-site"})
    assert not Watch.objects.filter(user=bob).exists()


def test_topic_never_opened_begins_at_the_start(client_of: ClientOf, long: Topic, bob: User) -> None:
    page = client_of(bob).get(long.get_absolute_url())
    assert (page.status_code, b"New since your last visit" in page.content) == (200, False)


def test_topic_opens_at_the_first_unread_post(client_of: ClientOf, long: Topic, bob: User) -> None:
    mark_read(user=bob, topic=long, number=27)
    page = client_of(bob).get(long.get_absolute_url(), follow=True)
    assert page.redirect_chain == [(f"/t/sleepless/{long.pk}/28/#post-28", 302)]
    line, post = page.text.index("New since your last visit"), page.text.index('id="post-28"')
    assert page.text.index('id="post-27"') < line < post


def test_hidden_post_is_nowhere_to_land(client_of: ClientOf, long: Topic, bob: User) -> None:
    mark_read(user=bob, topic=long, number=27)
    hide_post(post=long.posts.get(number=28))
    assert client_of(bob).get(long.get_absolute_url()).url.endswith("/29/#post-29")  # type: ignore[attr-defined]


def test_nothing_but_hidden_posts_leads_to_the_last_that_was_read(client_of: ClientOf, long: Topic, bob: User) -> None:
    mark_read(user=bob, topic=long, number=44)
    hide_post(post=long.posts.get(number=45))
    assert client_of(bob).get(long.get_absolute_url()).url.endswith("/44/#post-44")  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", ["/t/x/{}/", "/t/{}/jump/?to=unread"])
def test_what_is_for_nobody_to_read_does_not_stay_unread(
    client_of: ClientOf, long: Topic, bob: User, path: str
) -> None:
    Topic.objects.filter(pk=long.pk).update(last_number=41)
    mark_read(user=bob, topic=long, number=40)
    hide_post(post=long.posts.get(number=41))
    browser = client_of(bob)
    assert browser.get(path.format(long.pk), follow=True).status_code == 200
    assert browser.get("/unread/?all").context["page"].rows == []


def test_what_waits_behind_a_hidden_post_begins_with_the_line(client_of: ClientOf, long: Topic, bob: User) -> None:
    mark_read(user=bob, topic=long, number=19)
    hide_post(post=long.posts.get(number=20))
    page = client_of(bob).get(long.get_absolute_url(), follow=True)
    assert page.context["page"].new_from == 21


def test_start_can_still_be_reached(client_of: ClientOf, long: Topic, bob: User) -> None:
    mark_read(user=bob, topic=long, number=27)
    page = client_of(bob).get(f"/t/sleepless/{long.pk}/1/")
    assert (page.status_code, page.context["page"].number) == (200, 1)


def test_page_that_is_new_as_a_whole_begins_with_the_line_once(client_of: ClientOf, long: Topic, bob: User) -> None:
    mark_read(user=bob, topic=long, number=20)
    browser = client_of(bob)
    pages = [browser.get(f"/t/x/{long.pk}/{number}/") for number in (1, 21, 41)]
    assert [page.context["page"].new_from for page in pages] == [None, 21, None]


def test_visitor_is_led_nowhere_and_costs_no_write(
    client: Client, long: Topic, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(4) as asked:
        assert client.get(long.get_absolute_url()).status_code == 200
    assert all(query["sql"].startswith("SELECT") for query in asked)


def test_whoever_writes_has_read_so_far(topic: Topic, bob: User, reply: Maker) -> None:
    reply(bob, topic)
    assert last_read(bob, topic) == 2


def test_own_reply_does_not_pass_over_what_others_wrote(
    client_of: ClientOf, topic: Topic, ada: User, bob: User, reply: Maker
) -> None:
    mark_read(user=bob, topic=topic, number=1)
    reply(ada, topic)
    mine = reply(bob, topic)
    page = client_of(bob).get(mine.get_absolute_url())
    assert (last_read(bob, topic), page.context["page"].new_from) == (1, 2)


def test_own_words_are_not_new_to_oneself(client_of: ClientOf, topic: Topic, bob: User, reply: Maker) -> None:
    mark_read(user=bob, topic=topic, number=1)
    reply(bob, topic)
    Watch.objects.filter(user=bob).update(last_read=1)
    assert client_of(bob).get(f"/t/x/{topic.pk}/2/").context["page"].new_from is None


def test_reading_alone_follows_nothing(topic: Topic, bob: User) -> None:
    mark_read(user=bob, topic=topic, number=1)
    assert Watch.objects.get(user=bob).level == Level.NORMAL


@pytest.mark.parametrize("path", ["/", "/c/living-with-it/"])
def test_lists_tell_what_is_new_unread_and_never_opened(
    client_of: ClientOf, bob: User, topic: Topic, ada: User, reply: Maker, path: str
) -> None:
    browser = client_of(bob)
    assert marks(browser.get(path).text) == [">New<"]
    mark_read(user=bob, topic=topic, number=1)
    assert marks(browser.get(path).text) == []
    reply(ada, topic)
    assert "1 unread" in browser.get(path).text
    Watch.objects.filter(user=bob).delete()
    Topic.objects.update(created_at=clock.now() - timedelta(days=15))
    assert marks(browser.get(path).text) == ["Not opened yet"]


def test_visitor_is_told_nothing_of_reading(client: Client, topic: Topic) -> None:
    assert marks(client.get("/c/living-with-it/").text) == []


@pytest.mark.parametrize(("days", "expected"), [(13, True), (15, False)])
def test_topics_are_new_for_fourteen_days(
    client_of: ClientOf,
    topic: Topic,
    bob: User,
    days: int,
    expected: bool,  # noqa: FBT001 - a parameter
) -> None:
    User.objects.update(created_at=clock.now() - timedelta(days=90))
    Topic.objects.update(created_at=clock.now() - timedelta(days=days))
    assert (topic in client_of(bob).get("/new/").context["page"].rows) == expected


def test_topics_from_before_someone_joined_are_not_new(client_of: ClientOf, bob: User, topic: Topic) -> None:
    User.objects.filter(pk=bob.pk).update(created_at=clock.now() + timedelta(seconds=1))
    assert client_of(bob).get("/new/").context["page"].rows == []


def test_own_and_opened_topics_are_not_new(client_of: ClientOf, bob: User, topic: Topic, ada: User) -> None:
    mark_read(user=bob, topic=topic, number=1)
    assert [client_of(person).get("/new/").context["page"].rows for person in (ada, bob)] == [[], []]


def test_topic_that_was_opened_and_left_is_not_new_any_more(client_of: ClientOf, bob: User, topic: Topic) -> None:
    browser = client_of(bob)
    assert "data-unopened" in browser.get(topic.get_absolute_url()).text
    browser.post(f"/t/{topic.pk}/read/", {"number": "0", "seconds": "0"})
    assert "data-unopened" not in browser.get(topic.get_absolute_url()).text
    assert browser.get("/new/").context["page"].rows == []
    assert browser.get("/unread/?all").context["page"].rows == [topic]


def test_level_chosen_from_afar_opens_nothing(client_of: ClientOf, bob: User, topic: Topic) -> None:
    watch_topic(user=bob, topic=topic, level=Level.WATCHING, by_hand=True)
    assert client_of(bob).get("/new/").context["page"].rows == [topic]


def test_unread_lists_what_one_follows_and_on_demand_all_that_was_opened(
    client_of: ClientOf, start: Starter, ada: User, bob: User, reply: Maker
) -> None:
    followed, opened, _never = start(ada), start(ada), start(ada)
    reply(bob, followed)
    mark_read(user=bob, topic=opened, number=1)
    for topic in (followed, opened):
        reply(ada, topic)
    browser = client_of(bob)
    assert browser.get("/unread/").context["page"].rows == [followed]
    assert browser.get("/unread/?all").context["page"].rows == [opened, followed]


@pytest.mark.parametrize("path", ["/unread/?all", "/new/"])
def test_muted_topics_are_left_out(
    client_of: ClientOf, start: Starter, ada: User, bob: User, reply: Maker, path: str
) -> None:
    topic = start(ada)
    if path != "/new/":
        mark_read(user=bob, topic=topic, number=1)
        reply(ada, topic)
    assert client_of(bob).get(path).context["page"].rows == [topic]
    watch_topic(user=bob, topic=topic, level=Level.MUTED, by_hand=True)
    assert client_of(bob).get(path).context["page"].rows == []


@pytest.mark.parametrize("path", ["/unread/?all", "/new/"])
def test_lists_hold_only_what_one_may_see(client_of: ClientOf, start: Starter, ada: User, bob: User, path: str) -> None:
    topic = start(ada)
    if path != "/new/":
        mark_read(user=bob, topic=topic, number=1)
        Topic.objects.update(last_number=2)
    Topic.objects.update(status=Status.HIDDEN)
    assert client_of(bob).get(path).context["page"].rows == []


@pytest.mark.parametrize("path", ["/unread/?all", "/new/"])
def test_lists_page_without_losing_or_repeating_a_topic(
    client_of: ClientOf, start: Starter, ada: User, bob: User, path: str
) -> None:
    topics = _fill(start, ada, bob, 21, is_new=path == "/new/")
    browser = client_of(bob)
    first = browser.get(path).context["page"]
    second = browser.get(path, {"all": "", "before": first.older}).context["page"]
    assert [*first.rows, *second.rows] == topics[::-1]
    assert second.older == ""


@pytest.mark.parametrize("topics", [1, 20])
@pytest.mark.parametrize(("path", "queries"), [("/unread/?all", 3), ("/new/", 2)])
def test_lists_cost_the_same_for_one_topic_as_for_twenty(
    client_of: ClientOf,
    start: Starter,
    ada: User,
    bob: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    topics: int,
    path: str,
    queries: int,
) -> None:
    _fill(start, ada, bob, topics, is_new=path == "/new/")
    browser = client_of(bob)
    with django_assert_num_queries(queries):
        assert browser.get(path).text.count("topic-row") == topics


def test_unread_goes_on_behind_what_a_page_looked_through(
    client_of: ClientOf, start: Starter, ada: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_LOOKED_THROUGH", 2)
    longest_ago, *_read = _fill(start, ada, bob, 4, is_new=False)
    Watch.objects.exclude(topic=longest_ago).update(last_read=3)
    first = client_of(bob).get("/unread/?all")
    assert first.context["page"].rows == []
    assert "Look further back" in first.text
    second = client_of(bob).get("/unread/", {"all": "", "before": first.context["page"].older})
    assert (second.context["page"].rows, second.context["page"].older) == ([longest_ago], "")


def _fill(start: Starter, ada: User, bob: User, topics: int, *, is_new: bool) -> list[Topic]:
    made = [start(ada, title=f"Topic {number}.") for number in range(topics)]
    if not is_new:
        Watch.objects.bulk_create([Watch(user=bob, topic=topic, last_read=1) for topic in made])
        Topic.objects.update(last_number=3)
    return made


def test_mark_all_read_reads_what_was_opened_to_its_end(
    client_of: ClientOf, start: Starter, ada: User, bob: User
) -> None:
    _fill(start, ada, bob, 3, is_new=False)
    browser = client_of(bob)
    until = browser.get("/unread/?all").context["page"].rows[0].activity_at
    answer = browser.post("/read/", {"until": until.isoformat(), "list": "all"})
    assert answer.url == "/unread/?all"  # type: ignore[attr-defined]
    assert browser.get("/unread/?all").context["page"].rows == []
    assert set(Watch.objects.filter(user=bob).values_list("last_read", flat=True)) == {3}


def test_mark_all_read_on_the_list_of_what_one_follows_leaves_the_rest(
    client_of: ClientOf, start: Starter, ada: User, bob: User
) -> None:
    followed, opened = _fill(start, ada, bob, 2, is_new=False)
    watch_topic(user=bob, topic=followed, level=Level.TRACKING, by_hand=True)
    client_of(bob).post("/read/", {"until": clock.now().isoformat(), "list": "unread"})
    assert (last_read(bob, followed), last_read(bob, opened)) == (3, 1)


def test_what_came_after_the_page_was_seen_stays_unread(
    topic: Topic, start: Starter, ada: User, bob: User, reply: Maker
) -> None:
    mark_read(user=bob, topic=topic, number=1)
    until = clock.now()
    reply(ada, topic)
    mark_all_read(user=bob, until=until)
    assert last_read(bob, topic) == 1


def test_mark_all_new_as_seen_takes_one_row_a_category(
    client_of: ClientOf, start: Starter, ada: User, bob: User
) -> None:
    _fill(start, ada, bob, 3, is_new=True)
    browser = client_of(bob)
    until = browser.get("/new/").context["page"].rows[0].created_at
    browser.post("/read/", {"until": until.isoformat(), "list": "new"})
    assert browser.get("/new/").context["page"].rows == []
    assert (CategoryWatch.objects.count(), Watch.objects.filter(user=bob).count()) == (1, 0)
    later = start(ada)
    assert browser.get("/new/").context["page"].rows == [later]


def test_what_was_taken_for_seen_never_falls_back(room: Category, bob: User) -> None:
    now = clock.now()
    for until in (now, now - timedelta(days=1)):
        mark_all_seen(user=bob, until=until)
    assert CategoryWatch.objects.get(user=bob).seen_until == now


def test_category_is_marked_by_itself(client_of: ClientOf, start: Starter, ada: User, bob: User) -> None:
    other = Category.objects.create(name="Other", slug="other", audience=0)
    here, there = start(ada), start(ada, category=other)
    browser = client_of(bob)
    until = browser.get("/c/other/").context["page"].newest
    assert browser.post("/read/", {"until": until.isoformat(), "category": "other"}).url == "/c/other/"  # type: ignore[attr-defined]
    assert browser.get("/new/").context["page"].rows == [here]
    assert there.pk


@pytest.mark.parametrize("slug", ["nowhere", "liv\0ing", "²", "x" * 5000])
def test_nothing_is_marked_in_a_category_that_there_is_not(client_of: ClientOf, bob: User, slug: str) -> None:
    answer = client_of(bob).post("/read/", {"until": clock.now().isoformat(), "category": slug})
    assert answer.status_code == 404


def elsewhere(slug: str = "elsewhere") -> Category:
    """Return another category for everyone."""
    return Category.objects.create(name=slug, slug=slug, audience=0)


def test_topic_that_was_taken_for_seen_stays_seen_where_it_is_moved(
    client_of: ClientOf, bob: User, topic: Topic
) -> None:
    mark_all_seen(user=bob, until=clock.now(), category=topic.category)
    move_topic(topic=topic, category=elsewhere())
    assert client_of(bob).get("/new/").context["page"].rows == []


def test_topic_that_was_taken_for_seen_stays_seen_to_whoever_follows_it(
    client_of: ClientOf, bob: User, topic: Topic
) -> None:
    watch_topic(user=bob, topic=topic, level=Level.WATCHING, by_hand=True)
    mark_all_seen(user=bob, until=clock.now(), category=topic.category)
    move_topic(topic=topic, category=elsewhere())
    assert client_of(bob).get("/new/").context["page"].rows == []


def test_topic_that_was_taken_for_seen_and_moved_is_not_called_opened(
    bob: User, topic: Topic, ada: User, reply: Maker, client_of: ClientOf
) -> None:
    mark_all_seen(user=bob, until=clock.now(), category=topic.category)
    move_topic(topic=topic, category=elsewhere())
    reply(ada, topic)
    assert client_of(bob).get("/unread/?all").context["page"].rows == []


def test_topic_begun_after_all_was_taken_for_seen_is_new_where_it_is_moved(
    client_of: ClientOf, bob: User, start: Starter, ada: User, room: Category
) -> None:
    mark_all_seen(user=bob, until=clock.now(), category=room)
    topic = start(ada)
    move_topic(topic=topic, category=elsewhere())
    assert client_of(bob).get("/new/").context["page"].rows == [topic]


def test_moving_a_topic_writes_nothing_of_those_who_see_it_as_seen_there_too(bob: User, topic: Topic) -> None:
    other = elsewhere()
    mark_all_seen(user=bob, until=clock.now())
    move_topic(topic=topic, category=other)
    assert not bob.watches.exists()


def test_moving_a_topic_that_is_new_to_nobody_writes_nothing_of_what_was_seen(bob: User, topic: Topic) -> None:
    Topic.objects.update(created_at=clock.now() - rules.FRESH_FOR)
    mark_all_seen(user=bob, until=clock.now(), category=topic.category)
    move_topic(topic=topic, category=elsewhere())
    assert not bob.watches.exists()


@pytest.mark.parametrize("until", ["", "yesterday", "2026-03-03T20:00:00", "0001-01-01T00:00:00+23:59"])
def test_moment_that_is_none_marks_nothing(client_of: ClientOf, bob: User, topic: Topic, until: str) -> None:
    browser = client_of(bob)
    assert browser.post("/read/", {"until": until}).status_code == 302
    assert browser.get("/new/").context["page"].rows == [topic]


def seconds_of(bob: User, topic: Topic, reports: list[tuple[float, int]], monkeypatch: pytest.MonkeyPatch) -> Watch:
    """Report `seconds` of reading at each moment, and return what is kept."""
    began = datetime.fromisoformat("2026-03-03T20:00:00+00:00")
    for after, seconds in reports:
        now = began + timedelta(seconds=after)
        monkeypatch.setattr("outbox.clock.now", lambda now=now: now)
        mark_read(user=bob, topic=topic, number=1, seconds=seconds)
    return Watch.objects.get(user=bob, topic=topic)


def test_five_minutes_of_reading_track(topic: Topic, bob: User, monkeypatch: pytest.MonkeyPatch) -> None:
    reports = [(60.0 * minute, 60) for minute in range(5)]
    assert seconds_of(bob, topic, reports[:-1], monkeypatch).level == Level.NORMAL
    watch = seconds_of(bob, topic, reports[-1:], monkeypatch)
    assert (watch.level, watch.seconds, watch.is_chosen) == (Level.TRACKING, 300, False)


@pytest.mark.parametrize("level", [Level.NORMAL, Level.MUTED, Level.WATCHING])
def test_five_minutes_change_no_choice(topic: Topic, bob: User, monkeypatch: pytest.MonkeyPatch, level: str) -> None:
    watch_topic(user=bob, topic=topic, level=level, by_hand=True)
    watch = seconds_of(bob, topic, [(60.0 * minute, 60) for minute in range(6)], monkeypatch)
    assert watch.level == level


def test_time_cannot_run_faster_than_the_clock(topic: Topic, bob: User, monkeypatch: pytest.MonkeyPatch) -> None:
    two_tabs = [(0.0, 60), (1.0, 60), (2.0, 60), (3.0, 9999)]
    assert seconds_of(bob, topic, two_tabs, monkeypatch).seconds == 63


def test_marking_is_one_statement(topic: Topic, bob: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    mark_read(user=bob, topic=topic, number=1)
    with django_assert_num_queries(1):
        mark_read(user=bob, topic=topic, number=1, seconds=5)

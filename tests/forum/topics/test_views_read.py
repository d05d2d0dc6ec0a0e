"""The pages that are read: a room, a topic, and what each costs."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from forum.categories import rules
from forum.categories.models import Category, CategoryWatch, Level
from forum.categories.visibility import Audience
from forum.topics.actions import (
    close_topic,
    delete_post,
    edit_post,
    hide_post,
    pin_topic,
    watch_topic,
)
from forum.topics.models import Post, Topic
from outbox import clock
from tests.fixtures_people import ClientOf

Maker = Callable[..., Post]


def test_room_lists_its_topics_newest_activity_first(
    client: Client, start: Callable[..., Topic], ada: User, bob: User, reply: Maker
) -> None:
    first = start(ada, title="First")
    start(ada, title="Second")
    page = client.get("/c/living-with-it/").text
    assert page.index("Second") < page.index("First")
    reply(bob, first)
    page = client.get("/c/living-with-it/").text
    assert page.index("First") < page.index("Second")


def test_pinned_topic_stands_on_top(client: Client, start: Callable[..., Topic], ada: User) -> None:
    pinned = start(ada, title="Read me")
    start(ada, title="Newer")
    pin_topic(topic=pinned)
    page = client.get("/c/living-with-it/").text
    assert page.index("Read me") < page.index("Newer")


def test_room_lists_each_pinned_topic_once_and_the_newest_twenty_on_top(
    client: Client, start: Callable[..., Topic], ada: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    topics = [start(ada, title=f"Topic {number:02}.") for number in range(65)]
    for topic in topics[:45]:
        pin_topic(topic=topic)
    with django_assert_num_queries(3):
        page = client.get("/c/living-with-it/").context["page"]
    assert page.pinned == topics[44:24:-1]
    assert page.page.rows == topics[:44:-1]
    with django_assert_num_queries(2):
        page = client.get(f"/c/living-with-it/?before={page.page.older}").context["page"]
    assert page.page.rows == topics[24:4:-1]


def test_room_pages_by_activity_without_losing_or_repeating_a_topic(
    client: Client, start: Callable[..., Topic], ada: User
) -> None:
    topics = [start(ada, title=f"Topic {number:02}.") for number in range(45)]
    Topic.objects.filter(pk__in=[topic.pk for topic in topics[10:30]]).update(activity_at=clock.now())
    seen: list[int] = []
    address = "/c/living-with-it/"
    while address:
        page = client.get(address).context["page"]
        seen += [topic.pk for topic in page.page.rows]
        address = f"/c/living-with-it/?before={page.page.older}" if page.page.older else ""
    assert sorted(seen) == sorted(topic.pk for topic in topics)


@pytest.mark.parametrize("before", ["", "x", "1-", "9" * 40, "-1-1", "٣-٣"])
def test_broken_cursor_shows_the_newest(client: Client, topic: Topic, before: str) -> None:
    assert client.get("/c/living-with-it/", {"before": before}).context["page"].page.rows == [topic]


@pytest.mark.parametrize(
    ("audience", "who", "status"),
    [
        (Audience.EVERYONE, "outsider", 200),
        (Audience.MEMBERS, "outsider", 404),
        (Audience.MEMBERS, "bob", 200),
        (Audience.MODERATORS, "bob", 404),
        (Audience.MODERATORS, "organizer", 404),
        (Audience.MODERATORS, "moderator", 200),
    ],
)
def test_room_opens_only_for_its_audience(
    request: pytest.FixtureRequest, client_of: ClientOf, room: Category, audience: Audience, who: str, status: int
) -> None:
    Category.objects.filter(pk=room.pk).update(audience=audience)
    assert client_of(request.getfixturevalue(who)).get("/c/living-with-it/").status_code == status


@pytest.mark.parametrize("rows", [1, 20])
@pytest.mark.parametrize(("who", "queries"), [("outsider", 3), ("bob", 4)])
def test_room_costs_the_same_for_one_topic_as_for_twenty(
    request: pytest.FixtureRequest,
    client_of: ClientOf,
    start: Callable[..., Topic],
    ada: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    rows: int,
    who: str,
    queries: int,
) -> None:
    for _ in range(rows):
        pin_topic(topic=start(ada))
        start(ada)
    reader = client_of(request.getfixturevalue(who))
    with django_assert_num_queries(queries):
        assert reader.get("/c/living-with-it/").status_code == 200


def busy(topic: Topic, ada: User, bob: User, replies: int) -> None:
    """Fill a topic so that each reply has a reply, a quote and an update."""
    now = clock.now()
    common = {"topic": topic, "html": "<p>Yes.</p>", "source": "Yes.", "renderer_version": 1}
    numbered = Post.objects.bulk_create(
        [
            Post(number=number, persona=(ada, bob)[number % 2].persona, created_at=now, **common)
            for number in range(2, replies + 2)
        ]
    )
    for post, answered in zip(numbered[1:], numbered, strict=False):
        post.reply_to = answered
    Post.objects.bulk_update(numbered, ["reply_to"])
    Post.objects.bulk_create([Post(updates=post, persona_id=post.persona_id, **common) for post in numbered])
    Topic.objects.filter(pk=topic.pk).update(last_number=replies + 1, reply_count=replies)


@pytest.mark.parametrize("replies", [1, 1999])
@pytest.mark.parametrize(("who", "queries"), [("outsider", 5), ("bob", 9)])
def test_topic_costs_the_same_however_long_it_is(
    request: pytest.FixtureRequest,
    client_of: ClientOf,
    topic: Topic,
    ada: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    replies: int,
    who: str,
    queries: int,
) -> None:
    busy(topic, ada, request.getfixturevalue("bob"), replies)
    reader = client_of(request.getfixturevalue(who))
    middle = (replies + 1) // 2 or 1
    with django_assert_max_num_queries(queries):
        assert reader.get(f"/t/{topic.slug}/{topic.pk}/{middle}/").status_code == 200


def test_any_slug_leads_to_the_topic(client: Client, topic: Topic) -> None:
    for slug in ("sleepless", "topic", "ünïcode", "1"):
        assert client.get(f"/t/{slug}/{topic.pk}/").status_code == 200


def test_page_names_its_one_address(client: Client, topic: Topic) -> None:
    page = client.get(f"/t/whatever/{topic.pk}/1/").text
    assert f'<link rel="canonical" href="http://testserver/t/sleepless/{topic.pk}/">' in page


@pytest.mark.parametrize("number", [0, 2, 99, 10**30])
def test_number_that_is_no_posts_leads_to_the_nearest(client: Client, topic: Topic, number: int) -> None:
    answer = client.get(f"/t/sleepless/{topic.pk}/{number}/")
    assert answer.headers["Location"] == f"/t/sleepless/{topic.pk}/1/"


@pytest.mark.parametrize("pk", [0, 10**6, 10**30])
def test_topic_that_is_not_there_is_not_found(client: Client, db: None, pk: int) -> None:
    assert client.get(f"/t/sleepless/{pk}/").status_code == 404


def test_missing_and_hidden_numbers_never_shift_a_page(
    client: Client, topic: Topic, ada: User, bob: User, reply: Maker
) -> None:
    replies = [reply(bob, topic) for _ in range(21)]
    delete_post(post=replies[3], persona=bob.persona)
    hide_post(post=replies[4])
    Post.objects.filter(pk=replies[5].pk).update(number=900)
    numbers = [item.post.number for item in client.get(f"/t/x/{topic.pk}/21/").context["page"].items]
    assert numbers == [21, 22]


@pytest.mark.parametrize(
    ("state", "note"), [("hidden", "taken down by a moderator"), ("deleted", "removed by its author")]
)
def test_what_is_gone_leaves_a_quiet_note_and_no_word_of_it(
    client: Client, topic: Topic, bob: User, reply: Maker, update: Maker, state: str, note: str
) -> None:
    post = reply(bob, topic, "my street is Elm Street")
    update(bob, post, "it was Oak Street")
    Post.objects.filter(pk=post.pk).update(status=state)
    page = client.get(f"/t/x/{topic.pk}/").text
    assert note in page
    assert "Street" not in page
    assert 'id="post-2"' in page


def test_author_and_moderator_can_still_read_what_was_taken_down(
    client_of: ClientOf, topic: Topic, bob: User, ada: User, moderator: User, reply: Maker
) -> None:
    hide_post(post=reply(bob, topic, "my street is Elm Street"))
    address = f"/t/x/{topic.pk}/1/"
    assert "Elm Street" in client_of(bob).get(address).text
    assert "Elm Street" in client_of(moderator).get(address).text
    assert "Elm Street" not in client_of(ada).get(address).text


def test_replies_are_linked_both_ways(client: Client, topic: Topic, ada: User, bob: User, reply: Maker) -> None:
    reply(bob, topic, reply_to=topic.first_post)
    page = client.get(f"/t/x/{topic.pk}/").text
    assert "in reply to #1 ada" in page
    assert f'Replies: <a href="/t/sleepless/{topic.pk}/2/#post-2">#2</a>' in page


def test_whoever_began_the_topic_is_known_when_they_speak_again(
    client: Client, topic: Topic, ada: User, bob: User, reply: Maker
) -> None:
    reply(bob, topic)
    assert "Started this topic" not in client.get(topic.get_absolute_url()).text
    reply(ada, topic)
    page = client.get(topic.get_absolute_url()).text
    assert page.count("Started this topic") == 1
    assert "Started this topic" in page.split('id="post-3"')[1]


def test_link_to_what_is_gone_is_not_shown(client: Client, topic: Topic, ada: User, bob: User, reply: Maker) -> None:
    middle = reply(bob, topic, reply_to=topic.first_post)
    reply(ada, topic, reply_to=middle)
    delete_post(post=middle, persona=bob.persona)
    page = client.get(f"/t/x/{topic.pk}/").text
    assert "in reply to" not in page
    assert "Replies:" not in page


def test_many_replies_to_one_post_are_counted_and_not_all_named(
    client: Client, topic: Topic, bob: User, reply: Maker
) -> None:
    for _ in range(15):
        reply(bob, topic, reply_to=topic.first_post)
    assert "and 3 more" in client.get(f"/t/x/{topic.pk}/").text


def test_update_stands_dated_under_its_post(
    client: Client, topic: Topic, post: Post, ada: User, update: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = clock.now().replace(year=2027, month=3, day=4, hour=15, minute=6)
    monkeypatch.setattr(clock, "now", lambda: moment)
    update(ada, post, "He came home.")
    page = client.get(f"/t/x/{topic.pk}/").text
    assert "4 March 2027, 15:06" in page
    assert page.index("How do you sleep?") < page.index("He came home.")


def test_edit_is_shown_to_all_and_its_history_to_author_and_moderators(
    client_of: ClientOf, topic: Topic, post: Post, ada: User, bob: User, moderator: User
) -> None:
    edit_post(post=post, persona=ada.persona, source="Do you sleep?")
    history = f"/p/{post.pk}/history/"
    pages = {user: client_of(user).get(f"/t/x/{topic.pk}/").text for user in (ada, bob, moderator)}
    assert all("edited" in page for page in pages.values())
    assert [history in pages[user] for user in (ada, bob, moderator)] == [True, False, True]


def test_closed_topic_says_so_instead_of_the_form(client_of: ClientOf, topic: Topic, bob: User) -> None:
    close_topic(topic=topic)
    page = client_of(bob).get(f"/t/x/{topic.pk}/").text
    assert "This topic is closed." in page
    assert 'name="body"' not in page


def test_visitor_reads_without_cookie_token_or_form(client: Client, topic: Topic) -> None:
    answer = client.get(f"/t/x/{topic.pk}/")
    assert not answer.cookies
    assert "csrfmiddlewaretoken" not in answer.text
    assert "/accounts/login/?next=" in answer.text


def test_member_has_the_form_and_it_names_the_reply_page(client_of: ClientOf, topic: Topic, bob: User) -> None:
    page = client_of(bob).get(f"/t/x/{topic.pk}/").text
    assert f'action="/t/{topic.pk}/reply/"' in page
    assert 'name="body"' in page


def test_quote_fills_the_box_with_what_the_renderer_reads(
    client_of: ClientOf, topic: Topic, bob: User, reply: Maker
) -> None:
    answer = client_of(bob).get(f"/t/x/{topic.pk}/?quote=1")
    words = answer.context["composer"].form["body"].value()
    assert words == f'[quote="ada, post:1, topic:{topic.pk}"]\nHow do you sleep?\n[/quote]\n\n'


def test_quote_keeps_the_indent_of_a_list(client_of: ClientOf, topic: Topic, bob: User, reply: Maker) -> None:
    reply(bob, topic, "  - one\n    - inner\n  - two")
    words = client_of(bob).get(f"/t/x/{topic.pk}/?quote=2").context["composer"].form["body"].value()
    assert words == f'[quote="bob, post:2, topic:{topic.pk}"]\n  - one\n    - inner\n  - two\n[/quote]\n\n'


def test_quote_of_what_is_hidden_stays_empty(
    client_of: ClientOf, topic: Topic, ada: User, bob: User, reply: Maker
) -> None:
    hide_post(post=reply(ada, topic, "my street is Elm Street"))
    for address in (f"/t/x/{topic.pk}/?quote=2", f"/t/{topic.pk}/reply/?quote=2"):
        assert "Elm Street" not in client_of(bob).get(address).text


def test_following_changes_the_button_alone_where_htmx_asks(client_of: ClientOf, topic: Topic, bob: User) -> None:
    answer = client_of(bob).post(f"/t/{topic.pk}/watch/", {"level": "watching"}, headers={"HX-Request": "true"})
    assert answer.text.startswith("<form")
    assert 'value="watching" aria-current="true"' in answer.text


@pytest.mark.parametrize(
    ("address", "page"),
    [("/t/{topic}/watch/", "/t/topic/{topic}/"), ("/c/living-with-it/watch/", "/c/living-with-it/")],
)
def test_whoever_is_logged_out_follows_nothing_and_comes_back_to_the_page_after_the_log_in(
    client: Client, topic: Topic, address: str, page: str
) -> None:
    way_in = f"/accounts/login/?next={page.format(topic=topic.pk)}"
    address = address.format(topic=topic.pk)
    assert client.post(address, {"level": "watching"})["Location"] == way_in
    answer = client.post(address, {"level": "watching"}, headers={"HX-Request": "true"})
    assert (answer.content, answer["HX-Redirect"]) == (b"", way_in)


@pytest.mark.parametrize("address", ["/t/{topic}/watch/", "/c/living-with-it/watch/"])
@pytest.mark.parametrize("words", [{}, {"level": "closely"}])
def test_level_that_there_is_not_is_refused_and_none_is_chosen(
    client_of: ClientOf, topic: Topic, bob: User, address: str, words: dict[str, str]
) -> None:
    answer = client_of(bob).post(address.format(topic=topic.pk), words)
    assert (answer.status_code, answer.context["reason"]) == (403, rules.NO_LEVEL.reason)
    assert not bob.watches.exists()
    assert not CategoryWatch.objects.exists()


def test_following_is_a_button(client_of: ClientOf, topic: Topic, bob: User) -> None:
    browser = client_of(bob)
    for level in ("watching", "tracking", "normal", "muted"):
        browser.post(f"/t/{topic.pk}/watch/", {"level": level})
        assert f'value="{level}" aria-current="true"' in browser.get(f"/t/x/{topic.pk}/").text
        assert (bob.watches.get().level, bob.watches.get().is_chosen) == (level, True)


def test_topic_is_given_back_to_its_category_by_a_button(client_of: ClientOf, topic: Topic, bob: User) -> None:
    browser = client_of(bob)
    browser.post("/c/living-with-it/watch/", {"level": "tracking"})
    browser.post(f"/t/{topic.pk}/watch/", {"level": "muted"})
    answer = browser.post(f"/t/{topic.pk}/watch/", {"level": "category"}, headers={"HX-Request": "true"})
    assert 'value="tracking" aria-current="true"' in answer.text
    assert not bob.watches.get().is_chosen


def test_category_cannot_be_given_back(client_of: ClientOf, topic: Topic, bob: User) -> None:
    browser = client_of(bob)
    assert 'value="category"' in browser.get(f"/t/x/{topic.pk}/").text
    assert 'value="category"' not in browser.get("/c/living-with-it/").text
    assert browser.post("/c/living-with-it/watch/", {"level": "category"}).status_code == 403


def test_category_is_followed_by_a_button(client_of: ClientOf, topic: Topic, bob: User) -> None:
    browser = client_of(bob)
    browser.post("/c/living-with-it/watch/", {"level": "tracking"})
    for page in ("/c/living-with-it/", f"/t/x/{topic.pk}/"):
        assert 'value="tracking" aria-current="true"' in browser.get(page).text


def test_muted_category_is_left_out_of_what_is_new(client_of: ClientOf, bob: User, topic: Topic) -> None:
    browser = client_of(bob)
    assert browser.get("/new/").context["page"].rows == [topic]
    browser.post("/c/living-with-it/watch/", {"level": "muted"})
    assert browser.get("/new/").context["page"].rows == []


def test_topic_out_of_sight_cannot_be_followed(client_of: ClientOf, topic: Topic, bob: User) -> None:
    Topic.objects.update(audience=Audience.MODERATORS)
    assert client_of(bob).post(f"/t/{topic.pk}/watch/", {"level": "watching"}).status_code == 404


def test_older_activity_is_not_lost_between_two_equal_moments(
    client: Client, start: Callable[..., Topic], ada: User
) -> None:
    for number in range(21):
        start(ada, title=f"Topic {number:02}.")
    Topic.objects.update(activity_at=clock.now() - timedelta(days=1))
    older = client.get("/c/living-with-it/").context["page"].page.older
    assert len(client.get(f"/c/living-with-it/?before={older}").context["page"].page.rows) == 1


def test_watch_level_of_a_member_is_read_with_the_topic(client_of: ClientOf, topic: Topic, bob: User) -> None:
    watch_topic(user=bob, topic=topic, level=Level.WATCHING, by_hand=False)
    assert client_of(bob).get(f"/t/x/{topic.pk}/").context["topic"].level == Level.WATCHING


@pytest.mark.parametrize(("audience", "status"), [(Audience.EVERYONE, 410), (Audience.MEMBERS, 404)])
def test_a_topic_that_its_author_removed_is_gone_for_those_who_could_read_it(
    client: Client, start: Callable[..., Topic], ada: User, audience: Audience, status: int
) -> None:
    topic = start(ada, title="Taken back", audience=audience)
    delete_post(post=topic.first_post, persona=ada.persona)  # type: ignore[arg-type]  # it has one
    page = client.get(topic.get_absolute_url())
    assert page.status_code == status
    assert "Taken back" not in page.text

"""What a search finds: words, each operator, and what changes at once."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Expression
from django.utils import timezone

from accounts.models import User
from accounts.verdict import RefusedError
from forum.categories.models import Category
from forum.categories.visibility import Audience
from forum.search.queries import find
from forum.search.querysets import by, days, matches, title_vector, titled, vector
from forum.search.words import parse
from forum.topics.actions import delete_post, edit_post, hide_post, move_topic, rename_topic, restore_post, save_draft
from forum.topics.models import Post, Topic
from forum.topics.querysets import PostQuerySet
from outbox import clock

Found = Callable[..., list[str]]
Start = Callable[..., Topic]
Reply = Callable[..., Post]


def test_words_are_found_in_other_forms(start: Start, ada: User, bob: User, found: Found) -> None:
    start(ada, "He drinks in secret.")
    assert found(bob, "drinking secrets") == ["He drinks in secret."]


def test_title_leads_to_the_first_post(start: Start, reply: Reply, ada: User, bob: User, found: Found) -> None:
    topic = start(ada, "Since March.", title="Sleepless nights")
    reply(bob, topic, "Try tea.")
    assert found(bob, "sleepless") == ["Since March."]


@pytest.fixture
def left_behind(start: Start, reply: Reply, ada: User, bob: User) -> tuple[Topic, list[Post]]:
    """Return a topic whose author removed its first post, with three replies."""
    topic = start(ada, "Since March.", title="Sleepless nights")
    replies = [reply(bob, topic, words) for words in ("Try tea.", "Or milk.", "Or a walk.")]
    delete_post(post=topic.posts.get(number=1), persona=ada.persona)
    return topic, replies


def test_title_leads_to_the_first_reply_where_the_first_post_was_removed(
    left_behind: tuple[Topic, list[Post]], bob: User, moderator: User, outsider: AnonymousUser, found: Found
) -> None:
    assert found(bob, "sleepless") == found(moderator, "sleepless") == found(outsider, "sleepless") == ["Try tea."]
    assert find(bob, parse("sleepless tea")).found == 1


def test_title_goes_on_to_the_next_reply_and_back(
    left_behind: tuple[Topic, list[Post]], ada: User, bob: User, found: Found
) -> None:
    _, (first, second, _) = left_behind
    hide_post(post=first)
    delete_post(post=second, persona=bob.persona)
    assert found(ada, "sleepless") == found(bob, "sleepless") == ["Or a walk."]
    restore_post(post=first)
    assert found(ada, "sleepless") == ["Try tea."]


def test_title_is_carried_by_the_next_reply_where_none_is_left(
    left_behind: tuple[Topic, list[Post]], reply: Reply, ada: User, bob: User, found: Found
) -> None:
    topic, replies = left_behind
    for post in replies:
        hide_post(post=post)
    assert found(ada, "sleepless") == []
    reply(bob, topic, "I am awake, too.")
    assert found(ada, "sleepless") == ["I am awake, too."]


def test_new_title_is_carried_by_the_reply_as_well(
    left_behind: tuple[Topic, list[Post]], ada: User, found: Found
) -> None:
    rename_topic(topic=left_behind[0], title="Awake")
    assert found(ada, "sleepless") == []
    assert found(ada, "awake") == ["Try tea."]


def test_words_of_title_and_post_match_together(start: Start, ada: User, found: Found) -> None:
    start(ada, "Since March.", title="Sleepless nights")
    assert found(ada, "sleepless march") == ["Since March."]


def test_title_beats_the_words_of_a_post(start: Start, ada: User, found: Found) -> None:
    start(ada, "About boundaries.", title="Boundaries")
    start(ada, "I need boundaries.", title="Another day")
    assert found(ada, "boundaries") == ["About boundaries.", "I need boundaries."]


def test_fresh_beats_old(start: Start, ada: User, found: Found) -> None:
    for source in ("The bottle, first.", "The bottle, second."):
        start(ada, source)
    old = Post.objects.get(source="The bottle, second.")
    Post.objects.filter(pk=old.pk).update(created_at=clock.now() - timedelta(days=2000))
    assert found(ada, "bottle") == ["The bottle, first.", "The bottle, second."]


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ('"quiet evening"', ["A quiet evening by the river."]),
        ("“quiet evening”", ["A quiet evening by the river."]),
        ("evening -quiet", ["An evening that was not still."]),
        ('evening -"quiet evening"', ["An evening that was not still."]),
        ("quiet or still", ["A quiet evening by the river.", "An evening that was not still."]),
    ],
)
def test_words_phrases_and_minus(start: Start, ada: User, found: Found, text: str, sources: list[str]) -> None:
    start(ada, "A quiet evening by the river.")
    start(ada, "An evening that was not still.")
    assert sorted(found(ada, text)) == sources


def test_author_narrows(start: Start, reply: Reply, ada: User, bob: User, found: Found) -> None:
    reply(bob, start(ada, "Tea by ada"), "Tea by bob")
    assert found(ada, "tea @BOB") == ["Tea by bob"]
    assert found(ada, "@bob") == ["Tea by bob"]
    assert found(ada, "tea @ada @bob") == ["Tea by bob", "Tea by ada"]


def test_author_that_nobody_is_finds_nothing(start: Start, ada: User, found: Found) -> None:
    start(ada, "Tea by ada")
    assert found(ada, "tea @nobody") == []


def test_category_narrows(start: Start, ada: User, found: Found) -> None:
    other = Category.objects.create(name="Other", slug="other", audience=Audience.EVERYONE)
    start(ada, "Tea here")
    start(ada, "Tea there", category=other)
    assert found(ada, "tea in:other") == ["Tea there"]
    assert sorted(found(ada, "in:other in:living-with-it")) == ["Tea here", "Tea there"]


def test_category_that_is_hidden_is_refused_as_one_that_is_not_there(start: Start, ada: User, room: Category) -> None:
    Category.objects.create(name="Staff", slug="staff", audience=Audience.MODERATORS)
    refusals = []
    for slug in ("staff", "nothing"):
        with pytest.raises(RefusedError) as refused:
            find(ada, parse(f"tea in:{slug}"))
        refusals.append(str(refused.value).replace(slug, "…"))
    assert refusals[0] == refusals[1]
    assert "in:living-with-it" in refusals[0]


def test_days_narrow_and_begin_where_the_reader_is(start: Start, ada: User, found: Found) -> None:
    post = start(ada, "Tea").first_post
    assert post is not None
    Post.objects.filter(pk=post.pk).update(created_at=datetime(2026, 3, 30, 23, 30, tzinfo=UTC))
    assert found(ada, "before:2026-03-31") == ["Tea"]
    assert found(ada, "tea after:2026-03-31") == []
    with timezone.override("Europe/Berlin"):
        assert found(ada, "before:2026-03-31") == []
        assert found(ada, "tea after:2026-03-31") == ["Tea"]
        assert found(ada, "after:2026-03 before:2027") == ["Tea"]


def test_topics_i_took_part_in(start: Start, reply: Reply, ada: User, bob: User, found: Found) -> None:
    reply(bob, start(ada, "Tea with bob"), "My tea")
    start(ada, "Tea alone")
    assert sorted(found(bob, "tea in:mine")) == ["My tea", "Tea with bob"]


def test_visitor_has_no_topics_to_search(start: Start, ada: User, outsider: AnonymousUser) -> None:
    with pytest.raises(RefusedError, match="Log in"):
        find(outsider, parse("tea in:mine"))


def test_markdown_and_quote_headers_are_no_words(
    start: Start, reply: Reply, ada: User, bob: User, found: Found
) -> None:
    topic = start(ada, "A **bold** [word](https://example.org/hiddenpath).")
    reply(bob, topic, f'[quote="ada, post:1, topic:{topic.pk}"]\nA bold word.\n[/quote]\nIndeed.')
    assert found(bob, "strong") == found(bob, "hiddenpath") == found(bob, "wrote") == []


def test_quoted_words_are_found_behind_those_they_quote(
    start: Start, reply: Reply, ada: User, bob: User, found: Found
) -> None:
    topic = start(ada, "The lantern stayed lit.")
    quoting = reply(bob, topic, '[quote="ada"]\nThe lantern stayed lit.\n[/quote]\nYes.').source
    assert found(bob, "lantern") == ["The lantern stayed lit.", quoting]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("She said “lantern”…", "lantern"),
        ("Drinking/using again.", "using"),
        ("I went home.He slept.", "home he slept"),
        ("Lantern—candle–moon", "candle"),
        ("So tired🙏now", "tired now"),
        ("I don’t know", "don't know"),
        ("I don't know", "don’t know"),
        ("HÄUSER, ÉTÉ", "häuser été"),
        ("See https://example.org/quiet-evening", "example.org quiet"),
        ("Name_with_lines", "lines"),
        ("A&B <i>", "b"),
    ],
)
def test_signs_are_no_part_of_a_word(start: Start, ada: User, found: Found, source: str, text: str) -> None:
    start(ada, source)
    assert found(ada, text) == [source]


def test_signs_around_a_match_are_shown_as_they_were(start: Start, ada: User) -> None:
    start(ada, "He said: “lantern”… a/b <i> & c’s 🙏 x_y.", title="A “lantern”/lamp")
    hit = find(ada, parse("lantern")).hits[0]
    assert "".join(run.text for run in hit.title) == "A “lantern”/lamp"
    assert "".join(run.text for run in hit.words) == "He said: “lantern”… a/b <i> & c’s 🙏 x_y."
    assert [run.text for run in (*hit.title, *hit.words) if run.is_match] == ["lantern", "lantern"]


def test_long_post_is_cut_and_says_where_it_goes_on(start: Start, ada: User) -> None:
    start(ada, f"{'Rain again. ' * 30} The lantern. {'Snow again. ' * 30}")
    start(ada, f"{'Rain again. ' * 30} The lamp.")
    shown = ["".join(run.text for run in find(ada, parse(word)).hits[0].words) for word in ("lantern", "lamp")]
    assert [(text[:2], text[-2:]) for text in shown] == [("… ", " …"), ("… ", "mp")]
    assert all(len(text) < 250 for text in shown)


def test_hidden_words_are_found_and_not_shown(start: Start, ada: User, bob: User) -> None:
    start(ada, "It was hard. [spoiler]He struck the lantern.[/spoiler] I left.")
    hits = find(bob, parse("lantern")).hits
    assert len(hits) == 1
    assert "lantern" not in "".join(run.text for run in hits[0].words)


def test_words_that_stand_everywhere_are_refused(start: Start, ada: User) -> None:
    with pytest.raises(RefusedError, match="rarer"):
        find(ada, parse("the and of"))


@pytest.mark.parametrize("text", ['"', "@", "🙏", "-", "?! …", '@ada "🙏"'])
def test_signs_alone_are_refused_as_what_they_are(start: Start, ada: User, text: str) -> None:
    start(ada, "The lantern 🙏")
    with pytest.raises(RefusedError, match="Signs alone"):
        find(ada, parse(text))


def test_whoever_may_look_nowhere_finds_nothing(db: None, outsider: AnonymousUser, found: Found) -> None:
    assert found(outsider, "lantern") == []


def test_some_of_the_words_will_do_where_no_post_has_all(start: Start, ada: User) -> None:
    start(ada, "He hid the bottles.")
    results = find(ada, parse("bottles behind paint"))
    assert [hit.post.source for hit in results.hits] == ["He hid the bottles."]
    assert results.is_loose


def test_phrases_are_never_loosened(start: Start, ada: User, found: Found) -> None:
    start(ada, "He hid the bottles.")
    assert found(ada, '"bottles hid"') == found(ada, "bottles paint -hid") == []


def test_edit_shows_at_once(start: Start, ada: User, found: Found) -> None:
    post = start(ada, "The lantern.").first_post
    assert post is not None
    edit_post(post=post, persona=ada.persona, source="The candle.")
    assert found(ada, "lantern") == []
    assert found(ada, "candle") == ["The candle."]


def test_new_title_shows_at_once(start: Start, ada: User, found: Found) -> None:
    topic = start(ada, "Tea.", title="Lanterns")
    rename_topic(topic=topic, title="Candles")
    assert found(ada, "lantern") == []
    assert found(ada, "candle") == ["Tea."]


def test_move_shows_at_once(start: Start, ada: User, bob: User, found: Found) -> None:
    staff = Category.objects.create(name="Staff", slug="staff", audience=Audience.MODERATORS)
    topic = start(ada, "Lantern.")
    move_topic(topic=topic, category=staff)
    assert found(bob, "lantern") == []


def test_what_is_taken_away_is_not_found(start: Start, reply: Reply, ada: User, bob: User, found: Found) -> None:
    topic = start(ada, "Lantern one")
    delete_post(post=reply(ada, topic, "Lantern two"), persona=ada.persona)
    hide_post(post=reply(ada, topic, "Lantern three"))
    assert found(bob, "lantern") == ["Lantern one"]


@pytest.mark.parametrize(
    ("words", "index", "among"),
    [(vector(), "post_found", PostQuerySet.all), (title_vector(), "post_title_found", titled)],
    ids=["words", "titles"],
)
def test_words_of_some_days_are_found_by_their_index(
    start: Start, ada: User, words: Expression, index: str, among: Callable[[PostQuerySet], PostQuerySet]
) -> None:
    start(ada, "Lantern")
    now = clock.now()
    posts = Post.objects.filter(matches(words, ["english"], by([ada.persona.pk], days(now - timedelta(days=9), now))))
    with connection.cursor() as cursor:
        for way in ("seqscan", "indexscan"):  # the table is small here
            cursor.execute(f"SET LOCAL enable_{way} = off")
    assert f"on {index}" in among(posts).explain()


@pytest.mark.parametrize("length", [0, 1, 3, 17, 70, 300, 1200, 5000])
@pytest.mark.parametrize("moment", [datetime(2026, 11, 29, 23, 59, 59, tzinfo=UTC), datetime(1969, 7, 20, tzinfo=UTC)])
def test_days_that_are_asked_for_hold_every_moment_between_them(moment: datetime, length: int, db: None) -> None:
    with connection.cursor() as cursor:
        for before in range(length + 1 if length < 20 else 2):
            since = moment - timedelta(days=before)
            asked = days(since, since + timedelta(days=length))
            cursor.execute("SELECT forum_marked(''::tsvector, %s, 1) @@ %s::tsquery", [moment, asked])
            assert cursor.fetchone() == (True,)


def test_days_that_are_asked_for_are_not_many_more(db: None) -> None:
    now = datetime(2026, 11, 29, 12, tzinfo=UTC)
    with connection.cursor() as cursor:
        for length, beyond in ((0, 1), (4, 1), (8, 4), (70, 64), (1000, 256)):
            asked = days(now - timedelta(days=length), now)
            moments = [now - timedelta(days=length + beyond), now + timedelta(days=beyond)]
            cursor.execute(
                "SELECT forum_marked(''::tsvector, unnest(%s::timestamptz[]), 1) @@ %s::tsquery", [moments, asked]
            )
            assert cursor.fetchall() == [(False,), (False,)]


def test_no_word_is_taken_for_a_mark(start: Start, ada: User, bob: User, found: Found) -> None:
    start(ada, f"by {bob.persona.pk}")
    assert found(bob, f"by {bob.persona.pk} @bob") == []
    assert found(bob, f'"by {bob.persona.pk}" @ada') != []


def test_draft_is_never_found(start: Start, ada: User, found: Found) -> None:
    start(ada, "Tea")
    save_draft(user=ada, place="new:living-with-it", key=uuid.uuid4(), title="Lantern", body="Lantern", fields={})
    assert found(ada, "lantern") == []

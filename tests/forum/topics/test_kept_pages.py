"""Pages that are kept are never wrong: whatever is written, by whatever door, shows at the next request."""

import contextlib
import random
import re
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_started
from django.db import OperationalError, close_old_connections
from django.template import Context
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.actions import set_role
from accounts.models import Persona, User
from accounts.verdict import RefusedError
from forum.categories.actions import describe_category
from forum.categories.models import Category, Level
from forum.categories.visibility import Audience
from forum.keeping import Drawn, Shelf
from forum.meetups import queries as meetups
from forum.meetups.actions import announce_meetup, cancel, register
from forum.meetups.models import Meetup
from forum.meetups.rules import Plan
from forum.reactions.actions import keep_bookmark, react, remove_bookmark, take_back
from forum.reactions.models import Feeling
from forum.search.queries import asking
from forum.templatetags import articles, kept, rows
from forum.topics import actions, middleware
from forum.topics.models import Post, Topic
from forum.topics.queries import PostItem
from outbox import clock

LISTS = ("/", "/c/tea/", "/c/rain/", "/unread/?all", "/new/")
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"|name="key" value="[^"]+"')


class World:
    """Two topics in one of two rooms, and everything that may happen to them."""

    now = datetime(2026, 11, 24, 12, tzinfo=UTC)

    def __init__(self, people: list[User], moderator: User) -> None:
        self.people, self.moderator = people, moderator
        self.rooms = [
            Category.objects.create(name=name, slug=name.lower(), audience=Audience.EVERYONE)
            for name in ("Tea", "Rain")
        ]
        self.topics = [
            actions.create_topic(
                persona=person.persona, category=self.rooms[0], title="Sleep", source="Why?", key=uuid.uuid4()
            )
            for person in people
        ]
        # One of them goes on on a second page.
        first = {"topic": self.topics[0], "html": "<p>Yes.</p>", "source": "Yes.", "renderer_version": 1}
        Post.objects.bulk_create(
            Post(number=number, persona=people[number % 2].persona, created_at=clock.now(), **first)
            for number in range(2, 25)
        )
        Topic.objects.filter(pk=self.topics[0].pk).update(last_number=24, reply_count=23)

    def post(self, dice: random.Random) -> Post:
        """Return any post or update."""
        return dice.choice(list(Post.objects.select_related("persona__user", "topic").order_by("pk")))

    def topic(self, dice: random.Random) -> Topic:
        """Return any topic as it stands."""
        return Topic.objects.select_related("category").get(pk=dice.choice(self.topics).pk)

    def happen(self, dice: random.Random) -> None:
        """Let one thing happen; what is refused has not happened."""
        with contextlib.suppress(RefusedError):
            dice.choice(HAPPENINGS)(self, dice)


def _reply(world: World, dice: random.Random) -> None:
    topic, who = world.topic(dice), dice.choice(world.people)
    answered = dice.choice([None, *topic.posts.exclude(number=None)])
    words = dice.choice(["Yes.", f"Yes, @{world.people[0].username}", "- one\n- two"])
    actions.create_reply(persona=who.persona, topic=topic, source=words, key=uuid.uuid4(), reply_to=answered)


def _edit(world: World, dice: random.Random) -> None:
    post = world.post(dice)
    writer = dice.choice([post.persona, world.moderator.persona])
    actions.edit_post(post=post, persona=writer, source=f"Changed {dice.random()}")


def _update(world: World, dice: random.Random) -> None:
    post = world.post(dice)
    actions.add_update(post=post, persona=post.persona, source="Still so.", key=uuid.uuid4())


def _rename_person(world: World, dice: random.Random) -> None:
    Persona.objects.filter(pk=dice.choice(world.people).persona.pk).update(name=f"Someone{dice.randint(1, 10**6)}")


def _describe(world: World, dice: random.Random) -> None:
    describe_category(category=dice.choice(world.rooms), name=f"Room {dice.random()}", description="", position=1)


def _announce(world: World, dice: random.Random) -> None:
    plan = Plan(clock.now() + timedelta(hours=5), "Europe/Berlin", 60, "https://meet.example.org/r", 12, "Sleep")
    persona, key = world.moderator.persona, uuid.uuid4()
    meetup = announce_meetup(
        persona=persona, category=world.rooms[0], title="Evening", source="Tea?", key=key, plan=plan
    )
    world.topics.append(meetup.topic)
    register(meetup=meetup, persona=world.people[1].persona)


def _react(world: World, dice: random.Random) -> None:
    who, act = dice.choice(world.people).persona, dice.choice([react, react, take_back])
    act(persona=who, post=world.post(dice), feeling=dice.choice([Feeling.HUG, Feeling.STRENGTH]))


def _bookmark(world: World, dice: random.Random) -> None:
    who, post = dice.choice(world.people), world.post(dice)
    kept_there = keep_bookmark(user=who, post=post, note="", remind_at=None)
    if dice.random() < 1 / 3:
        remove_bookmark(user=who, pk=kept_there.pk)


def _take_or_leave_a_seat(world: World, dice: random.Random) -> None:
    who = dice.choice(world.people).persona
    for meetup in Meetup.objects.order_by("pk")[:1]:
        dice.choice([register, cancel])(meetup=meetup, persona=who)


def _follow(world: World, dice: random.Random) -> None:
    who, level = dice.choice(world.people), dice.choice(Level.values)
    actions.watch_topic(user=who, topic=world.topic(dice), level=level, by_hand=True)


def _read_on(world: World, dice: random.Random) -> None:
    actions.mark_read(user=dice.choice(world.people), topic=world.topic(dice), number=dice.randint(1, 30))


def _pass_time(world: World, dice: random.Random) -> None:
    World.now += timedelta(seconds=dice.choice([1, 40, 2000, 90_000, 3_000_000]))


HAPPENINGS: list[Callable[[World, random.Random], object]] = [
    _reply,
    _reply,
    _edit,
    _update,
    _rename_person,
    _describe,
    _announce,
    _take_or_leave_a_seat,
    _follow,
    _read_on,
    _react,
    _react,
    _bookmark,
    _pass_time,
    lambda world, dice: actions.hide_post(post=world.post(dice)),
    lambda world, dice: actions.restore_post(post=dice.choice([world.post(dice) for _ in range(4)])),
    lambda world, dice: actions.delete_post(post=(post := world.post(dice)), persona=post.persona),
    lambda world, dice: actions.close_topic(topic=world.topic(dice)),
    lambda world, dice: actions.reopen_topic(topic=world.topic(dice)),
    lambda world, dice: actions.pin_topic(topic=world.topic(dice)),
    lambda world, dice: actions.unpin_topic(topic=world.topic(dice)),
    lambda world, dice: actions.rename_topic(topic=world.topic(dice), title=f"Sleep {dice.random()}"),
    lambda world, dice: actions.move_topic(topic=world.topic(dice), category=dice.choice(world.rooms)),
    lambda world, dice: actions.set_audience(category=dice.choice(world.rooms), audience=dice.choice([0, 1])),
    lambda world, dice: set_role(dice.choice(world.people), dice.choice(["member", "organizer"])),
    lambda world, dice: Post.objects.filter(pk=world.post(dice).pk).update(html=f"<p>{dice.random()}</p>"),
]


@pytest.fixture
def world(ada: User, bob: User, moderator: User, monkeypatch: pytest.MonkeyPatch) -> World:
    """Return the world, whose clock stands still between two things that happen."""
    monkeypatch.setattr(clock, "now", lambda: World.now)
    monkeypatch.setattr(World, "now", World.now)
    return World([ada, bob], moderator)


@contextlib.contextmanager
def nothing_kept() -> Iterator[None]:
    """Draw everything anew meanwhile, each by itself and in no mould, and leave what is kept as it is."""
    with pytest.MonkeyPatch.context() as patch:
        shelves = ((kept, "shelf"), (kept, "moulds"), (articles, "shelf"), (rows, "shelf"))
        for module, name in (*shelves, (middleware, "pages"), (meetups, "_without"), (asking, "shelf")):
            patch.setattr(module, name, Shelf(2**24))
        patch.setattr(articles, "is_plain", lambda _: False)
        yield


def shown(client: Client, topic: Topic, number: int = 1, language: str = "en") -> tuple[int, bytes]:
    """Return the page of `topic` as `client` sees it, but for what is another each time."""
    return opened(client, f"/t/{topic.slug}/{topic.pk}/{number}/", language)


def opened(client: Client, path: str, language: str = "en") -> tuple[int, bytes]:
    """Return a page as `client` sees it, but for what is another each time."""
    page = client.get(path, headers={"sec-fetch-mode": "navigate", "accept-language": language})
    return page.status_code, TOKEN.sub(b"", page.content)


def visited(path: str, language: str = "en", *, django: middleware.Application | None = None) -> tuple[int, bytes]:
    """Return the page that a visitor gets from the web server, which calls `django` where none is kept."""
    environ = {"PATH_INFO": path.encode().decode("latin-1"), "HTTP_ACCEPT_LANGUAGE": language}
    setup_testing_defaults(environ)
    statuses: list[str] = []
    application = middleware.kept_first(django or WSGIHandler())
    # As a test client does, which keeps the test's connection.
    request_started.disconnect(close_old_connections)
    body = b"".join(application(environ, lambda status, *_: statuses.append(status)))  # type: ignore[arg-type]
    request_started.connect(close_old_connections)
    return int(statuses[0].split()[0]), body


@pytest.mark.parametrize("seed", range(3))
def test_kept_pages_are_what_they_would_be_if_drawn_anew(world: World, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - the same each time
    readers = [Client() for _ in range(4)]
    for reader, person in zip(readers[1:], [*world.people, world.moderator], strict=True):
        reader.force_login(person)
    # Ages that are told in seconds change too soon for a page to be kept.
    World.now += timedelta(hours=3)
    for _ in range(25):
        world.happen(dice)
        World.now += timedelta(seconds=2)
        for topic in Topic.objects.filter(pk__in=[topic.pk for topic in world.topics]):
            # Whole pages are kept for visitors: they look at all there is, so that nothing kept goes unseen.
            looks = [(readers[0], topic, number, "en") for number in (1, 21)]
            looks.append((dice.choice(readers), topic, dice.choice([1, 21]), dice.choice(["en", "de", "ar"])))
            as_kept = [shown(*look) for look in looks]
            for look, kept_page in zip(looks, as_kept, strict=True):
                with nothing_kept():
                    assert shown(*look) == kept_page
            for number in (1, 21):
                address = f"/t/{topic.slug}/{topic.pk}/{number}/"
                as_kept = [visited(address) for _ in range(2)]
                with nothing_kept():
                    assert as_kept == [visited(address)] * 2
        lists = [(dice.choice(readers), path) for path in dice.sample(LISTS, 2)]
        for reader, path in ((readers[0], "/search/?q=sleep"), *lists):
            kept_page = opened(reader, path)
            with nothing_kept():
                assert opened(reader, path) == kept_page


def test_second_look_costs_one_query_and_says_the_same(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    World.now += timedelta(seconds=5)
    first = shown(Client(), world.topics[0])
    with django_assert_num_queries(1):
        assert shown(Client(), world.topics[0]) == first


def refusing(environ: object, start_response: object) -> list[bytes]:
    """Stand where Django is that is not to be asked."""
    pytest.fail("Django was asked.")


def test_django_is_not_asked_for_a_page_that_is_kept(world: World) -> None:
    World.now += timedelta(hours=3)
    for path in (f"/t/sleep/{world.topics[0].pk}/", f"/t/schlaf-für-mich/{world.topics[0].pk}/21/"):
        first = visited(path)
        assert first[0] == 200
        assert visited(path, django=refusing) == first


def test_a_page_is_kept_for_the_host_and_the_language_that_it_was_made_for(world: World) -> None:
    World.now += timedelta(hours=3)
    address = f"/t/sleep/{world.topics[0].pk}/"
    assert visited(address, "de") != visited(address, "en")
    with pytest.raises(pytest.fail.Exception):
        visited(address, "ar", django=refusing)


def test_what_goes_wrong_with_a_kept_page_is_told_by_django(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(topic_id: int) -> None:
        raise OperationalError

    World.now += timedelta(hours=3)
    address = f"/t/sleep/{world.topics[0].pk}/"
    visited(address)
    monkeypatch.setattr("forum.topics.queries.version_for_everyone", broken)
    with pytest.raises(pytest.fail.Exception, match="Django was asked"):
        visited(address, django=refusing)


def test_page_of_a_visitor_is_no_members_and_the_other_way_round(world: World, ada: User) -> None:
    member = Client()
    member.force_login(ada)
    of_member = shown(member, world.topics[0])[1]
    of_visitor = shown(Client(), world.topics[0])[1]
    assert b"Log out" in of_member
    assert b"Log out" not in of_visitor
    assert b"Log out" in shown(member, world.topics[0])[1]


def test_who_left_at_once_sees_no_kept_page(world: World) -> None:
    shown(Client(), world.topics[0])
    device = Client()
    device.get("/leave/")
    assert b"Why?" not in shown(device, world.topics[0])[1]


def test_hidden_topic_is_gone_at_the_next_request(world: World) -> None:
    topic = world.topics[0]
    assert shown(Client(), topic)[0] == 200
    actions.hide_post(post=topic.posts.get(number=1))
    assert shown(Client(), topic)[0] == 404


def test_new_name_shows_on_a_kept_page_at_the_next_request(world: World) -> None:
    World.now += timedelta(hours=3)
    assert b"by ada" in shown(Client(), world.topics[0])[1]
    Persona.objects.filter(name="ada").update(name="adele")
    assert b"by adele" in shown(Client(), world.topics[0])[1]


def test_times_go_on_on_a_kept_page(world: World) -> None:
    assert b">now</time>" in shown(Client(), world.topics[0])[1]
    World.now += timedelta(hours=3)
    assert "3\xa0hours\xa0ago".encode() in shown(Client(), world.topics[0])[1]


def test_kept_page_has_the_headers_of_every_page(world: World) -> None:
    address = f"/t/any/{world.topics[0].pk}/1/"
    first, second = Client().get(address), Client().get(address)
    assert dict(first.headers) == dict(second.headers)


def test_an_old_copy_of_a_topic_cannot_put_its_revision_back(world: World) -> None:
    old = Topic.objects.get(pk=world.topics[0].pk)
    actions.close_topic(topic=old)
    actions.pin_topic(topic=old)
    before = Topic.objects.get(pk=old.pk).revision
    old.save()
    assert Topic.objects.get(pk=old.pk).revision > before


def test_an_old_copy_of_a_post_cannot_put_its_revision_back(world: World) -> None:
    old = world.topics[0].posts.get(number=2)
    Post.objects.filter(pk=old.pk).update(html="<p>No.</p>")
    before = Post.objects.get(pk=old.pk).revision
    old.html = "<p>No.</p>"
    old.save()
    assert Post.objects.get(pk=old.pk).revision > before


def test_a_reply_has_only_itself_and_what_it_answers_drawn(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    topic, drawn, cast = world.topics[0], list[int | None](), articles.cast

    def noted(context: Context, item: PostItem, viewer: articles.Viewer) -> Drawn:
        drawn.append(item.post.number)
        return cast(context, item, viewer)

    monkeypatch.setattr(articles, "cast", noted)
    shown(Client(), topic, 21)
    drawn.clear()
    answered = topic.posts.get(number=22)
    persona = world.people[0].persona
    actions.create_reply(persona=persona, topic=topic, source="So?", key=uuid.uuid4(), reply_to=answered)
    shown(Client(), topic, 21)
    assert drawn == [22, 25]


def test_name_of_any_script_is_right_in_an_address_and_beside_it(world: World, ada: User) -> None:
    Persona.objects.filter(pk=world.people[1].persona.pk).update(name="مريم")
    member = Client()
    member.force_login(ada)
    page = shown(member, world.topics[0])
    assert 'href="/@%D9%85%D8%B1%D9%8A%D9%85/">مريم</a>'.encode() in page[1]
    with nothing_kept():
        assert shown(member, world.topics[0]) == page


def test_post_of_someone_who_left_is_in_no_name(world: World, ada: User) -> None:
    Persona.objects.filter(pk=world.people[1].persona.pk).update(name="")
    member = Client()
    member.force_login(ada)
    page = shown(member, world.topics[0])
    assert b"someone who left" in page[1]
    with nothing_kept():
        assert shown(member, world.topics[0]) == page


def test_words_that_look_like_a_stand_in_stay_as_they_are(world: World) -> None:
    topic, words = world.topics[0], f"{articles.POST} {articles.WRITER} standing-in-a-mould"
    for _ in range(2):
        persona = world.people[0].persona
        actions.create_reply(persona=persona, topic=topic, source=words, key=uuid.uuid4(), reply_to=None)
    assert shown(Client(), topic, 21)[1].decode().count(f"<p>{words}</p>") == 2


def test_posts_of_one_shape_are_drawn_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn, drawing = list[int | None](), articles._drawing

    def noted(context: Context, item: PostItem, viewer: articles.Viewer) -> tuple[str, list[datetime]]:
        drawn.append(item.post.number)
        return drawing(context, item, viewer)

    monkeypatch.setattr(articles, "_drawing", noted)
    shown(Client(), world.topics[0])
    # The letter, what whoever wrote it said below, and what another did.
    assert len(drawn) == 3

"""Fills an empty forum with a sample of any size, the same for the same seed, to measure pages on."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password
from django.db import transaction

from accounts.actions import set_role
from accounts.models import Persona, Role, User
from accounts.names import colour_of
from forum.categories.models import Category, Level
from forum.categories.visibility import Audience
from forum.markup.render import RENDERER_VERSION
from forum.moving.copying import copy_rows, go_on_counting
from forum.moving.sample_bodies import BLOCKS, Bodies
from forum.moving.sentences import Sentences, pseudonym
from forum.topics.models import Mention, Post, Quote, Topic, Version, Watch
from forum.topics.visibility import Status

UNTIL = datetime(2026, 11, 24, tzinfo=UTC)
SPAN = timedelta(days=730)
# Eight rooms; of 20 topics so many stand in each.
ROOMS = (
    ("Right now", "right-now", "When today is hard.", Audience.EVERYONE, 5),
    ("New here", "new-here", "First words and first questions.", Audience.EVERYONE, 3),
    ("Everyday life", "everyday-life", "Meals, children, work, rest.", Audience.EVERYONE, 4),
    ("Good news", "good-news", "Small and large.", Audience.EVERYONE, 2),
    ("Books and words", "books-and-words", "What we read and what it gave us.", Audience.EVERYONE, 1),
    ("Among ourselves", "among-ourselves", "For members alone.", Audience.MEMBERS, 3),
    ("Meeting each other", "meeting-each-other", "Evenings and walks.", Audience.MEMBERS, 1),
    ("Moderators' table", "moderators-table", "Where moderators talk.", Audience.MODERATORS, 1),
)
ROLES = {
    "partner": Role.MEMBER,
    "peer": Role.MEMBER,
    "moderator": Role.MODERATOR,
    "organizer": Role.ORGANIZER,
    "admin": Role.ADMINISTRATOR,
}
POST = """id topic_id persona_id number reply_to_id updates_id source html renderer_version version status created_at
    edited_at key title"""
TOPIC = "id category_id title audience first_post_id last_number reply_count created_at activity_at closed_at pinned_at"
# What hangs on posts.
HANGING = {
    Version: "post_id number persona_id source created_at",
    Mention: "post_id persona_id",
    Quote: "post_id quoted_id version",
}


class NotEmptyError(RuntimeError):
    """Somebody's forum is in this database."""


@dataclass(frozen=True)
class Size:
    """How much is written; `longest` is the number of posts in one topic, which every visitor may read."""

    members: int = 500
    topics: int = 20_000
    posts: int = 200_000
    longest: int = 1_000
    seed: int = 1
    until: datetime = UNTIL

    def times(self, scale: float) -> "Size":
        """Return a size with `scale` times the members, topics and posts; the longest topic stays as it is."""
        count = {name: max(1, round(getattr(self, name) * scale)) for name in ("members", "topics", "posts")}
        return Size(**count, longest=self.longest, seed=self.seed, until=self.until)


@dataclass
class _Thread:
    """What is known of a topic while its posts are written."""

    room: int
    begun: int
    ids: list[int] = field(default_factory=list)
    replies: int = 0
    last: int = 0
    title: str = ""


@transaction.atomic
def build_sample(size: Size, password: str | None = None) -> None:
    """Write a forum of `size`; nobody is told and no mail will go out.

    Members log in with `password`, or not at all where there is none. Raises NotEmptyError where anyone is here.
    """
    if User.objects.exists() or Persona.objects.exists() or Category.objects.exists():
        message = "There is a forum in this database already. A sample is built in an empty one."
        raise NotEmptyError(message)
    _write_people(size, password)
    _write_rooms()
    _Threads(size).write()
    go_on_counting(Topic, Post, Watch, *HANGING)


def _write_people(size: Size, password: str | None) -> None:
    """Store the members; the first ones are the demo's, under their names and in their roles."""
    names = _names(size)
    joined = size.until - SPAN - timedelta(days=2)
    hashed = make_password(password, salt=f"sample{size.seed}") if password else UNUSABLE_PASSWORD_PREFIX
    mute = ("mails_mentions", "mails_replies", "mails_following", "mails_meetups", "mails_bookmarks", "mails_notices")
    copy_rows(
        User,
        ("id", "username", "email", "password", "created_at", *mute),
        ((pk, name, _address(name), hashed, joined, *(False for _ in mute)) for pk, name in enumerate(names, 1)),
    )
    copy_rows(
        EmailAddress,
        ("id", "user_id", "email", "verified", "primary"),
        ((pk, pk, _address(name), True, True) for pk, name in enumerate(names, 1)),
    )
    copy_rows(
        Persona,
        ("id", "user_id", "name", "colour", "created_at"),
        ((pk, pk, name, colour_of(name, Persona.COLOURS), joined) for pk, name in enumerate(names, 1)),
    )
    go_on_counting(User, EmailAddress, Persona)
    for user in User.objects.filter(username__in=[name for name, role in ROLES.items() if role != Role.MEMBER]):
        set_role(user, ROLES[user.username])


def _names(size: Size) -> list[str]:
    """Return the names of the members."""
    return [*ROLES, *map(pseudonym, range(size.members))][: size.members]


def _address(name: str) -> str:
    """Return an address at which nobody can be reached."""
    return f"{name}@sample.invalid"


def _write_rooms() -> None:
    """Store the categories."""
    copy_rows(
        Category,
        ("id", "name", "slug", "description", "audience", "position"),
        (
            (pk, name, slug, about, audience.value, pk)
            for pk, (name, slug, about, audience, _share) in enumerate(ROOMS, 1)
        ),
    )
    go_on_counting(Category)


class _Threads:
    """Writes the topics and their posts in the order of time, as a forum grows."""

    def __init__(self, size: Size) -> None:
        self.size = size
        self.sentences = Sentences(size.seed)
        self.random = self.sentences.random
        self.names = _names(size)
        self.bodies = Bodies(self.sentences, self.names, min(size.posts, BLOCKS))
        self.start = round((size.until - SPAN).timestamp())
        self.end = round(size.until.timestamp())
        rooms = [room for room, row in enumerate(ROOMS, 1) for _ in range(row[-1])]
        begun = sorted(self.random.randint(self.start, self.end - 3600) for _ in range(size.topics - 1))
        self.threads = [_Thread(1, self.start), *(_Thread(self.random.choice(rooms), at) for at in begun)]
        self.rows: dict[type, list[tuple[object, ...]]] = defaultdict(list)
        self.writers: set[tuple[int, int]] = set()
        self.last_pk = 0

    def write(self) -> None:
        """Store all."""
        copy_rows(Post, POST.split(), self._posts())
        copy_rows(Topic, TOPIC.split(), self._topics())
        for kind, names in HANGING.items():
            copy_rows(kind, ("id", *names.split()), _numbered(self.rows[kind]))
        copy_rows(Watch, ("id", "user_id", "topic_id", "level", "since"), _numbered(self._watches()))

    def _lengths(self) -> list[int]:
        """Return how many posts each topic has: most have few, some have many, the first is the longest."""
        topics, posts = self.size.topics - 1, self.size.posts - self.size.longest
        if topics <= 0:
            return [self.size.posts]
        drawn = [self.random.lognormvariate(1.6, 1.2) for _ in range(topics)]
        spare = max(0, posts - topics) / sum(drawn)
        lengths = [1 + int(weight * spare) for weight in drawn]
        for place in range(posts - sum(lengths)):
            lengths[place % topics] += 1
        return [self.size.longest, *lengths]

    def _moments(self) -> list[tuple[int, int, int]]:
        """Return a second, a topic and a number for each post, in the order in which they were written."""
        moments = []
        for topic, (thread, length) in enumerate(zip(self.threads, self._lengths(), strict=True), 1):
            # In the longest topic something is written all the time.
            spread = 11.5 if topic == 1 else 8.5
            gaps = [self.random.lognormvariate(spread, 1.5) for _ in range(length - 1)]
            fit = min(1.0, (self.end - thread.begun) / (sum(gaps) or 1))
            at = float(thread.begun)
            moments.append((thread.begun, topic, 1))
            for number, gap in enumerate(gaps, 2):
                at += gap * fit
                moments.append((int(at), topic, number))
        return sorted(moments)

    def _posts(self) -> Iterator[tuple[object, ...]]:
        """Yield the rows of the posts and updates."""
        for second, topic, number in self._moments():
            thread = self.threads[topic - 1]
            member = 1 + int(len(self.names) * self.random.random() ** 2)
            status = self._status(number)
            reply_to = self.random.choice(thread.ids[-12:]) if number > 1 and self.sentences.happens(0.3) else None
            post = self._row(topic, member, number, second, reply_to=reply_to, status=status)
            yield post
            thread.ids.append(self.last_pk)
            thread.replies += number > 1 and status == Status.PUBLISHED
            thread.last = max(thread.last, second)
            self.writers.add((topic, member))
            if status == Status.PUBLISHED and self.sentences.happens(0.01):
                later = min(second + self.random.randint(3600, 90_000), self.end)
                yield self._row(topic, member, None, later, updates=self.last_pk)
                thread.last = max(thread.last, later)

    def _status(self, number: int) -> str:
        """Return a status; of a hundred replies one is not there any more."""
        if number == 1 or self.sentences.happens(0.99):
            return Status.PUBLISHED.value
        return Status.HIDDEN.value if self.sentences.happens(0.4) else Status.DELETED.value

    def _row(
        self,
        topic: int,
        member: int,
        number: int | None,
        second: int,
        *,
        reply_to: int | None = None,
        updates: int | None = None,
        status: str = Status.PUBLISHED.value,
    ) -> tuple[object, ...]:
        """Return the row of the next post, and note what hangs on it."""
        self.last_pk += 1
        thread, at = self.threads[topic - 1], datetime.fromtimestamp(second, UTC)
        if number == 1:
            thread.title = self.sentences.title()
        title = thread.title if number == 1 else ""
        quoted = thread.ids[-1] if number and number > 1 and self.sentences.happens(0.04) else None
        body = self.bodies.write(topic, number, member, is_quoting=quoted is not None)
        if quoted is not None:
            self.rows[Quote].append((self.last_pk, quoted, 1))
        if body.called and body.called != member:
            self.rows[Mention].append((self.last_pk, body.called))
        edited_at = None
        if self.sentences.happens(0.03):
            edited_at = min(at + timedelta(minutes=40), self.size.until)
            self.rows[Version].append((self.last_pk, 1, member, body.draft, at))
            self.rows[Version].append((self.last_pk, 2, member, body.source, edited_at))
        key = uuid.UUID(int=self.random.getrandbits(128), version=4)
        words = (body.source, body.html, RENDERER_VERSION, 2 if edited_at else 1)
        return (self.last_pk, topic, member, number, reply_to, updates, *words, status, at, edited_at, key, title)

    def _topics(self) -> Iterator[tuple[object, ...]]:
        """Yield the rows of the topics."""
        pinned: set[int] = set()
        for pk, thread in enumerate(self.threads, 1):
            begun, last = (datetime.fromtimestamp(second, UTC) for second in (thread.begun, thread.last))
            closed_at = last if pk > 1 and self.sentences.happens(0.03) else None
            is_pinned = pk > len(ROOMS) and thread.room not in pinned
            pinned |= {thread.room} if is_pinned else set()
            audience = ROOMS[thread.room - 1][3].value
            times = (begun, last, closed_at, begun if is_pinned else None)
            counts = (len(thread.ids), thread.replies)
            yield (pk, thread.room, thread.title, audience, thread.ids[0], *counts, *times)

    def _watches(self) -> Iterator[tuple[object, ...]]:
        """Yield who follows what: each writer the topics that they wrote in."""
        for topic, member in sorted(self.writers):
            yield (member, topic, Level.WATCHING.value, self.size.until)


def _numbered(rows: Iterable[tuple[object, ...]]) -> Iterator[tuple[object, ...]]:
    """Yield `rows`, each behind its number."""
    for pk, row in enumerate(rows, 1):
        yield (pk, *row)


def logins_password() -> str | None:
    """Return the password of the sample's members: the demo's, and none in production."""
    return settings.DEMO_PASSWORD if settings.DEMO else None

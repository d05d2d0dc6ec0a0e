"""The posts of a topic's page as one reader sees them.

They are read twice at most: always what decides how each is shown (`light_items`), and the words and all that hangs on
them (`whole_items`, in whole.py) only where a post was not drawn before.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from accounts.models import Persona, Reader, User
from accounts.prepared import Prepared, of_row
from forum.topics import rules
from forum.topics.models import Post, Topic
from forum.topics.querysets import PostQuerySet
from forum.topics.visibility import OWN, Status

PAGE = 20
MOST_UNNUMBERED = 10
# What the rules look at in a post, and its revision.
_READ = (
    *("id", "topic_id", "persona_id", "number", "reply_to_id", "updates_id"),
    *("version", "status", "created_at", "revision"),
)
_AROUND = ("persona__user_id", "reply_to__status", "reply_to__persona_id", "reply_to__persona__user_id")
_WHO = _READ.index("persona_id")
_OWN = len(_READ) + len(_AROUND)


class Own(NamedTuple):
    """What a member did with a post: how they reacted to it, and whether they keep a bookmark there."""

    given: tuple[str, ...] = ()
    is_bookmarked: bool = False


_NOTHING = Own()


class PostItem(NamedTuple):
    """A post as one reader sees it; where `is_readable` is no, only its number and state may be shown."""

    post: Post
    # What tells, beside its revision and that of the house, how the post looks to its reader.
    is_readable: bool
    may_reply: bool
    may_edit: bool
    may_update: bool
    may_delete: bool
    may_see_history: bool
    may_moderate: bool
    may_react: bool = False
    # Whether whoever began the topic speaks again.
    is_by_starter: bool = False
    own: Own = _NOTHING
    # Whether it says which post it answers, which is no one's business who may not read that.
    is_answer: bool = False
    # What else is shown of it.
    in_reply_to: Post | None = None
    updates: Sequence["PostItem"] = ()
    answers: Sequence[int] = ()
    answers_in_all: int = 0

    @property
    def further_answers(self) -> int:
        """Return how many answers are not named one by one."""
        return self.answers_in_all - len(self.answers)

    @property
    def face(self) -> tuple[object, ...]:
        """Return how the post looks to its reader, as long as it and the house stay what they are."""
        return (*tuple(self)[_FACE], *(update.face for update in self.updates))

    @property
    def newest_update(self) -> Post | None:
        """Return the last update that the reader may read."""
        return next((update.post for update in reversed(self.updates) if update.is_readable), None)


_FACE = slice(PostItem._fields.index("is_readable"), PostItem._fields.index("is_answer") + 1)


class Judge:
    """Tells what a reader may do with the posts of one topic; of others' that are in one state it is the same."""

    def __init__(self, reader: Reader, topic: Topic) -> None:
        self.reader = reader
        self._first = topic.first_post
        self._others: dict[tuple[str, bool], tuple[bool, bool]] = {}

    def is_anyones(self, post: Post) -> bool:
        """Return whether the reader neither wrote it nor moderates, so that they may reply and react at most."""
        return not (rules.is_author(self.reader, post) or rules.may_moderate(self.reader))

    def is_by_starter(self, post: Post) -> bool:
        """Return whether whoever began the topic speaks again."""
        first = self._first
        return first is not None and post.persona_id == first.persona_id and post.pk != first.pk

    def of_others(self, post: Post) -> tuple[bool, bool]:
        """Return whether the reader may read what another wrote, and react to it."""
        if not isinstance(self.reader, User):
            is_open = post.updates is None or post.updates.status == Status.PUBLISHED
            return is_open and post.status == Status.PUBLISHED, False
        state = (post.status, post.number is None)
        if post.updates_id is None and state in self._others:
            return self._others[state]
        verdicts = bool(rules.may_read_post(self.reader, post)), bool(rules.may_react(self.reader, post))
        if post.updates_id is None:  # whose own state decides, and not that of what it stands under
            self._others[state] = verdicts
        return verdicts


def light_items(reader: Reader, topic: Topic, page: int, *, may_reply: bool) -> Iterable[PostItem]:
    """Yield the posts of a page with what decides how they look, and before them those without a number.

    Of these there are some for their author and for moderators alone, on whatever page.
    """
    first = (page - 1) * PAGE + 1
    posts: list[tuple[Post, bool, Own]] = []
    updates: dict[int, list[Post]] = defaultdict(list)
    personas: dict[int, Persona] = {}
    judge = Judge(reader, topic)
    bounds = topic.pk, first, first + PAGE
    if not isinstance(reader, User):
        rows = _VISITORS.rows(*bounds)
    else:
        rows = (_MODERATORS if rules.may_moderate(reader) else _MEMBERS).rows(*bounds, reader.pk, reader.persona.pk)
    for row in sorted(rows, key=_place):
        post = _light(topic, row, personas if isinstance(reader, User) else None)
        if post.updates_id:
            updates[post.updates_id].append(post)
        else:
            posts.append((post, _answers_readable(reader, post, row), _own(row)))
    for post, is_answer, own in posts:
        for update in updates[post.pk]:
            update.updates = post
        items = [item_of(judge, update) for update in updates[post.pk]]
        may_answer = may_reply and post.number is not None
        yield item_of(judge, post, may_reply=may_answer, is_answer=is_answer, updates=items, own=own)


def _own(row: tuple[Any, ...]) -> Own:
    """Return what a member did with the post of `row`; a visitor's row has nothing of it."""
    given, is_bookmarked = row[_OWN:] or (None, False)
    return Own(tuple(sorted(given or ())), is_bookmarked) if given or is_bookmarked else _NOTHING


def _place(row: tuple[Any, ...]) -> tuple[object, ...]:
    """Return where a row stands: by its number, and updates by their age."""
    pk, number, written = row[0], row[3] or 0, row[8]
    return number, written, pk


def _light(topic: Topic, row: tuple[Any, ...], personas: dict[int, Persona] | None) -> Post:
    """Return a post of which only what the rules look at was read; who wrote several is one of `personas`.

    Of a visitor nobody asks what is their own: there are no personas then.
    """
    if personas is None:
        return of_row(Post, _READ, row[: len(_READ)], topic=topic)
    who = row[_WHO]
    if who not in personas:
        personas[who] = of_row(Persona, ("id", "user_id"), (who, row[len(_READ)]))
    return of_row(Post, _READ, row[: len(_READ)], topic=topic, persona=personas[who])


def _answers_readable(reader: Reader, post: Post, row: tuple[Any, ...]) -> bool:
    """Return whether `post` answers another that `reader` may read."""
    status, persona, account = row[len(_READ) + 1 : _OWN]
    if status is None or status == Status.PUBLISHED:
        return status is not None
    # Only a numbered post is ever answered, so that it is no update.
    names = ("id", "topic_id", "persona_id", "updates_id", "status")
    writer = of_row(Persona, ("id", "user_id"), (persona, account))
    values = (post.reply_to_id, post.topic_id, persona, None, status)
    answered = of_row(Post, names, values, topic=post.topic, persona=writer)
    return bool(rules.may_read_post(reader, answered))


def item_of(
    judge: Judge,
    post: Post,
    *,
    may_reply: bool = False,
    is_answer: bool = False,
    in_reply_to: Post | None = None,
    updates: Sequence[PostItem] = (),
    answers: tuple[Sequence[int], int] = ((), 0),
    own: Own = _NOTHING,
) -> PostItem:
    """Return `post` with what the reader whom `judge` knows may do with it."""
    reader, is_published = judge.reader, post.status == Status.PUBLISHED
    may_reply, by_starter = may_reply and is_published, judge.is_by_starter(post)
    if not isinstance(reader, User) or judge.is_anyones(post):
        is_readable, may_react = judge.of_others(post)
        rights = (is_readable, may_reply, False, False, False, False, False, may_react)
        return PostItem(post, *rights, by_starter, own, is_answer, in_reply_to, updates, *answers)
    return PostItem(
        post=post,
        is_readable=bool(rules.may_read_post(reader, post)),
        may_reply=may_reply,
        may_edit=rules.is_author(reader, post) and bool(rules.may_edit(reader, post)),
        may_update=bool(rules.may_update(reader, post)),
        may_delete=bool(rules.may_delete(reader, post)),
        may_see_history=post.version > 1 and bool(rules.may_see_history(reader, post)),
        may_moderate=bool(rules.may_moderate(reader)),
        may_react=bool(rules.may_react(reader, post)),
        is_by_starter=by_starter,
        own=own,
        is_answer=is_answer,
        in_reply_to=in_reply_to,
        updates=updates,
        answers=answers[0],
        answers_in_all=answers[1],
    )


def _for_visitors(topic: int, first: int, end: int) -> QuerySet[Post, tuple[Any, ...]]:
    """Return what decides how the posts from number `first` to before `end`, and the updates under them, are shown."""
    posts, updates = _on_page(topic, first, end)
    return posts.values_list(*_READ, *_AROUND).union(updates.values_list(*_READ, *_AROUND), all=True)


def _for_members(topic: int, first: int, end: int, user: int, persona: int) -> QuerySet[Post, tuple[Any, ...]]:
    """Return the same with what a member did with each, and what has no number and is their own."""
    return _with_unnumbered(_on_page(topic, first, end), topic, user, persona, Q(persona=persona))


def _for_moderators(topic: int, first: int, end: int, user: int, persona: int) -> QuerySet[Post, tuple[Any, ...]]:
    """Return the same with all that has no number, whoever wrote it."""
    return _with_unnumbered(_on_page(topic, first, end), topic, user, persona, Q())


def _with_unnumbered(
    on_page: Sequence[PostQuerySet], topic: int, user: int, persona: int, whose: Q
) -> QuerySet[Post, tuple[Any, ...]]:
    """Return what is `on_page`, and what is held or was turned down, as one member sees it.

    Of the last the newest few: it is for a page of its own to show them all.
    """
    mine = Post.objects.filter(pk=OuterRef("pk"), reactions__persona=persona).values("pk")
    own = {
        "given": Subquery(mine.annotate(given=ArrayAgg("reactions__feeling")).values("given")),
        "is_bookmarked": Exists(Post.objects.filter(pk=OuterRef("pk"), bookmarks__user=user)),
    }
    unnumbered = Post.objects.filter(whose, topic=topic, number=None, updates=None, status__in=OWN)
    parts = (*on_page, unnumbered.order_by("-pk")[:MOST_UNNUMBERED])
    posts, *others = (rows.annotate(**own).values_list(*_READ, *_AROUND, *own) for rows in parts)
    return posts.union(*others, all=True)


def _on_page(topic: int, first: int, end: int) -> tuple[PostQuerySet, PostQuerySet]:
    """Return the numbered posts of a page, and the updates under them."""
    return (
        Post.objects.filter(topic=topic, number__gte=first, number__lt=end),
        Post.objects.filter(updates__topic=topic, updates__number__gte=first, updates__number__lt=end),
    )


_VISITORS, _MEMBERS, _MODERATORS = Prepared(_for_visitors), Prepared(_for_members), Prepared(_for_moderators)

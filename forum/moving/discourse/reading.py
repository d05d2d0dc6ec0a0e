"""One topic's file, read with suspicion: what is not as Discourse writes it breaks the file, and no other."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from accounts.names import MAX_FORMER_NAME
from forum.markup.source import drop_unwanted
from forum.moving.discourse.values import (
    BrokenError,
    dict_of,
    flag_of,
    list_of,
    moment_of,
    moment_or_none,
    number_of,
    text_of,
)
from forum.topics.models import Kind
from forum.topics.typed import MAX_TITLE

# Read whole, so that these bound the memory that it takes; some ten thousand posts of the usual length.
MAX_BYTES = 20_000_000
MAX_VALUES = 1_000_000
# A batch of so many and a few more is asked for at once, and no statement takes more than 65,535 values.
MAX_POSTS = 30_000
MAX_ID = 2**63 - 1
# Leaves as many for the replies written here.
MAX_NUMBER = 10**9
LIKE = 2

_KINDS = {1: Kind.POST, 2: Kind.MODERATOR, 3: Kind.NOTE}
_SMALL_ACTION, _WHISPER = 3, 4
_NOTES = {
    "closed.enabled": Kind.CLOSED,
    "closed.disabled": Kind.OPENED,
    "autoclosed.enabled": Kind.CLOSED,
    "autoclosed.disabled": Kind.OPENED,
    "archived.enabled": Kind.ARCHIVED,
    "archived.disabled": Kind.UNARCHIVED,
    "pinned.enabled": Kind.PINNED,
    "pinned_globally.enabled": Kind.PINNED,
    "pinned.disabled": Kind.UNPINNED,
    "pinned_globally.disabled": Kind.UNPINNED,
    "split_topic": Kind.MOVED,
}


class LeftOutError(Exception):
    """A topic that must not come; its text says why."""


@dataclass(frozen=True)
class OldPost:
    """One post as it was there; its HTML in UTF-8, as one emoji makes each character of a text take four bytes."""

    pk: int
    number: int
    author: str
    name: str
    kind: Kind
    reply_to: int | None
    html: bytes
    likes: int
    written_at: datetime
    changed_at: datetime
    edited_at: datetime | None

    @property
    def cooked(self) -> str:
        """Return the HTML."""
        return self.html.decode()


@dataclass(frozen=True)
class OldTopic:
    """A topic as it was there, with the posts that may come, and why how many of the others may not.

    `ids` are those of all posts by number: one that may come can answer one that may not, but came before.
    """

    pk: int
    slug: str
    title: str
    category: int
    started_at: datetime
    closed_at: datetime | None
    pinned_at: datetime | None
    is_archived: bool
    is_listed: bool
    posts: tuple[OldPost, ...]
    ids: Mapping[int, int]
    left_out: Mapping[str, int]


def read_topic(path: Path) -> OldTopic:
    """Return the topic that a file holds; raises BrokenError or LeftOutError."""
    return _topic(_parsed(path))


def _parsed(path: Path) -> dict[str, Any]:
    try:
        if path.is_symlink() or not path.is_file():
            message = "no file"
            raise BrokenError(message)
        if path.stat().st_size > MAX_BYTES:
            message = f"larger than {MAX_BYTES // 1_000_000} MB"
            raise BrokenError(message)
        found = json.loads(_decoded(path.read_bytes()), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        message = "no JSON"
        raise BrokenError(message) from error
    except OSError as error:
        message = "cannot be read"
        raise BrokenError(message) from error
    if not isinstance(found, dict):
        message = "no topic"
        raise BrokenError(message)
    return found


def _decoded(content: bytes) -> str:
    if sum(map(content.count, (b",", b"[", b"{"))) > MAX_VALUES:
        message = f"more than {MAX_VALUES:,} values"
        raise BrokenError(message)
    return content.decode("utf-8-sig")


def _no_number(name: str) -> None:
    raise ValueError(name)


def _topic(data: Mapping[str, Any]) -> OldTopic:
    _may_come(data)
    rows = _rows(data)
    left_out: Counter[str] = Counter()
    posts: dict[int, OldPost] = {}
    seen: set[int] = set()
    for row in rows:
        post = _refusal(row) or _post(row)
        if isinstance(post, str):
            left_out[post] += 1
        elif post.number in posts:
            left_out["another post of the same number"] += 1
        elif post.pk in seen:
            left_out["another post of the same id"] += 1
        else:
            posts[post.number] = post
            seen.add(post.pk)
    if not posts:
        message = "no post that may come"
        raise LeftOutError(message)
    announced = list_of(dict_of(data, "post_stream"), "stream")
    if not all(isinstance(pk, int) for pk in announced):
        message = "stream"
        raise BrokenError(message)
    if missing := set(announced) - {row["id"] for row in rows}:
        left_out["not in the file, only announced by it"] += len(missing)
    stream = tuple(posts[number] for number in sorted(posts))
    others = {row["post_number"]: row["id"] for row in rows if type(row.get("post_number")) is int}
    closed = flag_of(data, "closed") or flag_of(data, "archived")
    return OldTopic(
        pk=number_of(data, "id", 1, MAX_ID),
        slug=drop_unwanted(unquote(text_of(data, "slug", "")))[:255],
        title=text_of(data, "title")[: 4 * MAX_TITLE],  # tidying may take some of it
        category=number_of(data, "category_id", 0, MAX_ID, 0),
        started_at=moment_of(data, "created_at"),
        closed_at=_closed_at(stream) if closed else None,
        pinned_at=(moment_or_none(data, "pinned_at") or stream[0].written_at) if flag_of(data, "pinned") else None,
        is_archived=flag_of(data, "archived"),
        is_listed=flag_of(data, "visible", default=True),
        posts=stream,
        ids=others | {post.number: post.pk for post in stream},
        left_out=left_out,
    )


def _may_come(data: Mapping[str, Any]) -> None:
    """Raise LeftOutError for what was said in private, or removed."""
    kind = text_of(data, "archetype", "")
    details = data.get("details")
    named = isinstance(details, dict) and any(details.get(key) for key in ("allowed_users", "allowed_groups"))
    if kind == "private_message" or named:
        message = "a private message"
        raise LeftOutError(message)
    if kind not in {"regular", "banner"}:
        message = "a topic of an unknown kind"
        raise LeftOutError(message)
    if data.get("deleted_at"):
        message = "a topic that was removed"
        raise LeftOutError(message)


def _rows(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    rows = list_of(dict_of(data, "post_stream"), "posts", required=True)
    if len(rows) > MAX_POSTS:
        message = f"more than {MAX_POSTS:,} posts"
        raise BrokenError(message)
    for row in rows:
        if not isinstance(row, dict):
            message = "a post that is none"
            raise BrokenError(message)
        number_of(row, "id", 1, MAX_ID)
    return rows


def _post(row: Mapping[str, Any]) -> OldPost:
    kind = number_of(row, "post_type", 1, 99, 1)
    name = text_of(row, "username")
    if not name.strip():
        message = "a post without an author"
        raise BrokenError(message)
    if len(name.lower()) > MAX_FORMER_NAME:
        message = "a name that is too long"
        raise BrokenError(message)
    user = number_of(row, "user_id", -MAX_ID, MAX_ID, 0)
    written_at, changed_at = moment_of(row, "created_at"), moment_or_none(row, "updated_at")
    is_edited = number_of(row, "version", 0, MAX_NUMBER, 1) > 1 and changed_at and changed_at > written_at
    code = text_of(row, "action_code", "")
    return OldPost(
        pk=number_of(row, "id", 1, MAX_ID),
        number=number_of(row, "post_number", 1, MAX_NUMBER),
        author=f"discourse:{user}" if user else f"discourse:@{name.lower()}",
        name=name,
        kind=_NOTES.get(code, Kind.NOTE) if kind == _SMALL_ACTION else _KINDS[kind],
        reply_to=number_of(row, "reply_to_post_number", 0, MAX_NUMBER, 0) or None,
        html=text_of(row, "cooked").encode(),
        likes=_likes(row),
        written_at=written_at,
        changed_at=changed_at or written_at,
        edited_at=changed_at if is_edited else None,
    )


def _refusal(row: Mapping[str, Any]) -> str:
    """Say why a post may not come; empty where it may."""
    kind = number_of(row, "post_type", 1, 99, 1)
    if flag_of(row, "hidden") or row.get("cooked_hidden"):
        return "hidden there, with a placeholder in its place"
    if row.get("deleted_at") or flag_of(row, "user_deleted"):
        return "removed there"
    if kind == _WHISPER:
        return "said among staff"
    return "" if kind in _KINDS else "of an unknown kind"


def _likes(row: Mapping[str, Any]) -> int:
    actions = [action for action in list_of(row, "actions_summary") if isinstance(action, dict)]
    likes = sum(number_of(action, "count", 0, MAX_NUMBER, 0) for action in actions if action.get("id") == LIKE)
    if likes > MAX_NUMBER:
        message = "likes"
        raise BrokenError(message)
    return likes


def _closed_at(posts: tuple[OldPost, ...]) -> datetime:
    """Return when a topic was closed, as its last note says, or else when the last was said."""
    notes = [post.written_at for post in posts if post.kind in {Kind.CLOSED, Kind.ARCHIVED}]
    return notes[-1] if notes else max(post.written_at for post in posts)

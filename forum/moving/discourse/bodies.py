"""A post's body: what was typed, or text made from its HTML, with quotes that name our topics."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from forum.markup.render import MAX_SOURCE, Rendered, TooMuchError, render
from forum.markup.source import plain_source
from forum.moving.discourse.here import key_of
from forum.moving.discourse.html import fence_for, to_markdown, words_to_markdown
from forum.moving.discourse.naming import Names, as_called_here
from forum.moving.discourse.reading import OldPost
from forum.moving.discourse.tree import LONGEST_HTML, BeyondError, words_alone
from forum.topics.actions import ArrivedPost
from forum.topics.models import Kind
from forum.topics.words import is_blank, tidy_source

# Discourse lets whoever runs it raise the length of posts; of this one the renderer takes a third of a second at worst.
LONGEST = 150_000
_LONGEST_TYPED = 2 * LONGEST
_CUT = "cut, as it was too long even for what comes"
# Of HTML as of what was typed.
_COVER = re.compile(r"spoile|[<\[]details", re.IGNORECASE)
CUT = "\n\n(This post was longer. The rest was cut when it moved here.)"


@dataclass(frozen=True)
class Body:
    """What a post says: the text, its HTML, the ids of the personas that it names, and what of it had to change."""

    source: str
    rendered: Rendered
    names: tuple[int, ...]
    changes: tuple[str, ...]


def read_body(post: OldPost, raw: str | None, names: Names) -> Body | str:
    """Return what a post says here, or why it cannot."""
    is_note = post.kind not in {Kind.POST, Kind.MODERATOR}
    typed = None if is_note else raw
    longest = LONGEST_HTML if typed is None else _LONGEST_TYPED
    whole = post.cooked if typed is None else typed
    changes: list[str] = []
    if len(whole) > longest:
        changes.append(_CUT)
    try:
        source = _from_html(whole[:longest], changes) if typed is None else whole[:longest]
        source = tidy_source(plain_source(source))
        if is_blank(source) and not is_note:
            return "without a word"
        return _bounded(source, names, changes) or _as_code(whole[:longest], changes, is_typed=typed is not None)
    except (RecursionError, AssertionError, ValueError):
        return "HTML that cannot be read"


def arrived_post(post: OldPost, body: Body, persona_id: int, keys: Mapping[int, uuid.UUID]) -> ArrivedPost:
    """Return a post as it comes; `keys` are those of the posts that it may answer, by their numbers."""
    return ArrivedPost(
        key=key_of(post.pk),
        persona_id=persona_id,
        number=post.number,
        kind=post.kind,
        source=body.source,
        rendered=body.rendered,
        names=body.names,
        reply_to=keys.get(post.reply_to) if post.reply_to else None,
        written_at=post.written_at,
        edited_at=post.edited_at,
        likes=post.likes,
    )


def _from_html(cooked: str, changes: list[str]) -> str:
    try:
        return to_markdown(cooked)
    except BeyondError:
        changes.append("its words alone, as its HTML has too many tags or levels, or covers that cannot be typed")
        return _under_a_cover(words_to_markdown(cooked), cooked)


def _bounded(source: str, names: Names, changes: list[str]) -> Body | None:
    """Return what a text says, or None where it asks too much of the renderer; `changes` tells what became of it."""
    source = _cut(source, changes)
    if _CUT in changes and _COVER.search(source):
        changes.append("shown as code under a cover, as one of its covers may have lost its end")
        return None
    if len(source) > MAX_SOURCE and _CUT not in changes:
        changes.append(f"longer than a post can be written here, and kept whole: {len(source):,} characters")
    try:
        return Body(*as_called_here(source, names), tuple(changes))
    except TooMuchError as error:
        changes.append(f"shown as code, as it is over the bounds of a post: {error}")
        return None


def _as_code(text: str, changes: list[str], *, is_typed: bool) -> Body:
    """Return what was typed, or the words of HTML: as code, no text asks too much."""
    source = _cut(tidy_source(plain_source(text if is_typed else words_alone(text))), changes)
    fence = fence_for(source)
    source = _under_a_cover(f"{fence}\n{source}\n{fence}", text)
    return Body(source, render(source, people=lambda _: {}, longest=len(source)), (), tuple(changes))


def _cut(source: str, changes: list[str]) -> str:
    if len(source) > LONGEST and _CUT not in changes:
        changes.append(_CUT)
    if _CUT not in changes:
        return source
    return source[: LONGEST - len(CUT)].rstrip() + CUT


def _under_a_cover(source: str, whole: str) -> str:
    """Return a text that lost its covers, if it had any, under one."""
    return f"[spoiler]\n{source}\n[/spoiler]" if _COVER.search(whole) else source

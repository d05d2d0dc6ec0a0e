"""A post's body: what was typed, or text made from its HTML, with quotes that name our topics."""

import re
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from accounts.models import Origin
from accounts.names import former_name
from forum.markup.containers import Container
from forum.markup.mentions import MENTION, is_edge
from forum.markup.render import MAX_SOURCE, Rendered, TooMuchError, render
from forum.moving.discourse.here import key_of
from forum.moving.discourse.html import MOST_TAGS, fence_for, to_markdown
from forum.moving.discourse.reading import OldPost
from forum.topics.actions import ArrivedPost
from forum.topics.models import FormerTopic, Kind
from forum.topics.words import is_blank, tidy_source

# What a text calls people and topics by, and what it is found in but is left to the letter: code and addresses.
_TOKEN = re.compile(
    r"^(?:[ \t>]|[-*+] |\d{1,9}[.)] )*(?P<fence>`{3,}|~{3,})[^`\n]*$[\s\S]*?(?:^[ \t>]*(?P=fence)[`~]*[ \t]*$|\Z)"
    r"|\[code\b[^\[\]\n]*\][\s\S]*?(?:\[/code\]|\Z)"
    r"|(?<!`)(?P<ticks>`+)(?!`)[^`\n]{1,500}(?P=ticks)(?!`)"
    r"|\b(?:https?|ftp)://[^\s<>\"]+|\]\([^()\s]*\)|(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/\S*"
    r"|\[quote(?P<quote>[ \t]*=[^\[\]\n]*)\]"
    rf"|{MENTION}",
    re.MULTILINE | re.IGNORECASE,
)
# Looking for tokens takes long, and most posts name nobody.
_NAMING = re.compile(r"@|\[quote", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,18}")
_PLACES = {"post", "topic", "full", "username"}
# So many names and topics are remembered, so that the memory stays bounded.
_MOST = 20_000
# Discourse lets whoever runs it raise the length of posts; of this one the renderer takes a third of a second at worst.
LONGEST = 150_000
_LONGEST_TYPED = 2 * LONGEST
# Read as a tree, which takes many times the memory; what Discourse makes of a text is seldom twice as long.
_LONGEST_HTML = 4 * LONGEST
_CUT = "cut, as it was too long even for what comes"
CUT = "\n\n(This post was longer. The rest was cut when it moved here.)"

# By a lower-case name: how it is written here, and the id of whom it means.
People = Mapping[str, tuple[str, int]]


@dataclass(frozen=True)
class Body:
    """What a post says: the text, its HTML, the ids of the personas that it names, and what of it had to change."""

    source: str
    rendered: Rendered
    names: tuple[int, ...]
    changes: tuple[str, ...]


class Names:
    """Remembers whom names mean and where topics went, so that few posts ask the database."""

    def __init__(self) -> None:
        self.people: dict[str, tuple[str, int] | None] = {}
        self.topics: dict[int, int | None] = {}

    def meant(self, names: Collection[str]) -> People:
        """Return for each of these lower-case names that somebody had there their name here, and the persona's id."""
        asked = {name: key for name in names if (key := former_name(name))}
        if unknown := set(asked.values()) - self.people.keys():
            if len(self.people) > _MOST:
                self.people.clear()
                unknown = set(asked.values())
            self.people.update(dict.fromkeys(unknown))
            for key, origin in Origin.objects.called(unknown).items():
                self.people[key] = origin.persona.name, origin.claimed_by_id or origin.persona_id
        return {name: one for name, key in asked.items() if (one := self.people[key])}

    def places(self, old_ids: Collection[int]) -> Mapping[int, int]:
        """Return the ids that topics have or will have here by those that they had there."""
        if unknown := set(old_ids) - self.topics.keys():
            if len(self.topics) > _MOST:
                self.topics.clear()
                unknown = set(old_ids)
            self.topics.update(dict.fromkeys(unknown))
            self.topics.update(FormerTopic.objects.filter(pk__in=unknown).values_list("pk", "topic_id"))
        return {old_id: pk for old_id in old_ids if (pk := self.topics[old_id])}


def read_body(post: OldPost, raw: str | None, names: Names) -> Body | str:
    """Return what a post says here, or why it cannot."""
    is_note = post.kind not in {Kind.POST, Kind.MODERATOR}
    typed = None if is_note else raw
    longest = _LONGEST_HTML if typed is None else _LONGEST_TYPED
    whole = post.cooked if typed is None else typed
    changes = []
    if typed is None and whole.count("<") > MOST_TAGS:
        changes.append("its words alone, as its HTML has too many tags")
    if len(whole) > longest:
        changes.append(_CUT)
    try:
        source = to_markdown(whole[:longest]) if typed is None else whole[:longest]
        source, people = _as_called_here(tidy_source(source), names)
        if is_blank(source) and not is_note:
            return "without a word"
        return _bounded(source, people, changes)
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


def _bounded(source: str, people: People, changes: list[str]) -> Body:
    """Return what a text says, however much it asks of the renderer: as code, no text asks too much.

    `people` are those whom it may name, by their lower-case names here; `changes` tells what became of it before.
    """

    def called(names: frozenset[str]) -> dict[str, str]:
        return {name: people[name][0] for name in names & people.keys()}

    if len(source) > LONGEST and _CUT not in changes:
        changes.append(_CUT)
    if _CUT in changes:
        source = source[: LONGEST - len(CUT)].rstrip() + CUT
    elif len(source) > MAX_SOURCE:
        changes.append(f"longer than a post can be written here, and kept whole: {len(source):,} characters")
    try:
        rendered = render(source, people=called, longest=len(source))
    except TooMuchError as error:
        changes.append(f"shown as it was typed, as it is over the bounds of a post: {error}")
        fence = fence_for(source)
        source = f"{fence}\n{source}\n{fence}"
        rendered = render(source, people=called, longest=len(source))
    named = {people[name][1] for name in rendered.mentions}
    return Body(source, rendered, tuple(sorted(named)), tuple(changes))


def _as_called_here(source: str, names: Names) -> tuple[str, People]:
    """Return the text with people and topics as they are called here, and all whom it may mention by those names.

    A member of ours who is called as somebody was there is not meant, nor is one whose name nobody had there. A quote
    of a topic that did not come names its author alone.
    """
    if not _NAMING.search(source):
        return source, {}
    found = list(_TOKEN.finditer(source))
    quotes = {token[0]: _Quote.read(token["quote"]) for token in found if token["quote"]}
    mentions = {token["mention"].lower() for token in found if token["mention"]}
    meant = names.meant(mentions | {quote.name.lower() for quote in quotes.values()})
    places = names.places({quote.topic for quote in quotes.values() if quote.topic})
    people = {name.lower(): (name, pk) for typed, (name, pk) in meant.items() if typed in mentions}

    def write(token: re.Match[str]) -> str:
        if token["quote"]:
            return quotes[token[0]].written(meant, places)
        if not token["mention"] or not _is_free(token):
            return token[0]
        typed = token["mention"].lower()
        if typed in meant:
            return f"@{meant[typed][0]}" if meant[typed][0].lower() != typed else token[0]
        # Nobody had that name there, but somebody whom this text names has it here.
        return f"\\{token[0]}" if typed in people else token[0]

    return _TOKEN.sub(write, source), people


def _is_free(mention: re.Match[str]) -> bool:
    """Return whether the signs around a name let it be one, as the renderer would say."""
    source, start, end = mention.string, mention.start(), mention.end()
    around = source[max(start - 1, 0) : start] + source[end : end + 1]
    return source[max(start - 1, 0) : start] != "\\" and all(map(is_edge, around))


@dataclass(frozen=True)
class _Quote:
    """What a quote says of whose words it holds, and where they stand."""

    name: str
    topic: int | None
    post: str

    @classmethod
    def read(cls, rest: str) -> "_Quote":
        """Read what follows `[quote`."""
        name, *others = Container("quote", rest, "").value.split(",")
        parts: dict[str, str] = {}
        while others and (part := others[-1].partition(":"))[0].strip().lower() in _PLACES:
            parts[part[0].strip().lower()] = part[2].strip()
            others.pop()
        # Where a forum shows full names, the one that is unique stands behind.
        name = parts.get("username") or ",".join([name, *others]).strip()
        is_place = all(_NUMBER.fullmatch(parts.get(part, "")) for part in ("post", "topic"))
        return cls(name, int(parts["topic"]) if is_place else None, parts["post"] if is_place else "")

    def written(self, people: People, places: Mapping[int, int]) -> str:
        """Return how a quote begins here."""
        name, _ = people.get(self.name.lower(), (self.name, 0))
        topic = places.get(self.topic) if self.topic else None
        place = f", post:{self.post}, topic:{topic}" if topic else ""
        return f'[quote="{name}{place}"]' if name else "[quote]"

"""A post's body: what was typed, or text made from its HTML, with quotes that name our topics."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from accounts.models import Origin
from forum.markup.mentions import MENTION, is_edge
from forum.markup.render import MAX_SOURCE, Rendered, TooMuchError, render
from forum.moving.discourse.html import MOST_TAGS, fence_for, to_markdown
from forum.moving.discourse.reading import MAX_ID, OldPost
from forum.topics.models import FormerTopic, Kind
from forum.topics.words import is_blank, tidy_source

# Where a quote says what it is from: `[quote="jane, post:2, topic:15, full:true"]`.
_QUOTE = re.compile(r'^([ \t>]*\[quote=")([^"\n]*)("\][ \t]*)$', re.MULTILINE | re.IGNORECASE)
_PART = re.compile(r" *(\w+): *(.*)")
_NUMBER = re.compile(r"[0-9]{1,18}")
_MENTION = re.compile(MENTION)
# So many names and topics are remembered, so that the memory stays bounded.
_MOST = 20_000
# Discourse lets whoever runs it raise the length of posts; of this one the renderer takes a third of a second at worst.
LONGEST = 150_000
_LONGEST_TYPED = 2 * LONGEST
# Read as a tree, which takes many times the memory; what Discourse makes of a text is seldom twice as long.
_LONGEST_HTML = 4 * LONGEST
_CUT = "cut, as it was too long even for what comes"
CUT = "\n\n(This post was longer. The rest was cut when it moved here.)"

# A name here and the id of whom it means.
Person = tuple[str, int]
People = Mapping[str, Person]


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
        self.people: dict[str, Person | None] = {}
        self.topics: dict[int, int | None] = {}

    def meant(self, names: Iterable[str]) -> People:
        """Return for each of these lower-case names that somebody had there their name here, and the persona's id."""
        names = set(names)
        if unknown := names - self.people.keys():
            if len(self.people) > _MOST:
                self.people.clear()
                unknown = names
            self.people.update(dict.fromkeys(unknown))
            self.people.update(Origin.objects.called(unknown))
        return {name: one for name in names if (one := self.people[name])}

    def topic(self, old_id: int) -> int | None:
        """Return the id that a topic has or will have here."""
        if old_id > MAX_ID:
            return None
        if old_id not in self.topics:
            if len(self.topics) > _MOST:
                self.topics.clear()
            self.topics[old_id] = FormerTopic.objects.filter(pk=old_id).values_list("topic_id", flat=True).first()
        return self.topics[old_id]


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
        source, people = _as_called_here(_with_our_places(tidy_source(source), names), names)
        if is_blank(source) and not is_note:
            return "without a word"
        return _bounded(source, people, changes)
    except (RecursionError, AssertionError, ValueError):
        return "HTML that cannot be read"


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
    """Return the text with every mention under the name that who is meant has here, and all who are, by those names.

    A member of ours who is called as somebody was there is not meant, nor is one whose name nobody had there.
    """
    meant = names.meant(mention["mention"].lower() for mention in _MENTION.finditer(source))
    renamed = {typed: name for typed, (name, _) in meant.items() if name.lower() != typed}

    def write(mention: re.Match[str]) -> str:
        before, after = source[max(mention.start() - 1, 0) : mention.start()], source[mention.end() : mention.end() + 1]
        # Behind a slash it is a part of an address.
        is_free = before != "/" and all(is_edge(sign) for sign in before + after)
        name = renamed.get(mention["mention"].lower())
        return f"@{name}" if name and is_free else mention[0]

    people = {name.lower(): (name, pk) for name, pk in meant.values()}
    return (_MENTION.sub(write, source) if renamed else source), people


def _with_our_places(source: str, names: Names) -> str:
    """Return the text with every quote naming our topic, or none where its topic did not come."""
    if "[quote" not in source.lower():
        return source
    return _QUOTE.sub(lambda quote: quote[1] + _our_place(quote[2], names) + quote[3], source)


def _our_place(typed: str, names: Names) -> str:
    """Return whom a quote names and which post it is from, as it is written here."""
    name, *rest = typed.split(",")
    parts: dict[str, str] = {}
    while rest and (part := _PART.fullmatch(rest[-1])):
        parts[part[1].lower()] = part[2]
        rest.pop()
    name = ",".join([name, *rest])
    called = name.strip().lower()
    name, _ = names.meant([called]).get(called, (name, 0))
    if not (_NUMBER.fullmatch(parts.get("post", "")) and _NUMBER.fullmatch(parts.get("topic", ""))):
        return name
    topic = names.topic(int(parts["topic"]))
    return f"{name}, post:{parts['post']}, topic:{topic}" if topic else name

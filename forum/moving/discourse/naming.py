"""Whom a text means and where its quotes lead, by what people and topics are called here."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from django.db.models import CharField, Min, OuterRef, Subquery
from django.db.models.functions import Cast, Substr

from accounts.models import Origin
from accounts.names import former_name
from forum.markup.containers import Container, QuoteRef, quote_ref
from forum.markup.render import Rendered, TooMuchError, render
from forum.topics import rules
from forum.topics.models import FormerTopic, Post

# What may begin a quote, and where a name may begin. Whether it does, the renderer says.
_TOKEN = re.compile(r"\[quote(?P<rest>[ \t=][^\[\]\n]*)\]|@(?P<first>\w)", re.IGNORECASE)
# Letters that no name here begins with: by the one in it, each token is known again in what is rendered.
_MARKS = range(0x20000, 0x2A6D0)
_TITLE = '<div class="quote-title">'
_MARKED = re.compile(f"{_TITLE}(.) wrote<")
# So many names and topics are remembered, so that the memory stays bounded.
_MOST = 20_000

# By a lower-case name: how it is written here, and the id of whom it means.
People = Mapping[str, tuple[str, int]]


class Said(NamedTuple):
    """A text as it is kept, what it becomes, and the ids of the personas that it names."""

    source: str
    rendered: Rendered
    names: tuple[int, ...]


class Place(NamedTuple):
    """The id that a topic has or will have here, and from which number on posts may have others than they had there."""

    topic: int
    first_of_ours: int | None

    def has(self, number: int | None) -> bool:
        """Say whether what had this number there has it here, too."""
        return number is not None and 0 < number < (self.first_of_ours or number + 1)


class Names:
    """Remembers whom names mean and where topics went, so that few posts ask the database."""

    def __init__(self) -> None:
        self.people: dict[str, tuple[str, int] | None] = {}
        self.topics: dict[int, Place | None] = {}

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

    def places(self, topics: Collection[int]) -> Mapping[int, Place]:
        """Return by the id that a topic had there where it went, as far as its file was read."""
        if unknown := set(topics) - self.topics.keys():
            if len(self.topics) > _MOST:
                self.topics.clear()
                unknown = set(topics)
            self.topics.update(dict.fromkeys(unknown))
            made = Post.objects.annotate(made=Substr(Cast("key", CharField()), 15, 1))
            ours = made.exclude(made=rules.CAME).filter(topic=OuterRef("topic_id")).order_by().values("topic")
            first = Subquery(ours.values(first=Min("number")))
            found = FormerTopic.objects.filter(pk__in=unknown).values_list("pk", "topic_id", first)
            self.topics.update({pk: Place(topic_id, number) for pk, topic_id, number in found})
        return {old_id: place for old_id in topics if (place := self.topics[old_id])}


def as_called_here(source: str, names: Names) -> Said:
    """Return a text with people and topics as they are called here.

    A member of ours who is called as somebody was there is not meant, nor is one whose name nobody had there. A quote
    of a topic that did not come names its author alone. Raises TooMuchError.
    """
    tokens = list(_TOKEN.finditer(source))
    here: People = {}

    def called(asked: Iterable[str]) -> dict[str, str]:
        return {name: here[name][0] for name in asked if name in here}

    def meant(asked: frozenset[str]) -> dict[str, str]:
        nonlocal here
        here = names.meant(asked)
        return called(asked)

    # Mostly all that looks like a quote is one, and all have here the name that they had there.
    refs = {token.start(): ref for token in tokens if token["rest"] and (ref := _ref(token))}
    text = _written(source, tokens, {}, refs, names)[0] if refs else source
    rendered = render(text, people=meant, longest=len(text))
    same = {typed: one for typed, one in here.items() if one[0].lower() == typed}
    # Nobody may have had a name there that somebody whom this text names has here.
    others = (here.keys() | {name.lower() for name, _ in here.values()}) - same.keys()
    if others or rendered.html.count(_TITLE) != len(refs):
        first_letters = {name[0] for name in others}
        wanted = [
            token
            for token in tokens
            if (token.start() in refs if token["rest"] else _may_begin(token["first"], first_letters))
        ]
        typed, quoted = _read(source, wanted)
        text, people = _written(source, wanted, typed, {at: refs[at] for at in quoted}, names)
        here = {**same, **people}
        rendered = render(text, people=called, longest=len(text))
    return Said(text, rendered, tuple(sorted({here[name][1] for name in rendered.mentions})))


def _written(
    source: str,
    tokens: Collection[re.Match[str]],
    typed: Mapping[int, str],
    quoted: Mapping[int, QuoteRef],
    names: Names,
) -> tuple[str, People]:
    """Return the text with the names of here, and whom it may mention by those.

    `typed` are the lower-case names in it and `quoted` its quotes, by where they begin.
    """
    meant = names.meant({*typed.values(), *(ref.name.lower() for ref in quoted.values())})
    people = {meant[name][0].lower(): meant[name] for name in typed.values() if name in meant}
    places = names.places({ref.topic_id for ref in quoted.values() if ref.topic_id})
    pieces, done = [], 0
    for token in tokens:
        written, end = token[0], token.end()
        if ref := quoted.get(token.start()):
            written = _quote(ref, token[0], meant, places)
        elif name := typed.get(token.start()):
            written, end = _mention(name, token, meant)
            written = f"\\{written}" if name not in meant and name in people else written
        pieces += [source[done : token.start()], written]
        done = end
    return "".join([*pieces, source[done:]]), people


def _read(source: str, tokens: Collection[re.Match[str]]) -> tuple[dict[int, str], set[int]]:
    """Return the lower-case names that the renderer finds in a text by where they begin, and where quotes do.

    What is code, an address or a link it knows better than any pattern; so it reads the text with a mark in each token.
    """
    if len(tokens) > len(_MARKS):
        code = "elements"
        raise TooMuchError(code, len(_MARKS))
    marked = dict(zip(map(chr, _MARKS), tokens, strict=False))
    marks = {token.start(): mark for mark, token in marked.items()}
    asked: set[str] = set()

    def mark(token: re.Match[str]) -> str:
        sign = marks.get(token.start())
        return token[0] if sign is None else f"[quote={sign}]" if token["rest"] else f"@{sign}"

    def nobody(names: frozenset[str]) -> dict[str, str]:
        asked.update(names)
        return {}

    text = _TOKEN.sub(mark, source)
    html = render(text, people=nobody, longest=len(text)).html
    found = [(marked[name[0]], name[1:]) for name in asked if name[0] in marked]
    typed = {token.start(): token["first"].lower() + rest for token, rest in found if token["first"]}
    return typed, {marked[sign].start() for sign in _MARKED.findall(html) if sign in marked}


def _may_begin(first: str, letters: set[str]) -> bool:
    """Say whether a name can be looked for: it begins with one of `letters`, or as a mark does."""
    return first.lower()[0] in letters or ord(first) in _MARKS


def _ref(token: re.Match[str]) -> QuoteRef | None:
    return quote_ref(Container("quote", token["rest"], ""))


def _quote(ref: QuoteRef, typed: str, meant: People, places: Mapping[int, Place]) -> str:
    """Return how a quote begins here."""
    name, _ = meant.get(ref.name.lower(), (ref.name, 0))
    place = places.get(ref.topic_id or 0)
    topic = place.topic if place and place.has(ref.number) else None
    if (name, topic) == (ref.name, ref.topic_id):
        return typed
    where = f", post:{ref.number}, topic:{topic}" if topic else ""
    return f'[quote="{name}{where}"]'


def _mention(name: str, token: re.Match[str], meant: People) -> tuple[str, int]:
    """Return how a name is written here, and where it ends in what was typed."""
    here = meant[name][0] if name in meant else ""
    if not here or here.lower() == name:
        return token[0], token.end()
    begin = token.start() + 1
    for end in range(begin + 1, begin + 2 * len(name) + 1):
        if token.string[begin:end].replace("\\", "").lower() == name:
            return f"@{here}", end
    return f"\\{token[0]}", token.end()

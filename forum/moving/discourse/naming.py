"""Whom a text means and where its quotes lead, by what people and topics are called here."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from django.db.models import CharField
from django.db.models.functions import Cast, Substr

from accounts.models import Origin
from accounts.names import former_name
from forum.markup.containers import Container, QuoteRef, quote_ref
from forum.markup.render import Rendered, render
from forum.topics.models import FormerTopic, Post

# What may begin a quote, and where a name may begin. Whether it does, the renderer says.
_TOKEN = re.compile(r"\[quote(?P<rest>[ \t=][^\[\]\n]*)\]|@(?=\w)", re.IGNORECASE)
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


class Names:
    """Remembers whom names mean and where topics went, so that few posts ask the database."""

    def __init__(self) -> None:
        self.people: dict[str, tuple[str, int] | None] = {}
        self.topics: dict[int, int | None] = {}
        self.own: dict[int, set[int | None]] = {}

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

    def place(self, ref: QuoteRef) -> int | None:
        """Return the id that a quoted post's topic has or will have here; None where a post of ours has the number."""
        if ref.topic_id is None or ref.number is None:
            return None
        if ref.topic_id not in self.topics:
            if len(self.topics) > _MOST:
                self.topics.clear()
                self.own.clear()
            pk = FormerTopic.objects.filter(pk=ref.topic_id).values_list("topic_id", flat=True).first()
            self.topics[ref.topic_id] = pk
            # The keys of posts that came are made of their ids there; those of ours are random.
            posts = Post.objects.annotate(made=Substr(Cast("key", CharField()), 15, 1)).filter(topic=pk)
            self.own[ref.topic_id] = set(posts.exclude(made="5").values_list("number", flat=True))
        return None if ref.number in self.own[ref.topic_id] else self.topics[ref.topic_id]


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
    has_others = any(name.lower() != typed for typed, (name, _) in here.items())
    if has_others or rendered.html.count(_TITLE) != len(refs):
        typed, quoted = _read(source, tokens)
        text, here = _written(source, tokens, typed, {at: refs[at] for at in quoted if at in refs}, names)
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
    pieces, done = [], 0
    for token in tokens:
        written, end = token[0], token.end()
        if ref := quoted.get(token.start()):
            written = _quote(ref, token[0], meant, names.place(ref))
        elif name := typed.get(token.start()):
            written, end = _mention(name, source, token, meant)
            # Nobody had that name there, but somebody whom this text names has it here.
            written = f"\\{written}" if written == "@" and name not in meant and name in people else written
        pieces += [source[done : token.start()], written]
        done = end
    return "".join([*pieces, source[done:]]), people


def _read(source: str, tokens: Collection[re.Match[str]]) -> tuple[dict[int, str], set[int]]:
    """Return the lower-case names that the renderer finds in a text by where they begin, and where quotes do.

    What is code, an address or a link it knows better than any pattern; so it reads the text with a mark in each.
    """
    marked = {mark: token.start() for mark, token in zip(map(chr, _MARKS), tokens, strict=False)}
    marks = {at: mark for mark, at in marked.items()}
    asked: set[str] = set()

    def mark(token: re.Match[str]) -> str:
        sign = marks.get(token.start(), "")
        return f"[quote={sign}]" if token["rest"] else f"@{sign}"

    def nobody(names: frozenset[str]) -> dict[str, str]:
        asked.update(names)
        return {}

    text = _TOKEN.sub(mark, source)
    html = render(text, people=nobody, longest=len(text)).html
    typed = {marked[name[0]]: name[1:] for name in asked if name[0] in marked and name[1:]}
    return typed, {marked[sign] for sign in _MARKED.findall(html) if sign in marked}


def _ref(token: re.Match[str]) -> QuoteRef | None:
    return quote_ref(Container("quote", token["rest"], ""))


def _quote(ref: QuoteRef, typed: str, meant: People, topic: int | None) -> str:
    """Return how a quote begins here."""
    name, _ = meant.get(ref.name.lower(), (ref.name, 0))
    place = f", post:{ref.number}, topic:{topic}" if topic else ""
    is_same = (name, topic) == (ref.name, ref.topic_id)
    return typed if is_same else f'[quote="{name}{place}"]'


def _mention(name: str, source: str, token: re.Match[str], meant: People) -> tuple[str, int]:
    """Return how a name is written here, and where it ends in what was typed."""
    here = meant[name][0] if name in meant else ""
    if not here or here.lower() == name:
        return token[0], token.end()
    for end in range(token.end() + 1, token.end() + 2 * len(name) + 1):
        if source[token.end() : end].replace("\\", "").lower() == name:
            return f"@{here}", end
    return "\\@", token.end()

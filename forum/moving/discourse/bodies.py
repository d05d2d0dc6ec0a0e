"""A post's body: what was typed, or text made from its HTML, with quotes that name our topics."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from accounts.models import Persona
from forum.markup.render import MAX_SOURCE, Rendered, TooMuchError, render
from forum.moving.discourse.html import to_markdown
from forum.moving.discourse.reading import MAX_ID, OldPost
from forum.topics.models import FormerTopic, Kind
from forum.topics.words import is_blank, tidy_source

# Where a quote says what it is from: `[quote="jane, post:2, topic:15, full:true"]`.
_PLACE = re.compile(r'^([ \t>]*\[quote="[^"\n]*?)((?:, *\w+:[^,"\n]*)+)("\][ \t]*)$', re.MULTILINE | re.IGNORECASE)
_PARTS = re.compile(r"(post|topic): *(\d{1,18})(?!\d)")
_TICKS = re.compile("`+")
# So many names and topics are remembered, so that the memory stays bounded.
_MOST = 20_000
# Discourse lets whoever runs it raise the length of posts; of this one the renderer takes a third of a second at worst.
LONGEST = 150_000
# Read as a tree, which takes many times the memory; what Discourse makes of a text is seldom twice as long.
_LONGEST_HTML = 4 * LONGEST
CUT = "\n\n(This post was longer. The rest was cut when it moved here.)"


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

    def called(self, names: frozenset[str]) -> dict[str, str]:
        """Return how the personas write their names, by these in lower case, as the renderer asks for them."""
        if unknown := [name for name in names if name not in self.people]:
            if len(self.people) > _MOST:
                self.people.clear()
                unknown = list(names)
            self.people.update(dict.fromkeys(unknown))
            for name, pk in Persona.objects.meant_by(unknown):
                self.people[name.lower()] = (name, pk)
        return {name: found[0] for name in names if (found := self.people[name])}

    def ids(self, names: tuple[str, ...]) -> tuple[int, ...]:
        """Return the personas of names that were asked for just now."""
        return tuple(sorted({found[1] for name in names if (found := self.people.get(name))}))

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
    html = post.cooked if typed is None else ""
    try:
        source = to_markdown(html[:_LONGEST_HTML]) if typed is None else typed
        source = tidy_source(_with_our_places(source, names))
        if is_blank(source) and not is_note:
            return "without a word"
        return _bounded(source, names, is_cut=len(html) > _LONGEST_HTML)
    except (RecursionError, AssertionError, ValueError):
        return "HTML that cannot be read"


def _bounded(source: str, names: Names, *, is_cut: bool) -> Body:
    """Return what a text says, however much it asks of the renderer: as code, no text asks too much.

    `is_cut` says that it is a part of what there was.
    """
    changes = []
    if is_cut or len(source) > LONGEST:
        changes.append("cut, as it was too long even for what comes")
        source = source[: LONGEST - len(CUT)].rstrip() + CUT
    elif len(source) > MAX_SOURCE:
        changes.append(f"longer than a post can be written here, and kept whole: {len(source):,} characters")
    try:
        rendered = render(source, people=names.called, longest=len(source))
    except TooMuchError as error:
        changes.append(f"shown as it was typed, as it is over the bounds of a post: {error}")
        fence = "`" * max([3, *(len(run) + 1 for run in _TICKS.findall(source))])
        source = f"{fence}\n{source}\n{fence}"
        rendered = render(source, people=names.called, longest=len(source))
    return Body(source, rendered, names.ids(rendered.mentions), tuple(changes))


def _with_our_places(source: str, names: Names) -> str:
    """Return the text with every quote naming our topic, or none where its topic did not come."""
    if "[quote" not in source.lower():
        return source
    return _PLACE.sub(lambda quote: quote[1] + _our_place(quote[2], names) + quote[3], source)


def _our_place(place: str, names: Names) -> str:
    parts: Mapping[str, str] = dict(_PARTS.findall(place))
    topic = names.topic(int(parts["topic"])) if "topic" in parts else None
    return f", post:{parts['post']}, topic:{topic}" if topic and "post" in parts else ""

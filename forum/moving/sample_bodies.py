"""The bodies of a sample's posts: put together from blocks that our own renderer rendered, each once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forum.markup.render import render
from forum.moving.sentences import Sentences
from forum.topics.words import quote_of

BLOCKS = 4_000  # different ones, of which three of four are plain paragraphs
ANSWERS = 2  # of each member's name


@dataclass(frozen=True)
class Block:
    """Some words as they were typed and as they are shown."""

    source: str
    html: str


@dataclass(frozen=True)
class Body:
    """The words of one post; `draft` is how they began, `called` the place of who is named in them, or 0."""

    source: str
    html: str
    draft: str
    called: int


class Bodies:
    """Puts posts together; the HTML is what the renderer would make of the whole, for blocks stand alone."""

    def __init__(self, sentences: Sentences, names: Sequence[str], blocks: int) -> None:
        self._sentences, self._random, self._names = sentences, sentences.random, names
        self._people = {name.lower(): name for name in names}
        self._paragraphs = [self._block(sentences.paragraph()) for _ in range(-(-blocks * 3 // 4))]
        eighth = range(-(-blocks // 8))
        others = [sentences.listing() for _ in eighth] + [sentences.saying() for _ in eighth]
        self._others = [self._block(source) for source in others]
        self._answers = [[self._block(sentences.answer(name)) for _ in range(ANSWERS)] for name in names]
        # The opening words of each topic's last post, by which the next one may quote it.
        self._last: dict[int, tuple[Block, int, int]] = {}

    def write(self, topic: int, number: int | None, member: int, *, is_quoting: bool) -> Body:
        """Return the words of the next post of `topic`, by `member`; an update, which has no number, is short."""
        blocks: list[Block] = []
        called = 0
        if is_quoting:
            blocks.append(self._quote(topic))
        elif number != 1 and self._sentences.happens(0.06):
            called = self._random.randint(1, len(self._names))
            blocks.append(self._random.choice(self._answers[called - 1]))
        further = self._random.choice((0, 1, 1, 2)) if number else 0
        own = [self._random.choice(self._paragraphs), *(self._further() for _ in range(further))]
        if number:
            self._last[topic] = (own[0], number, member)
        blocks += own
        source = "\n\n".join(block.source for block in blocks)
        return Body(source, "".join(block.html for block in blocks), own[0].source, called)

    def _further(self) -> Block:
        """Return a block that is not the first of its post."""
        return self._random.choice(self._others if self._sentences.happens(0.3) else self._paragraphs)

    def _quote(self, topic: int) -> Block:
        """Return the opening words of the last post of `topic`, quoted."""
        words, number, member = self._last[topic]
        name = self._names[member - 1]
        return self._block(quote_of(words.source, name=name, number=number, topic_id=topic).rstrip())

    def _block(self, source: str) -> Block:
        return Block(source, render(source, people=self._known).html)

    def _known(self, names: frozenset[str]) -> Mapping[str, str]:
        return {name: self._people[name] for name in names if name in self._people}

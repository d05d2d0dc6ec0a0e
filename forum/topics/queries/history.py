"""What was changed in a post, edit by edit, as runs of words that stayed, came or went."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import Match
from itertools import pairwise

from forum.topics.models import Post, Version

PAGE = 10
# So many steps one comparison may take; passages that it has none left for are shown one after the other. A page
# begins no further comparison once it has taken as many. A step is some 100 nanoseconds here.
LIMIT = 2_000_000
# What a passage in common costs until it stands on the page, in steps.
_MATCH = 500

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_PARAGRAPHS = re.compile(r"[^\n]*\n*")


@dataclass(frozen=True)
class Run:
    """Some text that was kept ("same"), added ("new") or taken away ("old")."""

    kind: str
    text: str


@dataclass(frozen=True)
class VersionChange:
    """One version with its difference from the one before; the first is all one run.

    `runs` is None where its page has done enough: a page that begins with it (`before` one more) has them.
    """

    version: Version
    runs: list[Run] | None


class Effort:
    """The steps that a comparison has left, and those that it took."""

    def __init__(self) -> None:
        """Begin with all of them."""
        self.taken = 0

    def take(self, steps: int) -> bool:
        """Take so many steps, and return whether there were as many left."""
        fits = self.taken + steps <= LIMIT
        self.taken += steps if fits else 0
        return fits


class _Matcher(difflib.SequenceMatcher[str]):
    """Finds what two lists of passages have in common, as far as the effort goes."""

    # The old list, and where each passage stands in the new one; the library's types do not tell.
    a: Sequence[str]
    b2j: dict[str, list[int]]

    def __init__(self, old: Sequence[str], new: Sequence[str], effort: Effort) -> None:
        """Take both lists."""
        super().__init__(None, old, new, autojunk=False)
        self.effort = effort

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        """Return the longest passage in common within the bounds, or none where too little effort is left."""
        part = self.a[alo:ahi]
        steps = _MATCH + len(part) + sum(len(self.b2j.get(passage, ())) for passage in part)
        return super().find_longest_match(alo, ahi, blo, bhi) if self.effort.take(steps) else Match(alo, blo, 0)


def history_page(post: Post, before: int | None) -> list[VersionChange]:
    """Return the versions of `post` older than number `before`, newest first; empty where nothing was ever edited.

    They are compared until that has taken enough, and the first of them always.
    """
    versions = Version.objects.filter(post=post).select_related("persona")
    if before is not None:
        versions = versions.filter(number__lt=before)
    found = list(versions.order_by("-number")[: PAGE + 1])
    changes, taken = [], 0
    for new, old in pairwise(found):
        effort = Effort()
        changes.append(VersionChange(new, list(difference(old.source, new.source, effort)) if taken < LIMIT else None))
        taken += effort.taken
    if found and len(found) <= PAGE:
        changes.append(VersionChange(found[-1], [Run("same", found[-1].source)]))
    return changes


def difference(old: str, new: str, effort: Effort) -> Iterator[Run]:
    """Yield how `old` became `new`, word by word; neighbouring runs of a kind are joined."""
    kind, text = "same", ""
    effort.taken += len(old) + len(new)
    for run in _compare(_PARAGRAPHS.findall(old), _PARAGRAPHS.findall(new), effort, inner=_WORDS):
        if run.kind == kind:
            text += run.text
            continue
        if text:
            yield Run(kind, text)
        kind, text = run.kind, run.text
    if text:
        yield Run(kind, text)


def _compare(old: Sequence[str], new: Sequence[str], effort: Effort, inner: re.Pattern[str] | None) -> Iterator[Run]:
    """Yield the runs between two lists of passages; those that were replaced are compared by `inner` in turn."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    yield Run("same", "".join(old[:start]))
    middle = (old[start : len(old) - end], new[start : len(new) - end])
    for kind, a, b, c, d in _Matcher(*middle, effort).get_opcodes():
        before, after = middle[0][a:b], middle[1][c:d]
        if kind == "equal":
            yield Run("same", "".join(before))
        elif inner is not None and before and after:
            yield from _compare(inner.findall("".join(before)), inner.findall("".join(after)), effort, inner=None)
        else:
            yield Run("old", "".join(before))
            yield Run("new", "".join(after))
    yield Run("same", "".join(old[len(old) - end :]))


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many passages at the start of both are the same."""
    return next(
        (place for place, (one, other) in enumerate(zip(old, new, strict=False)) if one != other),
        min(len(old), len(new)),
    )

"""What was changed in a post, edit by edit, as runs of words that stayed, came or went."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from forum.topics.models import Post, Version

PAGE = 10
# Beyond so many pairs of words to compare, two passages are shown one after the other.
MAX_PAIRS = 250_000

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_PARAGRAPHS = re.compile(r"[^\n]*\n*")


@dataclass(frozen=True)
class Run:
    """Some text that was kept ("same"), added ("new") or taken away ("old")."""

    kind: str
    text: str


@dataclass(frozen=True)
class VersionChange:
    """One version with its difference from the one before; the first is all one run."""

    version: Version
    runs: list[Run]


def history_page(post: Post, before: int | None) -> list[VersionChange]:
    """Return the versions of `post` older than number `before`, newest first; empty where nothing was ever edited."""
    versions = Version.objects.filter(post=post).select_related("persona")
    if before is not None:
        versions = versions.filter(number__lt=before)
    found = list(versions.order_by("-number")[: PAGE + 1])
    changes = [VersionChange(new, list(difference(old.source, new.source))) for new, old in pairwise(found)]
    if found and len(found) <= PAGE:
        changes.append(VersionChange(found[-1], [Run("same", found[-1].source)]))
    return changes


def difference(old: str, new: str) -> Iterator[Run]:
    """Yield how `old` became `new`, word by word; neighbouring runs of a kind are joined."""
    kind, text = "same", ""
    for run in _compare(_PARAGRAPHS.findall(old), _PARAGRAPHS.findall(new), inner=_WORDS):
        if run.kind == kind:
            text += run.text
            continue
        if text:
            yield Run(kind, text)
        kind, text = run.kind, run.text
    if text:
        yield Run(kind, text)


def _compare(old: Sequence[str], new: Sequence[str], inner: re.Pattern[str] | None) -> Iterator[Run]:
    """Yield the runs between two lists of passages; those that were replaced are compared by `inner` in turn."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    yield Run("same", "".join(old[:start]))
    middle = (old[start : len(old) - end], new[start : len(new) - end])
    for before, after in _matched(*middle):
        if before == after:
            yield Run("same", "".join(before))
        elif inner is not None and before and after:
            yield from _compare(inner.findall("".join(before)), inner.findall("".join(after)), inner=None)
        else:
            yield Run("old", "".join(before))
            yield Run("new", "".join(after))
    yield Run("same", "".join(old[len(old) - end :]))


def _matched(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Yield the passages of both that belong together; all of them at once where comparing would take too long."""
    if len(old) * len(new) > MAX_PAIRS:
        yield old, new
        return
    for _, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield old[a:b], new[c:d]


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many passages at the start of both are the same."""
    return next(
        (place for place, (one, other) in enumerate(zip(old, new, strict=False)) if one != other),
        min(len(old), len(new)),
    )

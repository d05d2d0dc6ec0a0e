"""What an import came to: what was taken, what was changed on the way, what was left out, and why."""

import json
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TextIO

# So many places are named for each reason; all are in the file of details.
NAMED = 40
EVERY = 2.0  # seconds between two lines of progress


@dataclass
class Report:
    """Counts and names as the import goes on; every place is written to `details`, as no memory bounds their number."""

    details: TextIO
    topics: int = 0
    posts: int = 0
    authors: int = 0
    addresses: int = 0
    skipped: int = 0
    likes: int = 0
    known: int = 0
    is_stopped: bool = False
    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    noted: Counter[tuple[str, str]] = field(default_factory=Counter)
    places: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))

    def left_out(self, reason: str, place: str, number: int = 1) -> None:
        """Count what did not come."""
        self.skipped += number
        self._note("Left out", reason, place, number)

    def changed(self, reason: str, place: str) -> None:
        """Count what came otherwise than it was."""
        self._note("Changed", reason, place)

    def differs(self, reason: str, place: str) -> None:
        """Count a post that does not show all that Discourse showed."""
        self._note("Shown otherwise than by Discourse", reason, place)

    def not_claimable(self, name: str) -> None:
        """Note a name of the list of addresses that leads to no one's words."""
        self._note("Addresses not kept", "not the one name of one author who came", name)

    def _note(self, heading: str, reason: str, place: str, number: int = 1) -> None:
        kind, _, detail = reason.partition(":")
        place = _one_line(place) + (f" ({detail.strip()})" if detail else "")
        self.counts[heading][kind] += number
        self.details.write(f"{heading}: {kind}: {place}\n")
        self.noted[heading, kind] += 1
        if len(self.places[heading, kind]) < NAMED:
            self.places[heading, kind].append(place)

    @property
    def names_all(self) -> bool:
        """Whether what it says leaves no place out."""
        return all(number <= NAMED for number in self.noted.values())

    def lines(self, seconds: float) -> list[str]:
        """Return the report, whose last line is JSON."""
        lines = ["Stopped before the end; run it again to go on." if self.is_stopped else "Done."]
        lines.append(f"Taken: {self.topics} topics, {self.posts} posts, {self.authors} authors in {seconds:.0f} s.")
        lines.append(f"Here already and left as they are: {self.known} posts.")
        if self.addresses:
            lines.append(f"Addresses kept, by which authors can claim their name: {self.addresses}.")
        if self.likes:
            lines.append(f"Likes, taken as a number of hearts, for the files do not tell whose they are: {self.likes}.")
        for heading, counts in self.counts.items():
            for reason, number in counts.most_common():
                places = self.places[heading, reason]
                more = self.noted[heading, reason] - len(places)
                others = f" and {more} more; all of them: {self.details.name}" if more else ""
                lines.append(f"{heading}: {number} × {reason}: {', '.join(places)}{others}")
        numbers = {"topics": self.topics, "posts": self.posts, "authors": self.authors, "skipped": self.skipped}
        return [*lines, json.dumps(numbers)]


def _one_line(name: str) -> str:
    """Return a name as it can be printed: it may hold line ends or codes for a terminal, or be no text at all."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in name)


class Progress:
    """Tells on stderr how far the import is, how fast it goes and how long it will take."""

    def __init__(self, what: str, total: int, unit: str) -> None:
        self.what, self.total, self.unit = what, total, unit
        self.done = 0
        self.began = self.told = time.monotonic()

    def step(self, number: int) -> None:
        """Count what was done, and tell of it every two seconds."""
        self.done += number
        now = time.monotonic()
        if now - self.told >= EVERY:
            self.told = now
            self.tell(now)

    def tell(self, now: float) -> None:
        """Write one line."""
        rate = self.done / max(now - self.began, 0.001)
        left = (self.total - self.done) / rate if rate else 0
        said = f"{self.what}: {self.done:,} of {self.total:,} {self.unit}, {rate:,.0f} a second, {left:,.0f} s left\n"
        sys.stderr.write(said)
        sys.stderr.flush()


def refused(error: Exception) -> str:
    """Return why what the database did not take was left out."""
    return f"the database refused it: {type(error).__name__}"

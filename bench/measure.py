"""The rounds: every kind of page in turn, so that whatever else the machine does falls on all of them alike."""

import itertools
import urllib.parse
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.figures import Series
from bench.load import OK, Answers, drive, get, in_turn, post
from bench.server import Server

LINES = 8  # connections at once
SECONDS, ALONE = (
    1.2,
    0.4,
)  # of each kind in each round: with all connections, and with one for what a single answer takes
# So often each kind of page is asked for before the first round, for each thread's connection learns the tables anew.
CONNECTIONS = 64
FOUND = 302

Key = tuple[str, str]  # the page and who asks: "limit", "visitor" or "member"


@dataclass
class Kind:
    """One kind of page: where it is asked for, by which requests, and how it is answered."""

    server: Server
    requests: Iterator[bytes]
    different: int = 1
    status: int = OK


def kinds(server: Server, building: Server, seen: Mapping[str, Any]) -> dict[Key, Kind]:
    """Return every kind of page of the forum that `seen` tells of; `building` is a server that keeps no whole pages."""
    cookies = ["; ".join(f"{name}={value}" for name, value in one.items()) for one in seen["members"]]
    found = {("limit", name): _pages(server, paths) for name, paths in seen["limits"].items()}
    for name, paths in seen["pages"].items():
        found["visitor", name] = _pages(building, paths)
        found["member", name] = _pages(server, paths, cookies)
    found["visitor", "topic_cached"] = _pages(server, seen["pages"]["topic_hot"])
    found["member", "reply"] = Kind(server, _replies(seen, cookies), status=FOUND)
    return found


def warm(kind: Kind) -> float:
    """Have each worker show every page of `kind`, for each keeps its own; return how many came in a second before."""
    first = _drive(kind, lines=LINES, seconds=0.3, least=kind.different).per_second
    for worker in kind.server.workers():
        _drive(kind, lines=LINES // 2, seconds=0.0, least=max(kind.different, CONNECTIONS), workers=[worker])
    return first


def play(found: Mapping[Key, Kind], into: Mapping[Key, Series], place: int) -> float:
    """Measure each kind once, beginning with another one in each round; return how busy we were at most."""
    names = list(found)
    shift = place * 5 % len(names)
    busiest = 0.0
    for name in names[shift:] + names[:shift]:
        busiest = max(busiest, _measure(found[name], into[name]))
    return busiest


def _measure(kind: Kind, series: Series) -> float:
    alone = _drive(kind, lines=1, seconds=ALONE)
    series.latencies += alone.latencies
    spent = kind.server.cpu()
    answers = _drive(kind, lines=LINES, seconds=SECONDS)
    series.cpu.append((kind.server.cpu() - spent) / len(answers.latencies) * 1000)
    series.rates.append(answers.per_second)
    series.bytes = round(answers.received / len(answers.latencies))
    return answers.busy


def _drive(kind: Kind, *, lines: int, seconds: float, least: int = 0, workers: Sequence[int] | None = None) -> Answers:
    """Send requests of `kind` for so long, and at least so many; to all workers alike unless some are named."""
    return drive(
        kind.server.port,
        kind.requests,
        kind.status,
        lines=lines,
        seconds=seconds,
        least=least,
        workers=workers or kind.server.workers(),
    )


def _pages(server: Server, paths: Sequence[str], cookies: Sequence[str] = ("",)) -> Kind:
    """Return what asks for each of `paths`, by one of those who hold `cookies` after the other."""
    # Where there is one page, each member asks for it.
    times = len(cookies) if len(paths) == 1 else 1
    requests = [get(path, cookie) for path, cookie in zip(list(paths) * times, itertools.cycle(cookies))]
    return Kind(server, in_turn(requests), different=len(paths))


def _replies(seen: Mapping[str, Any], cookies: Sequence[str]) -> Iterator[bytes]:
    """Yield replies to one topic after the other, each with a key of its own."""
    for count, topic in enumerate(itertools.cycle(seen["replied"])):
        member = count % len(cookies)
        form = {
            "csrfmiddlewaretoken": seen["members"][member]["csrftoken"],
            "key": str(uuid.uuid4()),
            "body": f"Thank you for writing this, it helped me today. I read it {count + 1} times.",
        }
        yield post(f"/t/{topic}/reply/", urllib.parse.urlencode(form), cookies[member])

"""What it costs that 1,000 open pages ask now and then what is new."""

import itertools
import re
import urllib.request
from collections.abc import Sequence

from bench.load import drive, get
from bench.server import ROOT, Server

OPEN = 1_000
SECONDS = 2.0
NOT_MODIFIED = 304
SCRIPT = ROOT / "static" / "js" / "behaviours" / "live.js"
FIRST = re.compile(r"^const FIRST = (\d+);$", re.MULTILINE)
FAR = 1_000_000  # behind every post, so that nothing is news


def cores(server: Server, topic: int, cookies: Sequence[str]) -> float:
    """Return how many processors the questions of 1,000 open pages take, asked as often as the script ever does.

    All the time of an answer counts, that of the database too; pages where nothing happens ask ever more seldom.
    """
    path = f"/live/?topic={topic}&after={FAR}"
    requests = itertools.cycle([_knowing(server, path, cookie) for cookie in cookies])
    answers = drive(server.port, requests, NOT_MODIFIED, lines=1, seconds=SECONDS, workers=server.workers())
    return OPEN / every() / answers.per_second


def every() -> float:
    """Return how many seconds lie between the questions of a page that was just opened."""
    found = FIRST.search(SCRIPT.read_text())
    if found is None:
        message = f"{SCRIPT.name} does not say how often it asks"
        raise ValueError(message)
    return int(found[1]) / 1000


def _knowing(server: Server, path: str, cookie: str) -> bytes:
    """Return the bytes that ask for what is new by whoever knows it already."""
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1", "Accept-Language": "en", "Cookie": cookie}
    asked = urllib.request.Request(f"http://127.0.0.1:{server.port}{path}", headers=headers)
    with urllib.request.urlopen(asked, timeout=5) as answer:
        tag = answer.headers["ETag"]
    return get(path, cookie).removesuffix(b"\r\n") + f"If-None-Match: {tag}\r\n\r\n".encode()

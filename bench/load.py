"""A load generator in one thread: it sends ready bytes, looks at the length alone, and so is never what is waited for.

It speaks HTTP/1.1 with kept connections to a server that says how long each answer is.
"""

import contextlib
import re
import selectors
import socket
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r\n", re.IGNORECASE)
CHUNK = 1 << 18
PATIENCE = 20.0  # seconds without any answer
OK = 200
TRIES = 24  # connections opened to share them out evenly among workers


class RefusedError(RuntimeError):
    """The server answered otherwise than it should."""


@dataclass
class Answers:
    """What came back: seconds each answer took, the bytes of all, and how busy we were ourselves (0 to 1)."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    received: int = 0
    busy: float = 0.0

    @property
    def per_second(self) -> float:
        """Return how many answers came in a second."""
        return len(self.latencies) / self.seconds


@dataclass
class _Line:
    """One connection and what of an answer came so far."""

    socket: socket.socket
    buffer: bytearray = field(default_factory=bytearray)
    wanted: int = 0
    sent_at: float = 0.0


def drive(
    port: int,
    requests: Iterator[bytes],
    expected: int,
    *,
    lines: int,
    seconds: float,
    workers: Sequence[int],
    least: int = 0,
) -> Answers:
    """Send `requests` over so many connections to `workers` at once for so long, and at least so many.

    Raises RefusedError at another status than `expected`.
    """
    answers = Answers()
    with contextlib.ExitStack() as held, selectors.DefaultSelector() as selector:
        sockets = _open(held, port, lines, workers)
        for one in sockets:
            line = _Line(one)
            selector.register(one, selectors.EVENT_READ, line)
            _send(line, next(requests))
        began, worked = time.perf_counter(), time.process_time()
        until, under_way = began + seconds, len(sockets)
        while under_way:
            for line in _ready(selector):
                if not _receive(line, expected, answers):
                    continue
                if time.perf_counter() < until or len(answers.latencies) < least:
                    _send(line, next(requests))
                else:
                    under_way -= 1
                    selector.unregister(line.socket)
        answers.seconds = time.perf_counter() - began
        answers.busy = (time.process_time() - worked) / answers.seconds
    return answers


def _ready(selector: selectors.BaseSelector) -> list["_Line"]:
    """Return the connections on which something came."""
    ready = selector.select(PATIENCE)
    if not ready:
        message = f"No answer within {PATIENCE:.0f} seconds"
        raise RefusedError(message)
    return [key.data for key, _ in ready]


def get(path: str, cookies: str = "") -> bytes:
    """Return the bytes that ask for a page as a proxy would that took it over TLS."""
    return _head("GET", path, cookies) + b"\r\n"


def post(path: str, body: str, cookies: str) -> bytes:
    """Return the bytes that send a form."""
    sent = body.encode()
    kind = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(sent)}\r\n\r\n"
    return _head("POST", path, cookies) + b"Origin: https://127.0.0.1\r\n" + kind.encode() + sent


def _head(verb: str, path: str, cookies: str) -> bytes:
    lines = [
        f"{verb} {path} HTTP/1.1",
        "Host: 127.0.0.1",
        "X-Forwarded-Proto: https",
        "X-Forwarded-For: 127.0.0.1",
        "Accept-Language: en",
        "Sec-Fetch-Mode: navigate",
        *([f"Cookie: {cookies}"] if cookies else []),
    ]
    return "".join(f"{line}\r\n" for line in lines).encode()


def _open(held: contextlib.ExitStack, port: int, lines: int, workers: Sequence[int]) -> list[socket.socket]:
    """Return so many connections, the same number to each of `workers` as far as that can be had."""
    share, known = -(-lines // len(workers)), Counter[int]()
    opened: list[socket.socket] = []
    spare: list[socket.socket] = []
    for _ in range(TRIES):
        one = held.enter_context(socket.create_connection(("127.0.0.1", port)))
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        pid = _worker_of(one)
        known[pid] += 1
        (opened if pid in workers and known[pid] <= share else spare).append(one)
        if len(opened) == lines:
            break
    # A worker that is late to accept gets fewer, as it would from any client.
    while len(opened) < lines:
        opened.append(spare.pop())
    for one in spare:
        one.close()
    return opened


def _worker_of(one: socket.socket) -> int:
    """Return which worker answers on this connection."""
    line = _Line(one)
    _send(line, get("/limit/worker/"))
    while not _receive(line, OK, Answers()):
        pass
    return int(line.buffer.rpartition(b"\r\n\r\n")[2])


def _send(line: _Line, request: bytes) -> None:
    line.buffer.clear()
    line.wanted = 0
    line.sent_at = time.perf_counter()
    line.socket.sendall(request)


def _receive(line: _Line, expected: int, answers: Answers) -> bool:
    """Take what came; return whether the answer is whole."""
    came = line.socket.recv(CHUNK)
    if not came:
        message = "The server closed the connection"
        raise RefusedError(message)
    line.buffer += came
    if not line.wanted:
        line.wanted = _whole(line.buffer, expected)
    if not line.wanted or len(line.buffer) < line.wanted:
        return False
    answers.latencies.append(time.perf_counter() - line.sent_at)
    answers.received += len(line.buffer)
    return True


def _whole(buffer: bytearray, expected: int) -> int:
    """Return how many bytes the answer will have, head included, or 0 while its head is under way."""
    end = buffer.find(b"\r\n\r\n")
    if end < 0:
        return 0
    status = int(buffer[9:12])
    if status != expected:
        message = f"Answered {status} instead of {expected}: {bytes(buffer[:400])!r}"
        raise RefusedError(message)
    length = LENGTH.search(buffer, 0, end + 2)
    if length is None:
        message = "An answer does not say how long it is"
        raise RefusedError(message)
    return end + 4 + int(length[1])


def in_turn(requests: Sequence[bytes]) -> Iterator[bytes]:
    """Yield the requests one after the other, for ever."""
    while True:
        yield from requests

"""The load generator: what it sends, and that it notices a wrong answer."""

import http.server
import itertools
import threading
from collections import Counter
from collections.abc import Iterator

import pytest

from bench.load import RefusedError, drive, get, in_turn, post

WORKERS = (1, 2)


class Answering(http.server.BaseHTTPRequestHandler):
    """Says 200 to whom it knows, in two pieces, and 404 to others; each connection is another worker's."""

    protocol_version = "HTTP/1.1"
    server: "Server"

    def setup(self) -> None:
        super().setup()
        self.worker = next(self.server.turns)

    def do_GET(self) -> None:
        if self.path != "/limit/worker/":
            self.server.answered[self.worker] += 1
        self.send_response(404 if self.path == "/lost/" else 200)
        self.send_header("Content-Length", "10")
        self.end_headers()
        self.wfile.write(b"00000")
        self.wfile.flush()
        self.wfile.write(b"%05d" % self.worker)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's own name
        pass


class Server(http.server.ThreadingHTTPServer):
    """Counts what each worker answered, and takes it calmly when somebody hangs up."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.turns, self.answered = itertools.cycle(WORKERS), Counter[int]()

    def handle_error(self, request: object, client_address: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    """Return a small server."""
    server = Server()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def port(server: Server) -> int:
    """Return where it answers."""
    return int(server.server_address[1])


def test_every_request_is_answered(port: int) -> None:
    answers = drive(port, in_turn([get("/a/"), get("/b/")]), 200, lines=2, seconds=0.01, workers=WORKERS, least=20)
    assert len(answers.latencies) >= 20
    assert answers.received > 10 * len(answers.latencies)


def test_worker_that_is_named_answers_alone(server: Server, port: int) -> None:
    drive(port, itertools.repeat(get("/a/")), 200, lines=1, seconds=0.0, workers=[2], least=5)
    assert server.answered == {2: 5}


def test_another_status_stops_it(port: int) -> None:
    with pytest.raises(RefusedError, match="404 instead of 200"):
        drive(port, itertools.repeat(get("/lost/")), 200, lines=1, seconds=0.01, workers=WORKERS)


def test_form_goes_with_its_length_and_cookies() -> None:
    head, _, body = post("/t/1/reply/", "body=gr%C3%BC%C3%9Fe", "sessionid=x").partition(b"\r\n\r\n")
    assert body == b"body=gr%C3%BC%C3%9Fe"
    assert {b"Content-Length: 20", b"Cookie: sessionid=x"} <= set(head.split(b"\r\n"))

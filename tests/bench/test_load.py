"""The load generator: what it sends, and that it notices a wrong answer."""

import http.server
import itertools
import threading
from collections.abc import Iterator

import pytest

from bench.load import RefusedError, drive, get, in_turn, post


class Answering(http.server.BaseHTTPRequestHandler):
    """Says 200 to whom it knows, in two pieces, and 404 to others."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(404 if self.path == "/lost/" else 200)
        self.send_header("Content-Length", "10")
        self.end_headers()
        self.wfile.write(b"01234")
        self.wfile.flush()
        self.wfile.write(b"56789")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's own name
        pass


class Server(http.server.ThreadingHTTPServer):
    """Takes it calmly when somebody hangs up."""

    def handle_error(self, request: object, client_address: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    """Return where a small server answers."""
    server = Server(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def test_every_request_is_answered(port: int) -> None:
    answers = drive(port, in_turn([get("/a/"), get("/b/")]), 200, lines=2, seconds=0.01, workers=1, least=20)
    assert len(answers.latencies) >= 20
    assert answers.received > 10 * len(answers.latencies)


def test_another_status_stops_it(port: int) -> None:
    with pytest.raises(RefusedError, match="404 instead of 200"):
        drive(port, itertools.repeat(get("/lost/")), 200, lines=1, seconds=0.01, workers=1)


def test_form_goes_with_its_length_and_cookies() -> None:
    head, _, body = post("/t/1/reply/", "body=gr%C3%BC%C3%9Fe", "sessionid=x").partition(b"\r\n\r\n")
    assert body == b"body=gr%C3%BC%C3%9Fe"
    assert {b"Content-Length: 20", b"Cookie: sessionid=x"} <= set(head.split(b"\r\n"))

"""What the bench counts of what a browser fetches."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser

from bench.browser import looks


class Answers(BaseHTTPRequestHandler):
    """Answers everything with one small page that nobody may keep."""

    def do_GET(self) -> None:
        """Answer."""
        body = b'<!DOCTYPE html><link rel="icon" href="data:,"><title>Tea</title>'
        self.send_response(200)
        for name, value in (
            ("Content-Type", "text/html"),
            ("Cache-Control", "no-store"),
            ("Content-Length", len(body)),
        ):
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's own name
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    """Return the address of a running server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_second_look_does_not_count_for_the_first(chromium: Browser, address: str) -> None:
    assert [load.requests for load in looks(chromium, "visitor", address, "/", {}).values()] == [1, 1]

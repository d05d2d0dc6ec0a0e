"""A small proxy for the browser's sake: it says that the page came over TLS, and compresses it, as Caddy does."""

import gzip
import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

LEVEL = 5  # Caddy's own
SMALLEST = 512  # bytes; Caddy leaves what is smaller
HOPPING = {"connection", "keep-alive", "transfer-encoding", "content-length", "strict-transport-security"}


class Proxy(BaseHTTPRequestHandler):
    """Hands a GET on to the server at `port`."""

    protocol_version = "HTTP/1.1"
    port: ClassVar[int]

    def do_GET(self) -> None:
        """Answer as the server does."""
        server = http.client.HTTPConnection("127.0.0.1", self.port)
        headers = {**dict(self.headers), "Host": "127.0.0.1", "X-Forwarded-Proto": "https"}
        server.request("GET", self.path, headers=headers)
        answer = server.getresponse()
        body = answer.read()
        kept = [(name, value) for name, value in answer.getheaders() if name.lower() not in HOPPING]
        is_text = (answer.getheader("Content-Type") or "").startswith(("text/", "application/manifest"))
        if is_text and len(body) >= SMALLEST and not answer.getheader("Content-Encoding"):
            body = gzip.compress(body, LEVEL)
            kept += [("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")]
        self.send_response_only(answer.status)
        for name, value in [*kept, ("Content-Length", str(len(body)))]:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        server.close()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's own name
        """Say nothing."""


def stand_before(port: int) -> ThreadingHTTPServer:
    """Return a running proxy to the server at `port`; `shutdown()` ends it."""
    proxy = ThreadingHTTPServer(("127.0.0.1", 0), type("ProxyHere", (Proxy,), {"port": port}))
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
    return proxy

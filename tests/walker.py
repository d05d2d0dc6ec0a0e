"""A person with a plain browser: reads a page's forms and links as HTML says, and knows nothing else of the site."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from django.test import Client

REDIRECTS = frozenset({301, 302, 303, 307})


@dataclass
class Form:
    """A form as it stands on a page, filled in as it came."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    # What a person sees and may fill in or press.
    visible: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Answer:
    """What came back at the end of all redirects."""

    status: int
    url: str
    html: str
    # How long the first answer took, redirects apart.
    seconds: float = 0.0

    @property
    def forms(self) -> list[Form]:
        """Return the forms in their order."""
        reader = _Reader()
        reader.feed(self.html)
        return reader.forms

    @property
    def links(self) -> list[tuple[str, str]]:
        """Return the links in their order, each with its words."""
        reader = _Reader()
        reader.feed(self.html)
        return [(href, " ".join(words.split())) for href, words in reader.links]

    def form(self, *names: str, action: str = "") -> Form:
        """Return the form that asks for all of `names` and leads to an address holding `action`."""
        fitting = [form for form in self.forms if action in form.action and form.visible.issuperset(names)]
        assert fitting, f"no form with {names} to {action!r} among {self.forms} on {self.url} ({self.status})"
        return fitting[0]

    def link(self, words: str) -> str:
        """Return where the link that says `words` leads."""
        fitting = [href for href, text in self.links if words in text]
        assert fitting, f"no link {words!r} among {self.links} on {self.url}"
        return fitting[0]


Ask = Callable[[str, str, dict[str, str]], tuple[int, str, str]]


class Walker:
    """Goes from page to page by what the pages say."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask

    def open(self, url: str) -> Answer:
        """Return a page, redirects followed."""
        return self._follow("GET", url, {})

    def send(self, page: Answer, form: Form, **words: str) -> Answer:
        """Send a form with what was typed; its hidden fields go with it."""
        url = urljoin(page.url, form.action or page.url)
        if form.method == "post":
            return self._follow("POST", url, form.fields | words)
        return self._follow("GET", f"{url}?{urlencode(form.fields | words)}", {})

    def fill(self, page: Answer, *, action: str = "", **words: str) -> Answer:
        """Find the form that asks for these words, and send it."""
        return self.send(page, page.form(*words, action=action), **words)

    def _follow(self, method: str, url: str, words: dict[str, str]) -> Answer:
        seconds = None
        for _ in range(8):
            began = time.monotonic()
            status, target, html = self.ask(method, url, words)
            seconds = seconds or time.monotonic() - began
            if status not in REDIRECTS:
                return Answer(status, url, html, seconds)
            method, url, words = "GET", urljoin(url, target), {}
        message = f"redirects without end at {url}"
        raise AssertionError(message)


def in_process(client: Client) -> Walker:
    """Return a walker whose pages come from Django's test client."""

    def ask(method: str, url: str, words: dict[str, str]) -> tuple[int, str, str]:
        answer: Any = client.generic(method, url, urlencode(words), content_type="application/x-www-form-urlencoded")
        return answer.status_code, answer.headers.get("Location", ""), answer.content.decode(errors="replace")

    return Walker(ask)


def over_http(port: int) -> Walker:
    """Return a walker whose pages come from a server on this machine that stands behind a TLS proxy."""
    jar: SimpleCookie = SimpleCookie()

    def ask(method: str, url: str, words: dict[str, str]) -> tuple[int, str, str]:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        headers = {
            "Host": f"127.0.0.1:{port}",
            "X-Forwarded-Proto": "https",
            "Origin": f"https://127.0.0.1:{port}",
            "Cookie": "; ".join(f"{name}={cookie.value}" for name, cookie in jar.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        parts = urlsplit(url)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        try:
            connection.request(method, path, urlencode(words) if words else None, headers)
            answer = connection.getresponse()
            html = answer.read().decode(errors="replace")
            for cookie in answer.headers.get_all("Set-Cookie") or ():
                jar.load(cookie)
        finally:
            connection.close()
        return answer.status, answer.headers.get("Location", ""), html

    return Walker(ask)


class _Reader(HTMLParser):
    """Reads forms and links; a control without a name is never sent, as HTML has it."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self._form: Form | None = None
        self._text: str | None = None
        self._select: str | None = None
        self._is_in_link = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in has:
            self.links.append((has["href"], ""))
            self._is_in_link = True
        elif tag == "form":
            self._form = Form(has.get("action", ""), has.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form and tag in {"input", "textarea", "select", "option", "button"}:
            self._control(self._form, tag, has)

    def _control(self, form: Form, tag: str, has: dict[str, str]) -> None:
        name, kind = has.get("name", ""), has.get("type", "")
        if tag == "option":
            if self._select and ("selected" in has or self._select not in form.fields):
                form.fields[self._select] = has.get("value", "")
            return
        if kind != "hidden" and name:
            form.visible.add(name)
        if tag == "textarea":
            self._text = name
            form.fields[name] = ""
        elif tag == "select":
            self._select = name
        elif tag == "input" and name and kind != "submit" and (kind not in {"checkbox", "radio"} or "checked" in has):
            form.fields[name] = has.get("value", "on" if kind == "checkbox" else "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            if self._form and self._text:
                # HTML drops one newline right after the tag.
                self._form.fields[self._text] = self._form.fields[self._text].removeprefix("\n")
            self._text = None
        elif tag == "select":
            self._select = None
        elif tag == "a":
            self._is_in_link = False

    def handle_data(self, data: str) -> None:
        if self._form and self._text:
            self._form.fields[self._text] += data
        if self._is_in_link:
            href, words = self.links[-1]
            self.links[-1] = (href, words + data)

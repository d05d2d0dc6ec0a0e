"""What HTML the renderer may make at all, checked by a parser that is not the renderer's."""

import re
from html.parser import HTMLParser

VOID = {"br", "hr"}
ATTRIBUTES = {
    "p": {}, "br": {}, "strong": {}, "em": {}, "del": {}, "code": {}, "pre": {}, "ul": {}, "li": {}, "blockquote": {},
    "h3": {}, "h4": {}, "h5": {}, "h6": {}, "hr": {}, "summary": {},
    "ol": {"start": "[0-9]{1,9}"},
    "a": {
        "href": r"(?i:https?://[^/\\]|mailto:[^/\\])[^\s<>\"]*|/(?![/\\])[^\s<>\"]*",
        "class": "mention",
        "rel": "nofollow ugc noopener noreferrer",
    },
    "aside": {"class": "quote", "data-post": "[0-9]{1,9}", "data-topic": "[0-9]{1,9}"},
    "details": {"class": "spoiler"},
    "div": {"class": "quote-title"},
    "span": {
        "class": "emoji|spoiler", "role": "img", "tabindex": "0",
        "aria-label": "[a-z0-9+, -]+", "title": ":[a-z0-9_+-]+:(t[2-6]:)?",
    },
}  # fmt: skip


class _Checker(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.problems: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        allowed = ATTRIBUTES.get(tag)
        if allowed is None:
            self.problems.append(f"<{tag}>")
            return
        for name, value in attrs:
            if name not in allowed or not re.fullmatch(allowed[name], value or ""):
                self.problems.append(f"<{tag} {name}={value!r}>")
        given = dict(attrs)
        if tag == "a" and not (given.get("href") or "").startswith("/") and "rel" not in given:
            self.problems.append("a link out without rel")
        if tag == "a" and "a" in self.open:
            self.problems.append("a link in a link")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"</{tag}> closes nothing")

    def handle_comment(self, data: str) -> None:
        self.problems.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.problems.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self.problems.append(f"<?{data}>")

    def unknown_decl(self, data: str) -> None:
        self.problems.append(f"<![{data}]>")

    def handle_data(self, data: str) -> None:
        if found := re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\uf8f0\uf8f1]", data):
            self.problems.append(f"character {found[0]!a}")


def problems(html: str) -> list[str]:
    """Give what should not be in the HTML, or an empty list."""
    checker = _Checker()
    checker.feed(html)
    checker.close()
    if checker.open:
        checker.problems.append(f"left open: {checker.open}")
    return checker.problems

"""Every word that a template says goes through gettext, and scripts have theirs from templates."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.base import Lexer, Token, TokenType

from tests.architecture.house import ROOT

# The style guide names our own files and parts, for those who make pages.
GUIDE = ROOT / "templates" / "forum" / "pages" / "styleguide.html"
TEMPLATES = sorted({path for kind in ("html", "txt") for path in (ROOT / "templates").rglob(f"*.{kind}")} - {GUIDE})
# The name of the place is the same in every language.
NAMES = {"Alongside"}
WORD = re.compile(r"[^\W\d_]{2,}")
# What a person types, and what a mail program draws by, is the same in every language.
SAME = {"kbd", "style"}
SPOKEN = {"alt", "aria-description", "aria-label", "placeholder", "title"}
# What a tag or a filter is given to say, or to write a date by, must be inside _("…").
GIVEN = re.compile(
    r"""\b(?:about|label|newer_label|older_label|text|title|words)=["']\w|\bdate:["'][^"']*\s|default:["'][A-Z]"""
)

# A script that says a word: it should have it from a `data-` attribute.
SAID = re.compile(r"""(?:textContent|innerText|title|placeholder|ariaLabel|"aria-label",)\s*=?\s*["'`][A-Za-z]""")


class Words(HTMLParser):
    """Gathers what a page says of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.is_typed = False

    def handle_data(self, data: str) -> None:
        if not self.is_typed:
            self._note(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_typed = tag in SAME
        for name, value in attrs:
            if name in SPOKEN:
                self._note(value or "")

    def handle_endtag(self, tag: str) -> None:
        self.is_typed = self.is_typed and tag not in SAME

    def _note(self, text: str) -> None:
        self.found += [text.strip()] if set(WORD.findall(text)) - NAMES else []


def own_parts(tokens: list[Token]) -> Iterator[Token]:
    """Return the tokens outside of what is translated or only remarked."""
    until = ""
    for token in tokens:
        name = token.contents.split(" ")[0] if token.token_type is TokenType.BLOCK else ""
        if until:
            until = "" if name == until else until
        elif name in {"blocktranslate", "comment"}:
            until = f"end{name}"
            yield token
        else:
            yield token


def literal(template: str) -> list[str]:
    """Return the words in the source of a template that no translator is shown."""
    words, given = Words(), []
    for token in own_parts(Lexer(template).tokenize()):
        if token.token_type is TokenType.TEXT:
            words.feed(token.contents)
        elif token.token_type is not TokenType.COMMENT:
            given += GIVEN.findall(token.contents)
    words.close()
    return words.found + given


def test_no_script_brings_words_of_its_own() -> None:
    scripts = list((ROOT / "static" / "js").rglob("*.js"))
    assert scripts
    assert [script.name for script in scripts if SAID.search(script.read_text())] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_template_says_nothing_past_gettext(path: Path) -> None:
    assert literal(path.read_text()) == []


@pytest.mark.parametrize(
    "template",
    [
        "<p>Hello {{ name }}</p>",
        '<a aria-label="Go on" href="{{ url }}">{{ label }}</a>',
        '{% include "components/button.html" with label="Go on" only %}',
        '{{ starts_at|date:"l j F" }}',
    ],
)
def test_words_past_gettext_are_found(template: str) -> None:
    assert literal(template)


@pytest.mark.parametrize(
    "template",
    [
        "{% translate 'Hello' %}, <b>{{ name }}</b>",
        "{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}",
        '{% include "components/button.html" with label=_("Go on") only %}',
        '{{ starts_at|date:_("l j F") }} · Alongside',
    ],
)
def test_words_through_gettext_are_not(template: str) -> None:
    assert literal(template) == []

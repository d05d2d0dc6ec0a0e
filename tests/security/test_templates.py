"""No template holds what our Content-Security-Policy forbids, nor marks anything safe but a post's own HTML."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.html") if "emails" not in path.parts)

INLINE = {
    "a style": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script without an address": re.compile(r"<script\b(?![^>]*\ssrc=)", re.IGNORECASE),
    "an address that runs": re.compile(r"(href|src|action)\s*=\s*[\"']?\s*javascript:", re.IGNORECASE),
    "code for htmx to run": re.compile(r"\bhx-(on|vals\s*=\s*[\"']js:)", re.IGNORECASE),
    "something from elsewhere": re.compile(
        r"<(script|link|img|iframe|form)\b[^>]*(src|href|action)\s*=\s*[\"']?(https?:)?//"
    ),
}


@pytest.mark.parametrize("name", INLINE)
def test_no_template_holds(name: str) -> None:
    assert TEMPLATES
    assert [path.name for path in TEMPLATES if INLINE[name].search(path.read_text())] == []


def test_nothing_is_marked_safe_but_rendered_posts() -> None:
    marked = re.compile(r"\{\{\s*([\w.]+)\s*\|[^}]*\bsafe\b|autoescape off|\{%\s*filter[^%]*safe")
    found = {match[1] or match[0] for path in TEMPLATES for match in marked.finditer(path.read_text())}
    assert {name.rpartition(".")[2] for name in found} <= {"html"}


def test_no_module_marks_typed_text_safe() -> None:
    marking = re.compile(r"\bmark_safe\(|SafeString\(|__html__")
    modules = [path for app in ("accounts", "forum", "moderation") for path in (ROOT / app).rglob("*.py")]
    assert [path.name for path in modules if marking.search(path.read_text())] == []


def test_every_static_file_that_a_template_names_is_there() -> None:
    named = re.compile(r"\{%\s*static\s+['\"]([^'\"]+)")
    names = {match[1] for path in TEMPLATES for match in named.finditer(path.read_text())}
    assert [name for name in sorted(names) if finders.find(name) is None] == []

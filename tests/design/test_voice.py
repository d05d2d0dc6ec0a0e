"""Our voice, as docs/design.md gives it: plain, kind, in short sentences, without blame, cheer or jargon."""

import re
from pathlib import Path

import pytest

from tests.architecture.house import ROOT
from tests.architecture.said import modules, templates, texts

LONGEST = 20  # words in a sentence
NEVER = re.compile(
    r"!|\b(?:please|sorry|oops|should|unfortunately|successfully|invalid|failed|addicts?|alcoholics?|abusers?|abuse|"
    r"enabl(?:er|ing)|codependent|tough love|relapser|username|sub-forum|must not|is required|errors? \d+)\b",
    re.IGNORECASE,
)
SPEAKING = [path for path in templates() + modules() if texts(path)]


def long(text: str) -> list[str]:
    """Return the sentences of `text` that are longer than a child of twelve reads with ease."""
    sentences = re.split(r"(?<=[.?:;])\s+|\n+", text)
    return [sentence for sentence in sentences if len(sentence.split()) > LONGEST]


@pytest.mark.parametrize("path", SPEAKING, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_is_said_is_plain_and_kind(path: Path) -> None:
    assert [text for text in texts(path) if NEVER.search(text)] == []


@pytest.mark.parametrize("path", SPEAKING, ids=lambda path: str(path.relative_to(ROOT)))
def test_sentences_are_short(path: Path) -> None:
    assert [sentence for text in texts(path) for sentence in long(text)] == []


@pytest.mark.parametrize("text", ["Please log in.", "Done!", "Invalid name", "Error 404", "No addict is alone."])
def test_another_voice_is_heard(text: str) -> None:
    assert NEVER.search(text)


def test_rules_speak_through_gettext() -> None:
    assert "Write a few words first." in texts(ROOT / "forum" / "topics" / "typed.py")


def test_templates_speak_through_gettext() -> None:
    assert "Open it" in texts(ROOT / "templates" / "emails" / "notification" / "body.txt")

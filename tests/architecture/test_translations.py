"""Translations: what is served is what is written, and each says the same things as our own words."""

import re

import pytest

from tests.architecture.catalogues import LANGUAGES, Entry, compiled, entries
from tests.architecture.said import keys, templates

PLACE = re.compile(r"%(?:\(\w+\))?[sd]|\{\w+\}")
LINK = re.compile(r"\]\(([^)]+)\)")

pytestmark = pytest.mark.parametrize("language", LANGUAGES)


def strange(entry: Entry) -> bool:
    """Return whether a form says a thing that our words do not, or the last one leaves one out."""
    said = set(PLACE.findall(entry.source + entry.texts.get("msgid_plural", "")))
    forms = [set(PLACE.findall(form)) for form in entry.forms]
    return any(form - said for form in forms) or forms[-1] != said


def test_what_is_served_is_what_is_written(language: str) -> None:
    written: dict[str | tuple[str, int], str] = {}
    for entry in entries(language):
        keys = [(entry.key, number) for number in range(len(entry.forms))] if entry.is_plural else [entry.key]
        written |= dict(zip(keys, entry.forms, strict=True))
    assert compiled(language) == written, "run `make messages`"


def test_every_translation_keeps_the_places_of_what_is_filled_in(language: str) -> None:
    assert [entry.source for entry in entries(language) if strange(entry)] == []


def test_every_translation_leads_where_our_words_lead(language: str) -> None:
    found = list(entries(language))
    assert found
    assert [entry.source for entry in found if LINK.findall(entry.source) != LINK.findall(entry.forms[-1])] == []


def test_no_word_of_a_members_pages_and_mails_is_left_in_english(language: str) -> None:
    known = {entry.key for entry in entries(language)}
    left = {key for path in templates() if "moderation" not in path.parts for key in keys(path) - known}
    assert left == set(), "run `make messages`, translate these, and run it again"


def test_no_translation_is_a_guess(language: str) -> None:
    assert [entry.source for entry in entries(language) if "fuzzy" in entry.flags] == []

"""The translations as a reader of their source sees them: each entry of a language's `django.po`."""

import ast
import gettext
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.architecture.house import ROOT

LANGUAGES = ("de", "ar")


@dataclass
class Entry:
    """One of our strings and what it is called elsewhere."""

    flags: str = ""
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """Return our own words."""
        return self.texts["msgid"]

    @property
    def key(self) -> str:
        """Return what it goes by where it is served: its words, after what tells them from the same ones elsewhere."""
        context = self.texts.get("msgctxt")
        return f"{context}\x04{self.source}" if context else self.source

    @property
    def is_plural(self) -> bool:
        """Return whether it has a form for one and a form for many."""
        return "msgid_plural" in self.texts

    @property
    def forms(self) -> list[str]:
        """Return the translation: one text, or one for each plural form; nothing where there is none."""
        found = [text for name, text in self.texts.items() if name.startswith("msgstr")]
        return found if all(found) else []


def entries(language: str) -> Iterator[Entry]:
    """Return what is translated, without the head of the file."""
    for block in _file(language, "po").read_text().split("\n\n"):
        entry = _read(block)
        if entry.texts.get("msgid") and entry.forms:
            yield entry


def compiled(language: str) -> dict[str | tuple[str, int], str]:
    """Return what is served: by string, or by string and plural form."""
    with _file(language, "mo").open("rb") as file:
        catalogue: dict[str | tuple[str, int], str] = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]  # there is no other way to see all of it
    return {key: text for key, text in catalogue.items() if key}


def _file(language: str, kind: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / f"django.{kind}"


def _read(block: str) -> Entry:
    entry, name = Entry(), ""
    for line in block.splitlines():
        begun = re.match(r'(msg\w+(?:\[\d\])?) (?=")', line)
        if line.startswith("#,"):
            entry.flags = line
        if begun:
            name = begun[1]
        if name and not line.startswith("#"):
            entry.texts[name] = entry.texts.get(name, "") + ast.literal_eval(line.removeprefix(f"{name} "))
    return entry

"""What members type, made fit to keep: no character that a database or a reader could trip over."""

import hashlib
import re
import unicodedata

# Directional overrides can make a title or a name read as another.
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
# The last are no characters at all: no XML holds them, and half of a pair is no text.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BLANK_LINES_BEFORE = re.compile(r"\A(?:[^\S\n]*\n)+")


def tidy_source(source: str) -> str:
    """Return `source` with plain newlines, without control characters and without blank lines around it."""
    plain = _CONTROLS.sub("", plain_newlines(source))
    return _BLANK_LINES_BEFORE.sub("", plain).rstrip()


def plain_newlines(text: str) -> str:
    """Return `text` with each line break as one character."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def tidy_title(title: str) -> str:
    """Return `title` on one line, without control characters and with single spaces."""
    return " ".join(_CONTROLS.sub("", _OVERRIDES.sub("", title)).split())


def is_blank(text: str) -> bool:
    """Return whether `text` holds nothing that can be seen."""
    return all(unicodedata.category(char)[0] in "ZC" for char in text)


def quote_of(words: str, *, name: str, number: int | None, topic_id: int) -> str:
    """Return the text that quotes `words` of a post; someone who left is quoted without a name."""
    whose = f'="{name}, post:{number}, topic:{topic_id}"' if name else ""
    return f"[quote{whose}]\n{words}\n[/quote]\n\n"


def fingerprint(source: str) -> str:
    """Return a short mark of `source`, by which an edit knows the words it started from."""
    return hashlib.sha256(tidy_source(source).encode(errors="replace")).hexdigest()[:16]

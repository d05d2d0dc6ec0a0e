"""Names as they are compared and drawn: plain forms, skeletons, colours and initials; pure."""

import re
import unicodedata
import zlib

# A mention finds every name of this shape: it ends in a letter, digit or underscore.
SHAPE = re.compile(r"\w(?:[\w.-]{0,28}\w)?")
# Capitals after small letters begin a word, as do dots, hyphens and underscores.
_WORD = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def plain(name: str) -> str:
    """Return `name` in the one form of Unicode that names are kept in (NFKC)."""
    return unicodedata.normalize("NFKC", name).strip()


def colour_of(name: str, colours: int) -> int:
    """Return the colour of `name`, from 0 below `colours`: always the same for the same name."""
    return zlib.crc32(name.lower().encode()) % colours


def initials(name: str) -> str:
    """Return the one or two letters drawn on the colour of `name`; empty for a persona without one."""
    words = [part for word in _WORD.findall(name) for part in _CAMEL.split(word)]
    if not words:
        return name[:1].upper()
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()

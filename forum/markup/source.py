"""What a typed text is freed of before anything reads it."""

import re
import unicodedata

# Private-use characters that the renderer needs for itself, so a typed one is dropped.
LESS_THAN, AMPERSAND = "\uf8f0", "\uf8f1"

_LINE_ENDS = re.compile(r"\r\n?|[\u0085\u2028\u2029]")
# Control characters; bidirectional overrides and isolates, which make a line read as what it is
# not; lone surrogates and non-characters, which neither PostgreSQL nor UTF-8 take.
_UNWANTED = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb"
    f"{LESS_THAN}{AMPERSAND}"
    r"\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U000e0001]"
)


def _marks() -> str:
    return "".join(re.escape(char) for char in map(chr, range(0x300, 0x1F000)) if unicodedata.combining(char))


# Normalising a run of marks takes time that grows with its square, and no script stacks so many.
_STACKED = re.compile(f"([{_marks()}]{{10}})[{_marks()}]+")


def drop_unwanted(text: str) -> str:
    """Give the text without the characters that no reader should meet."""
    return _UNWANTED.sub("", text)


def bare(text: str) -> str:
    """Give the text with plain line ends and without unwanted characters."""
    return drop_unwanted(_LINE_ENDS.sub("\n", text))


def plain_source(text: str) -> str:
    """Give the bare text in Unicode's form C, without blanks at its end."""
    text = bare(text).rstrip()
    return text if text.isascii() or unicodedata.is_normalized("NFC", text) else _composed(text)


def clean_source(text: str) -> str:
    """Give the plain text as the renderer reads it, without stacks of marks and with spaces where tabs were."""
    text = bare(text).rstrip()
    text = text if text.isascii() else _composed(text)
    return text.expandtabs(4) if "\t" in text else text


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", _STACKED.sub(r"\1", text))

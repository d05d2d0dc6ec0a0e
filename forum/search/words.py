"""What a reader typed, taken apart into words and the pieces that narrow a search; and marked words in a text."""

import re
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from accounts.names import SHAPE

LONGEST = 300
MOST_PIECES = 40
MINE = "mine"
# What no language writes stands around matches until they are told apart; members' own are taken out before.
START, END = "\ue000", "\ue001"

# Signs that the database would take for parts of a word, as `forum_plain` knows, and what stands for them meanwhile.
_SIGNS = "/~.:=\\@#*+|<>&_“”„‘’…–—«»"
_CONTROLS = [*range(0x01, 0x09), *range(0x0E, 0x20)]
_STAND_INS = {ord(sign): chr(control) for sign, control in zip(_SIGNS, _CONTROLS, strict=False)}
_SIGN_OF = {ord(control): chr(sign) for sign, control in _STAND_INS.items()}
_PICTURES = "\u2190-\u2bff\u200d\ufe0f\U0001f000-\U0001faff"
_BESIDE_PICTURES = re.compile(rf"(?<=[^\s{_PICTURES}])(?=[{_PICTURES}])|(?<=[{_PICTURES}])(?=[^\s{_PICTURES}])")

_PIECE = re.compile(r'-?"[^"]*"?|\S+')
_NARROWING = re.compile(r"(-?)(in|after|before):(.*)", re.IGNORECASE)
_AUTHOR = re.compile(r"(-?)@(.+)")
_DATE = re.compile(r"(?a:(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?)")
_QUOTATION_MARKS = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_MARKED = re.compile(f"{START}([^{START}{END}]*){END}")
_FIRST_YEAR, _LAST_YEAR = 1900, 2999


class UnclearError(ValueError):
    """A piece of a search that cannot be read: `code` says why, `piece` which."""

    def __init__(self, code: str, piece: str = "") -> None:
        super().__init__(code)
        self.code, self.piece = code, piece


@dataclass(frozen=True)
class Wanted:
    """What is looked for; days begin in the reader's own zone."""

    words: str = ""
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    is_mine: bool = False
    after: date | None = None
    before: date | None = None

    @property
    def may_be_loosened(self) -> bool:
        """Return whether posts with some of several words are worth showing where none has all."""
        return " " in self.words and not re.search(r'"|(?<!\S)-', self.words)


class Run(NamedTuple):
    """A stretch of a text, which matched or did not."""

    text: str
    is_match: bool


def parse(text: str) -> Wanted:
    """Return what `text` (on one line) asks for; raises UnclearError."""
    if len(text) > LONGEST:
        raise UnclearError("long")  # noqa: EM101 - a code, no message
    pieces = _PIECE.findall(text.translate(_QUOTATION_MARKS))
    if len(pieces) > MOST_PIECES:
        raise UnclearError("many")  # noqa: EM101 - as above
    words: list[str] = []
    authors: list[str] = []
    narrowing: dict[str, list[str]] = {"in": [], "after": [], "before": []}
    for piece in pieces:
        if match := _NARROWING.fullmatch(piece):
            _refuse_minus(match[1], piece)
            narrowing[match[2].lower()].append(match[3].lower() or _missing(piece))
        elif (match := _AUTHOR.fullmatch(piece)) and (name := SHAPE.match(match[2])):
            _refuse_minus(match[1], piece)
            authors.append(name[0])
        else:
            words.append(piece)
    rooms = narrowing["in"]
    return Wanted(
        words=" ".join(words),
        authors=tuple(authors),
        categories=tuple(room for room in rooms if room != MINE),
        is_mine=MINE in rooms,
        after=max((_day(text) for text in narrowing["after"]), default=None),
        before=min((_day(text) for text in narrowing["before"]), default=None),
    )


def text_of(words: str) -> str:
    """Return `words` on one line, without the characters that mean something to us."""
    return " ".join(without_marks(words).translate(dict.fromkeys(_SIGN_OF)).split())


def stand_in(text: str) -> str:
    """Return `text` as the database can tell its words apart; `put_back` makes it what it was, but for some spaces."""
    return _BESIDE_PICTURES.sub(" ", text.translate(_STAND_INS))


def put_back(text: str) -> str:
    """Return `text` with the signs in it that were taken out by `stand_in`."""
    return text.translate(_SIGN_OF)


def without_marks(text: str) -> str:
    """Return `text` without the characters that are to stand around matches."""
    return text.replace(START, "").replace(END, "")


def runs(marked: str) -> list[Run]:
    """Return a text in which matches stand between our marks as its stretches."""
    # Split by a pattern with one group, what lies between matches and the matches alternate.
    parts = _MARKED.split(marked)
    return [Run(without_marks(part), at % 2 == 1) for at, part in enumerate(parts) if part]


def _refuse_minus(minus: str, piece: str) -> None:
    if minus:
        raise UnclearError("minus", piece)  # noqa: EM101 - as above


def _missing(piece: str) -> str:
    raise UnclearError("missing", piece)  # noqa: EM101 - as above


def _day(text: str) -> date:
    """Return the first day of what `text` names: a day, a month or a year."""
    match = _DATE.fullmatch(text)
    try:
        day = date(int(match[1]), int(match[2] or 1), int(match[3] or 1)) if match else None
    except ValueError:
        day = None
    if day is None or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise UnclearError("date", text)  # noqa: EM101 - as above
    return day

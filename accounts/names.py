"""Names as they are compared and drawn: plain forms, scripts, skeletons, colours and initials; pure."""

import re
import unicodedata
import zlib

MAX_NAME = 30
MAX_FORMER_NAME = 60
# A mention finds every name of this shape: it ends in a letter, digit or underscore.
SHAPE = re.compile(r"\w(?:[\w.-]{0,28}\w)?")
_WORD = re.compile(r"[^\W_]+")
# Capitals after small letters begin a word, as do dots, hyphens and underscores.
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DIGITS = re.compile(r"\d+")

# Scripts that are written side by side in one language.
_EAST_ASIAN = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "KATAKANA-HIRAGANA"})

# Letters of other scripts, and digits, by the Latin letter they pass for (after Unicode's confusables.txt).
PASSES_FOR: dict[int, str] = str.maketrans(
    {
        **dict.fromkeys("аɑαа4", "a"),
        **dict.fromkeys("вьβ8ƅ", "b"),
        **dict.fromkeys("сϲ", "c"),
        **dict.fromkeys("ԁɗ", "d"),
        **dict.fromkeys("еєεɛ3", "e"),
        **dict.fromkeys("ɡ", "g"),
        **dict.fromkeys("һհ", "h"),
        **dict.fromkeys("іɩιılӏ1ǀ", "i"),
        **dict.fromkeys("ј", "j"),
        **dict.fromkeys("кκ", "k"),
        **dict.fromkeys("мϻ", "m"),
        **dict.fromkeys("пηո", "n"),
        **dict.fromkeys("оοσօ0ө", "o"),
        **dict.fromkeys("рρ", "p"),
        **dict.fromkeys("гɾ", "r"),
        **dict.fromkeys("ѕƽ5", "s"),
        **dict.fromkeys("тτ7", "t"),
        **dict.fromkeys("υսц", "u"),
        **dict.fromkeys("ѵν", "v"),
        **dict.fromkeys("ѡω", "w"),
        **dict.fromkeys("хχ", "x"),
        **dict.fromkeys("уγ", "y"),
        **dict.fromkeys("z2", "z"),
    }
)


def plain(name: str) -> str:
    """Return `name` in the one form of Unicode that names are kept in (NFKC)."""
    return unicodedata.normalize("NFKC", name).strip()


def former_name(name: str) -> str:
    """Return a name of another forum as it is kept and looked for; empty where it is longer than any was there.

    Discourse compares names so: what the form NFKC makes alike are two people's there.
    """
    # Normalising what is longer can take minutes.
    kept = unicodedata.normalize("NFC", name.strip()).lower() if len(name) <= MAX_FORMER_NAME else ""
    return kept if len(kept) <= MAX_FORMER_NAME else ""


def is_of_one_script(name: str) -> bool:
    """Return whether all letters and digits of `name` belong to one script; plain digits belong to each."""
    scripts = {_script(sign) for sign in name if not (sign.isascii() and not sign.isalpha())}
    return len(scripts) <= 1 or scripts <= _EAST_ASIAN


def skeleton(name: str) -> str:
    """Return what `name` looks like at a glance: names with one skeleton pass for each other."""
    bare = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(sign for sign in bare if sign.isalnum()).translate(PASSES_FOR)
    return letters.replace("rn", "m").replace("vv", "w")


def skeletons(name: str) -> set[str]:
    """Return the skeletons of `name`, of `name` without digits at its ends, and of each word in it.

    A word ends at a sign, at a capital behind a small letter, or at a digit; but a digit may pass for a letter in it.
    """
    words = [word for part in _WORD.findall(name) for word in _CAMEL.split(part)]
    parts = [name, name.strip("0123456789._-"), *words, *(bare for word in words for bare in _DIGITS.split(word))]
    return {skeleton(part) for part in parts if part}


def colour_of(name: str, colours: int) -> int:
    """Return the colour of `name`, from 0 below `colours`: always the same for the same name."""
    return zlib.crc32(name.lower().encode()) % colours


def initials(name: str) -> str:
    """Return the one or two letters drawn on the colour of `name`; empty for a persona without one."""
    words = [part for word in _WORD.findall(name) for part in _CAMEL.split(word)]
    if not words:
        return name[:1].upper()
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def _script(sign: str) -> str:
    """Return the script of one letter or digit, which is the first word of its name in Unicode."""
    return unicodedata.name(sign, "?").split(" ")[0]

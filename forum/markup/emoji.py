"""Emoji: `:names:` with Discourse's tones, and typed faces such as `:)`.

The table is made by `manage.py build_emoji`; it names its source and licence.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypedDict

TONES = {
    "t2": ("\U0001f3fb", "light skin tone"),
    "t3": ("\U0001f3fc", "medium-light skin tone"),
    "t4": ("\U0001f3fd", "medium skin tone"),
    "t5": ("\U0001f3fe", "medium-dark skin tone"),
    "t6": ("\U0001f3ff", "dark skin tone"),
}
FACES = {
    face: name
    for name, faces in {
        "slight_smile": ":) :-) ^_^ ^__^",
        "frowning": ":( :-(",
        "wink": ";) ;-)",
        "cry": ":'( :'-( :-'(",
        "stuck_out_tongue": ":p :P :-P",
        "open_mouth": ":O :-O",
        "smiley": ":D :-D",
        "expressionless": ":| :-|",
        "confused": ":/",
        "sunglasses": "8-)",
        "stuck_out_tongue_winking_eye": ";P ;-P",
        "blush": ":$ :-$",
    }.items()
    for face in faces.split()
}
NAME = r":(?P<name>[a-zA-Z0-9_+-]{1,60}):(?:(?P<tone>t[2-6]):)?"
FACE = "(?P<face>{})(?![^\\s])".format("|".join(re.escape(face) for face in sorted(FACES, key=len, reverse=True)))


class Emoji(NamedTuple):
    """One emoji: its characters, how it is read aloud, and how it was or could be typed."""

    characters: str
    label: str
    title: str


class _Table(TypedDict):
    names: dict[str, str]
    toned: str


@cache
def _table() -> _Table:
    table: _Table = json.loads(Path(__file__).with_name("emoji.json").read_text(encoding="utf-8"))
    return table


def emoji(name: str, tone: str | None = None) -> Emoji | None:
    """Give the emoji of that name, or None where nobody named one so."""
    characters = _table()["names"].get(name.lower())
    if characters is None:
        return None
    label, title = name.lower().replace("_", " ").replace("-", " "), f":{name.lower()}:"
    if tone and characters[0] in _table()["toned"]:
        modifier, said = TONES[tone]
        # The tone takes the place of the selector that asks for colour.
        characters = characters[0] + modifier + characters[1:].removeprefix("\ufe0f")
        label, title = f"{label}, {said}", f"{title}{tone}:"
    return Emoji(characters, label, title)


def face(typed: str) -> Emoji | None:
    """Give the emoji that a typed face such as `:)` stands for."""
    return emoji(FACES[typed])

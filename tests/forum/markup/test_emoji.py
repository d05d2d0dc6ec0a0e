"""Emoji by name, by face, and as typed."""

import re

import pytest

from forum.markup.emoji import FACES, emoji
from forum.markup.render import render
from tests.forum.markup.people import nobody


def titles(source: str) -> list[str]:
    return re.findall('title="([^"]+)"', render(source, people=nobody).html)


def test_emoji_is_a_character_with_a_name_to_be_read() -> None:
    span = '<span class="emoji" role="img" aria-label="slight smile" title=":slight_smile:">🙂</span>'
    assert render(":slight_smile:", people=nobody).html == f"<p>{span}</p>"


def test_toned_emoji_and_the_next_are_two() -> None:
    html = render("too. :pray:t4::sparkles:", people=nobody).html
    assert ">🙏🏽</span><span" in html
    assert ">✨</span></p>" in html
    assert 'aria-label="pray, medium skin tone" title=":pray:t4:"' in html


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (":+1: :-1:", [":+1:", ":-1:"]),
        (":Heart:", [":heart:"]),
        (":heart:t4:", [":heart:"]),
        (":wave:t7:", [":wave:"]),
        ("(:pray:)x", [":pray:"]),
        (":point_up:t2:", [":point_up:t2:"]),
        (":) ;) :-P ok :/", [":slight_smile:", ":wink:", ":stuck_out_tongue:", ":confused:"]),
        ("**:)** (:D", [":slight_smile:", ":smiley:"]),
        ("[:pray:](/a)", [":pray:"]),
    ],
)
def test_emoji_is_found(source: str, expected: list[str]) -> None:
    assert titles(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        ":nobody_named_this:",
        "a:pray:",
        "12:30:45",
        "`:pray:`",
        "    :)",
        "\\:pray:",
        "x:)",
        ":)x",
        "https://a.example/:pray:",
        ":pray",
        "8-)8",
    ],
)
def test_what_is_no_emoji_stays_text(source: str) -> None:
    assert titles(source) == []


def test_typed_characters_stay_as_they_are() -> None:
    assert render("🙏🏽 👩‍👩‍👧 ❤️", people=nobody).html == "<p>🙏🏽 👩‍👩‍👧 ❤️</p>"


def test_every_face_has_its_emoji() -> None:
    assert all(emoji(name) for name in FACES.values())


@pytest.mark.parametrize("name", ["om", "blonde_man", "slightly_smiling", "keycap_star", "puke", "magic_wand"])
def test_names_in_use_on_discourse_forums_are_known(name: str) -> None:
    assert emoji(name) is not None

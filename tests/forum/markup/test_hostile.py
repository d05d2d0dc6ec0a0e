"""Nothing but what is written down leaves the renderer, whatever was typed."""

import contextlib
import random
import re
from collections.abc import Callable

import pytest

from forum.markup.gate import clean_by_bleach, clean_html, make_cleaner
from forum.markup.render import TooMuchError, render
from tests.forum.markup.fuzz import MAKERS
from tests.forum.markup.hostile import HOSTILE
from tests.forum.markup.people import everybody, nobody
from tests.forum.markup.shape import problems


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_body_comes_out_as_words(body: str) -> None:
    assert problems(render(body, people=everybody).html) == []


def test_hostile_bodies_stay_words_beside_each_other() -> None:
    for first, second in zip(HOSTILE, reversed(HOSTILE), strict=True):
        assert problems(render(f"{first}{second}\n{first}", people=everybody).html) == []


def test_hostile_bodies_are_many_and_all_different() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE) >= 150


def test_name_with_markup_in_it_makes_none() -> None:
    html = render("@jane", people=lambda _names: {"jane": '"><script>alert(1)</script>'}).html
    assert problems(html) == []


@pytest.mark.parametrize("body", ["<b>x</b>", "<iostream>", "<!-- x -->", "a < b > c", "&lt;b&gt;"])
def test_typed_html_is_shown_as_typed(body: str) -> None:
    html = render(body, people=nobody).html
    assert "<" not in html.removeprefix("<p>").removesuffix("</p>")


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        '<p onclick="alert(1)">x</p>',
        '<a href="javascript:alert(1)">x</a>',
        '<span class="moderator">x</span>',
        '<img src="https://evil.example/x">',
        '<p style="color:red" id="post-1">x</p>',
    ],
)
def test_gate_alone_stops_what_the_renderer_might_make_by_mistake(html: str) -> None:
    passed = clean_html(make_cleaner(), html)
    assert not re.search(r"<(script|img)|<[^>]*(onclick|javascript|style|moderator|post-1)", passed)


@pytest.mark.parametrize(
    "char", ["\x00", "\x02", "\x1b", "\x85", "\ud800", "\u202e", "\u2066", "\ufffe", "\uf8f0", "\ufeff"]
)
def test_character_that_no_reader_should_meet_is_dropped(char: str) -> None:
    html = render(f"a{char}b&#{ord(char)};c", people=nobody).html
    assert char not in html
    html.encode()


@pytest.mark.parametrize("maker", MAKERS[1:])
def test_what_passes_the_gate_unread_is_what_bleach_would_leave(maker: Callable[[random.Random, int], str]) -> None:
    cleaner = make_cleaner()
    texts = [maker(random.Random(seed), 300) for seed in range(40)]  # noqa: S311  # the same texts each time
    for text in texts + HOSTILE:
        with contextlib.suppress(TooMuchError):
            html = render(text, people=everybody).html
            assert html == clean_by_bleach(cleaner, html)


@pytest.mark.parametrize(
    "html",
    [
        '<p><a href="https://a.example/" onclick="x">a</a></p>',
        '<p><a href="//evil.example/">a</a></p>',
        '<p><a href="https://[">a</a></p>',
        '<p><a href="https://a.example/"">a</a></p>',
        "<p><em><p>a</em></p>",
        "<p>a<p>b</p>",
        "<p>&#106;</p>",
        "<p>\uf8f0img src=x></p>",
        '<p><a class="mention" href="/@a/../b/">a</a></p>',
        '<p><span class="emoji" role="img" aria-label="a" title="a" style="x">a</span></p>',
        '<aside class="quote" data-topic="1" data-post="2" id="x"><blockquote></blockquote></aside>',
        "<blockquote><script>a</script></blockquote>",
        "<p>a</p>\n<p>a</p>\x00",
    ],
)
def test_what_is_not_plainly_safe_is_read_by_bleach(html: str) -> None:
    cleaner = make_cleaner()
    assert clean_html(cleaner, html) == clean_by_bleach(cleaner, html)

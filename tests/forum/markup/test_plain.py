"""A post's HTML read back as words."""

import pytest

from forum.markup.plain import plain_words


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>One.</p>\n<p>Two<br>three.</p>", "One.\n\nTwo\nthree."),
        ("<p>R&amp;B &lt;3 <em>you</em></p>", "R&B <3 you"),
        ("<ul>\n<li>Call</li>\n<li>Wait</li>\n</ul>", "• Call\n\n• Wait"),
        ('<p>Thanks <span class="emoji" role="img" aria-label="sparkles">✨</span></p>', "Thanks ✨"),
        ('<p>He <span class="spoiler" tabindex="0">hit <b>me</b></span>.</p>', "He […]."),
        ('<details class="spoiler"><summary>Hidden</summary><p>a<br>b</p></details><p>c</p>', "[…]\n\nc"),
        ('<aside class="quote"><blockquote><p>yours<hr></p></blockquote></aside><p>mine</p>', "mine"),
    ],
)
def test_words_stand_as_they_are_read(html: str, words: str) -> None:
    assert plain_words(html, 100) == words


def test_long_words_are_cut_at_a_space() -> None:
    assert plain_words("<p>one two three</p>", 10) == "one two…"


def test_one_long_word_is_cut_all_the_same() -> None:
    assert plain_words("a" * 50, 10) == "a" * 9 + "…"

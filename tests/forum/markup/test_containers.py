"""What stands between two lines of its own, wherever it opens and whatever stands in it."""

import pytest

from tests.forum.markup.test_render import html

SPOILER = '<details class="spoiler"><summary>Hidden text</summary>{}</details>'
QUOTE = '<aside class="quote"><div class="quote-title">l wrote</div><blockquote>{}</blockquote></aside>'
CODE = "<pre><code>{}\n</code></pre>"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1. ```bash\n   tea\n   ```\n2. b", f"<ol><li>{CODE.format('tea')}</li><li><p>b</p></li></ol>"),
        ("- ~~~\ntea\n~~~\n- b", f"<ul><li>{CODE.format('tea')}</li><li><p>b</p></li></ul>"),
        ("- a\n- ```\n  tea", f"<ul><li>a</li><li>{CODE.format('tea')}</li></ul>"),
        ("*   ```\n    a\n      b\n    ```", f"<ul><li>{CODE.format('a' + chr(10) + '  b')}</li></ul>"),
        ("- [spoiler]\n  a\n  [/spoiler]\n- b", f"<ul><li>{SPOILER.format('<p>a</p>')}</li><li><p>b</p></li></ul>"),
        ("- [spoiler]a[/spoiler]", f"<ul><li>{SPOILER.format('<p>a</p>')}</li></ul>"),
        ("1. [quote=l]\n   - a\n   [/quote]", f"<ol><li>{QUOTE.format('<ul><li>a</li></ul>')}</li></ol>"),
        ("- a\n  - [quote=l]\n    b\n    [/quote]", f"<ul><li>a<ul><li>{QUOTE.format('<p>b</p>')}</li></ul></li></ul>"),
        ("- a\n\n- - -\n- ```\n  b", f"<ul><li>a</li></ul><hr><ul><li>{CODE.format('b')}</li></ul>"),
    ],
)  # fmt: skip
def test_item_may_begin_with_what_stands_apart(source: str, expected: str) -> None:
    assert html(source) == expected


def test_what_is_no_item_opens_nothing() -> None:
    assert html("In\n1999. ```\n[spoiler]") == "<p>In<br>1999. ```<br>[spoiler]</p>"


@pytest.mark.parametrize("tag", ["[spoiler]", "[/spoiler]"])
def test_tag_in_code_neither_begins_nor_ends_a_cover(tag: str) -> None:
    shown = html(f"[spoiler]\n```\n{tag}\n```\nhe goes\n[/spoiler]\nend")
    assert shown == SPOILER.format(CODE.format(tag) + "<p>he goes</p>") + "<p>end</p>"


def test_cover_that_ends_in_code_alone_is_one() -> None:
    assert html("[spoiler]\nhe goes\n```\n[/spoiler]\n```").startswith(SPOILER.format("<p>he goes</p>")[:60])


def test_tag_in_a_quotes_code_leaves_all_words_to_whom_they_are_from() -> None:
    shown = html("[quote=l]\n- ```\n  [quote]\n  ```\n\nyours\n[/quote]\nmine")
    assert shown.index("yours") < shown.index("</blockquote>") < shown.index("mine")


def test_line_of_two_covers_has_two() -> None:
    assert html("[spoiler]a[/spoiler] and [spoiler]b[/spoiler]").count('<span class="spoiler"') == 2

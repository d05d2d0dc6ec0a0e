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
        ("- - [quote=l]\n    a\n    [/quote]", f"<ul><li><ul><li>{QUOTE.format('<p>a</p>')}</li></ul></li></ul>"),
        ("10. a\n\n    [spoiler]\n    b\n    [/spoiler]",
         f'<ol start="10"><li><p>a</p>{SPOILER.format("<p>b</p>")}</li></ol>'),
        ("- a\n\n      b\n\n- ```\n  c\n  ```",
         f"<ul><li><p>a</p>{CODE.format('b')}</li><li>{CODE.format('c')}</li></ul>"),
        ("-\n\n  [spoiler]a[/spoiler]", f"<ul><li>{SPOILER.format('<p>a</p>')}</li></ul>"),
        ("* ---\n\n  [spoiler]a[/spoiler]", f"<ul><li><hr>{SPOILER.format('<p>a</p>')}</li></ul>"),
        ("- a\n\n-\n  [b]b[/b]", "<ul><li><p>a</p></li><li><p><strong>b</strong></p></li></ul>"),
        ("-   -   -\n    [spoiler]a[/spoiler]", "<hr><pre><code>[spoiler]a[/spoiler]\n</code></pre>"),
        ("- a\n-\n- b", "<ul><li>a</li><li></li><li>b</li></ul>"),
        ("- a\n\n      - ```\n", f"<ul><li>a{CODE.format('- ```')}</li></ul>"),
    ],
)  # fmt: skip
def test_item_may_begin_with_what_stands_apart(source: str, expected: str) -> None:
    assert html(source) == expected


@pytest.mark.parametrize("line", ["===", "-", "--", "-----"])
@pytest.mark.parametrize("mark", ["> ", "- > "])
def test_line_below_a_quote_makes_no_heading_of_it(mark: str, line: str) -> None:
    shown = html(f"{mark}[details]s[/details]\n{' ' * (len(mark) - 2)}{line}")
    assert "<blockquote><details><summary>More</summary><p>s</p></details></blockquote>" in shown


@pytest.mark.parametrize("marks", ["- - - ", "10. - ", "- 10. * "])
def test_item_of_an_item_holds_what_stands_behind_its_first_line(marks: str) -> None:
    pad = " " * len(marks)
    shown = html(f"{marks}> a\n{pad}> b\n\n{pad}[spoiler]s[/spoiler]")
    assert "<blockquote><p>a<br>b</p></blockquote>" in shown
    assert SPOILER.format("<p>s</p>") in shown


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


def test_quote_that_ends_within_code_leaves_out_what_is_behind_it() -> None:
    shown = html("[quote=l]\n```\nyours\n[/quote]\nmine\n[quote=l]\n```\nyours\n```\n[/quote]")
    assert shown == f"{QUOTE.format(CODE.format('yours'))}<p>mine</p>{QUOTE.format(CODE.format('yours'))}"


@pytest.mark.parametrize("source", ["- ``` b\n- c\n{}\n```\nd\n```", "- ```\n  a\n\n{}"])
def test_fence_in_an_item_goes_no_further_than_the_item(source: str) -> None:
    assert SPOILER.format("<p>he goes</p>") in html(source.format("[spoiler]\nhe goes\n[/spoiler]"))


UNLIKELY = ["- a:\n\n  b\n  2. {}", "* --\n  {}", "+ b\n+\n  {}", "a\n\n    b\n- {}", "b\n===\n1) {}"]


@pytest.mark.parametrize("source", UNLIKELY)
def test_what_stands_apart_is_shown_wherever_it_stands(source: str) -> None:
    shown = html(source.format("[spoiler]\n     he goes\n     [/spoiler]"))
    assert SPOILER.format("<p>he goes</p>") in shown or "he goes</p></details>" in shown
    assert "\x02" not in shown


def test_code_that_looks_like_a_cover_is_code() -> None:
    assert html("    [spoiler]\n    a\n    [/spoiler]") == CODE.format("[spoiler]\na\n[/spoiler]")


def test_tag_that_is_indented_more_than_the_other_ends_nothing() -> None:
    inner = f"<p>a</p>{CODE.format('[/spoiler]')}<p>b</p>"
    assert html("[spoiler]\na\n\n    [/spoiler]\nb\n[/spoiler]") == SPOILER.format(inner)


def test_covers_within_a_cover_are_covered() -> None:
    assert html("[spoiler]a [spoiler]b[/spoiler] c[/spoiler]").startswith(SPOILER[:40])


def test_tag_that_is_escaped_ends_nothing() -> None:
    assert html("[spoiler]a[/spoiler] b \\[/spoiler]").endswith("</span> b [/spoiler]</p>")


def test_quote_that_an_item_begins_with_is_one() -> None:
    items = "".join(f"<li><blockquote>{words}</blockquote></li>" for words in ("<p>a<br>b</p>", "<p>c</p>"))
    assert html("- > a\n  > b\n- > c") == f"<ul>{items}</ul>"


def test_cover_in_a_quote_that_an_item_begins_with_is_one() -> None:
    shown = html("- > [spoiler]\n  > a\n  >\n  > b\n  > [/spoiler]\n  c")
    assert shown == f"<ul><li><blockquote>{SPOILER.format('<p>a</p><p>b</p>')}<p>c</p></blockquote></li></ul>"


def test_tag_in_indented_code_takes_no_cover_its_end() -> None:
    inner = f"{CODE.format('[spoiler]')}<p>he goes</p>"
    assert html("[spoiler]\n\n    [spoiler]\n\nhe goes\n[/spoiler]\nend") == f"{SPOILER.format(inner)}<p>end</p>"


@pytest.mark.parametrize("between", ["and", "`[/spoiler]`", "[/spoiler]", "\\[/spoiler]"])
@pytest.mark.parametrize("first", ["a", "a\\\\"])
def test_line_of_two_covers_has_two(first: str, between: str) -> None:
    assert html(f"[spoiler]{first}[/spoiler] {between} [spoiler]b[/spoiler]").count('<span class="spoiler"') == 2


@pytest.mark.parametrize("words", ["arr[i] goes", "[b]a[/spoiler] [/b]", "[i] [b]a[/b] [spoiler]b[/spoiler]"])
def test_cover_in_a_line_holds_whatever_stands_in_it(words: str) -> None:
    assert html(f"a [spoiler]{words}[/spoiler]").startswith('<p>a <span class="spoiler" tabindex="0">')


def test_cover_may_be_typed_in_any_case() -> None:
    assert html("a [Spoiler]b[/spoiler]") == '<p>a <span class="spoiler" tabindex="0">b</span></p>'

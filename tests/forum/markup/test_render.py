"""What people type, and what everyone sees."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from forum.markup.render import MAX_SOURCE, RENDERER_VERSION, QuoteRef, render
from tests.forum.markup.people import everybody, nobody

REL = 'rel="nofollow ugc noopener noreferrer"'


def html(source: str) -> str:
    return render(source, people=nobody).html


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("one\ntwo\n\nthree", "<p>one<br>two</p><p>three</p>"),
        ("one\\\ntwo  \nthree", "<p>one<br>two<br>three</p>"),
        ("one\r\ntwo\rthree", "<p>one<br>two<br>three</p>"),
        ("*a* **b** _c_ ~~d~~", "<p><em>a</em> <strong>b</strong> <em>c</em> <del>d</del></p>"),
        ("***a***", "<p><strong><em>a</em></strong></p>"),
        ("snake_case_name 2*3*4x", "<p>snake_case_name 2<em>3</em>4x</p>"),
        ("5*3**2*word *so*", "<p>5*3**2*word <em>so</em></p>"),
        ("\\*a\\* \\@b", "<p>*a* @b</p>"),
        ("a & b < c &copy; &amp;lt;", "<p>a &amp; b &lt; c © &amp;lt;</p>"),
        ("# One\n### Two", "<h3>One</h3><h4>Two</h4>"),
        ("#hashtag", "<p>#hashtag</p>"),
        ("# C#\n## a ##\n# C##", "<h3>C#</h3><h4>a</h4><h3>C##</h3>"),
        ("a\n\n---\nb", "<p>a</p><hr><p>b</p>"),
        ("   \n\n ", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_text_is_markdown(source: str, expected: str) -> None:
    assert html(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("text:\n- a", "<p>text:</p><ul><li>a</li></ul>"),
        ("\u2022 a\n\u2022 b", "<ul><li>a</li><li>b</li></ul>"),
        ("  \u2022 a\n    \u2022 b\n  \u2022 c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
        ("- a\n  - b\n    - c\n- d", "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>"),
        ("1. a\n   - b\n2. c", "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"),
        ("3. a\n4) b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("- 1234567890. a", "<ul><li>1234567890. a</li></ul>"),
        ("\u0663. a", "<p>\u0663. a</p>"),
        ("It was\n1986. Long ago.", "<p>It was<br>1986. Long ago.</p>"),
        ("- a\n\n  b", "<ul><li><p>a</p><p>b</p></li></ul>"),
        ("1. a\n\n   b\n2. c", "<ol><li><p>a</p><p>b</p></li><li><p>c</p></li></ol>"),
        ("1. a\n\n   - b\n   - c\n2. d", "<ol><li><p>a</p><ul><li>b</li><li>c</li></ul></li><li><p>d</p></li></ol>"),
        ("- a\n\n  b\n- c\n\n  d\n- e", "<ul><li><p>a</p><p>b</p></li><li><p>c</p><p>d</p></li><li><p>e</p></li></ul>"),
        ("- a\n  - > b\n    > c", "<ul><li>a<ul><li><blockquote><p>b<br>c</p></blockquote></li></ul></li></ul>"),
        ("- #a\n- # b", "<ul><li>#a</li><li><h3>b</h3></li></ul>"),
        ("- a\n\nb", "<ul><li>a</li></ul><p>b</p>"),
        ("- a\nb", "<ul><li>a<br>b</li></ul>"),
        ("- a\n  ```\n  x\n  ```\n- b", "<ul><li><p>a</p><pre><code>x\n</code></pre></li><li><p>b</p></li></ul>"),
    ],
)
def test_lists_nest_by_their_indent(source: str, expected: str) -> None:
    assert html(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("`a < b`", "<p><code>a &lt; b</code></p>"),
        ("`` a`b `` \\`c\\`", "<p><code>a`b</code> `c`</p>"),
        ("```py\na < *b*\n\n\n&amp;\n```", "<pre><code>a &lt; *b*\n\n\n&amp;amp;\n</code></pre>"),
        ("~~~\n```\n~~~", "<pre><code>```\n</code></pre>"),
        ("    a\n\n\n        b", "<pre><code>a\n\n\n    b\n</code></pre>"),
        ("    a < b & c\n\nd", "<pre><code>a &lt; b &amp; c\n</code></pre><p>d</p>"),
        ("- a\n\n      b\n\n      c", "<ul><li>a<pre><code>b\n\nc\n</code></pre></li></ul>"),
        ("```\na\n```\n\n    b", "<pre><code>a\n</code></pre><pre><code>b\n</code></pre>"),
        ("[code]\n[b]x[/b]\n[/code]", "<pre><code>[b]x[/b]\n</code></pre>"),
        ("a [code]*x*[/code]", "<p>a <code>*x*</code></p>"),
    ],
)
def test_code_stays_as_typed(source: str, expected: str) -> None:
    assert html(source) == expected


@pytest.mark.parametrize(
    ("source", "address", "words"),
    [
        ("https://a.example/b_c_d?x=1.", "https://a.example/b_c_d?x=1", "https://a.example/b_c_d?x=1"),
        ("https://a.example?a&region=b", "https://a.example?a&amp;region=b", "https://a.example?a&amp;region=b"),
        ("[words](https://a.example?a&amp;b)", "https://a.example?a&amp;b", "words"),
        ("(https://a.example/b_(c))", "https://a.example/b_(c)", "https://a.example/b_(c)"),
        ("[https://a.example/b]", "https://a.example/b", "https://a.example/b"),
        ("\u201chttps://a.example/b\u201d\u2026", "https://a.example/b", "https://a.example/b"),
        ("**https://a.example/b**", "https://a.example/b", "https://a.example/b"),
        ("see www.example.org", "https://www.example.org", "www.example.org"),
        ("see example.org/help, please", "https://example.org/help", "example.org/help"),
        ("me@example.org", "mailto:me@example.org", "me@example.org"),
        ("<https://a.example>", "https://a.example", "https://a.example"),
        ("<https://a.example/b\\_c>", "https://a.example/b%5C_c", "https://a.example/b\\_c"),
        ("[*words*](https://a.example 'title')", "https://a.example", "<em>words</em>"),
        ("[words](<https://a.example/b c>)", "https://a.example/bc", "words"),
        ("[url=https://a.example]words[/url]", "https://a.example", "words"),
        ("[url]https://a.example[/url]", "https://a.example", "https://a.example"),
    ],
)
def test_addresses_become_links_out(source: str, address: str, words: str) -> None:
    assert f'<a href="{address}" {REL}>{words}</a>' in html(source)


@pytest.mark.parametrize("source", ["www...", "http://", "e.g. this", "ok.so be it", "a@b", "`https://a.example`"])
def test_what_is_no_address_makes_no_link(source: str) -> None:
    assert "<a" not in html(source)


def test_link_to_our_own_page_is_no_link_out() -> None:
    assert html("[x](/t/-/1/2/)") == '<p><a href="/t/-/1/2/">x</a></p>'


@pytest.mark.parametrize(
    "source", ["![a cat|20x30](https://a.example/cat.png)", "[img]https://a.example/cat.png[/img]"]
)
def test_image_is_shown_as_a_link(source: str) -> None:
    made = html(source)
    assert f'<a href="https://a.example/cat.png" {REL}>' in made
    assert "|20x30" not in made
    assert "<img" not in made


def test_quote_names_whom_it_is_from_and_leads_to_the_post() -> None:
    made = render('[quote="jane, post:2, topic:15"]\nhello\n[/quote]\nhi', people=nobody)
    title = '<div class="quote-title"><a href="/t/-/15/2/">jane wrote</a></div>'
    quote = f'<aside class="quote" data-topic="15" data-post="2">{title}<blockquote><p>hello</p></blockquote></aside>'
    assert made.html == f"{quote}<p>hi</p>"
    assert made.quotes == (QuoteRef("jane", 15, 2),)


def test_quote_in_a_quote_is_not_a_quote_by_this_author() -> None:
    inner = '[quote="bob, post:1, topic:15"]\nx\n[/quote]'
    made = render(f'[quote="jane, post:2, topic:15"]\n{inner}\n[/quote]\n> {inner}', people=nobody)
    assert made.quotes == (QuoteRef("jane", 15, 2),)


def test_quote_that_names_only_a_person_is_headed_by_the_name() -> None:
    assert '<div class="quote-title">jane wrote</div>' in html("[quote=jane]\nx\n[/quote]")


def test_quote_that_is_never_closed_stays_text() -> None:
    assert html("[quote=jane]\nx") == "<p>[quote=jane]<br>x</p>"


def test_two_quotes_with_a_blank_line_between_are_two() -> None:
    assert html("> a\n> b\n\n> c") == "<blockquote><p>a<br>b</p></blockquote><blockquote><p>c</p></blockquote>"


def test_spoiler_opens_without_any_script() -> None:
    block = '<details class="spoiler"><summary>Hidden text</summary><p>a</p></details>'
    assert html("[spoiler]\na\n[/spoiler]") == block
    assert html("x [spoiler]*a*[/spoiler]") == '<p>x <span class="spoiler" tabindex="0"><em>a</em></span></p>'


def test_details_have_their_own_title() -> None:
    assert html('[details="A <b> title"]\na\n[/details]').startswith(
        "<details><summary>A &lt;b&gt; title</summary><p>a"
    )


def test_bracket_tags_nest() -> None:
    assert html("[B][i]a[/i] [s]b[/s][/B] [b]c") == "<p><strong><em>a</em> <del>b</del></strong> [b]c</p>"


def test_same_text_looks_the_same_however_its_accents_are_coded() -> None:
    assert html("Jose\u0301") == html("Jos\u00e9")


def test_one_authors_text_says_nothing_to_the_next() -> None:
    html("[a]: https://a.example\n\n`b ``")
    assert html("[a] ``c`` [a][a]") == "<p>[a] <code>c</code> [a][a]</p>"


def test_engines_do_not_mix_between_threads() -> None:
    texts = [f"*{number}* @ada{number}\n\n> {number}" for number in range(200)]
    alone = [render(text, people=everybody) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda text: render(text, people=everybody), texts)) == alone


def test_contract_has_its_numbers() -> None:
    assert MAX_SOURCE == 32_000
    assert RENDERER_VERSION >= 1

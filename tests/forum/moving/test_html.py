"""HTML becomes text that shows the same, and no text takes long."""

import re
from collections.abc import Callable
from html import escape, unescape
from pathlib import Path

import pytest
from django.core.management import call_command

from forum.markup.links import safe_href
from forum.markup.render import render
from forum.markup.source import plain_source
from forum.moving.discourse.html import to_markdown, words_to_markdown
from forum.moving.discourse.parity import count, difference, says_the_same
from forum.moving.discourse.tree import BeyondError, words_alone
from tests.forum.moving.served import first_says, first_shows, post_of

Take = Callable[..., dict[str, int]]
QUOTED = "<blockquote><p>b</p><p>b</p></blockquote>"
QUOTE = '<aside class="quote" data-username="kim"><blockquote>{}</blockquote></aside>'


def text_of(html: str) -> str:
    try:
        return to_markdown(html)
    except BeyondError:
        return words_alone(html)


def shown(html: str) -> str:
    text = plain_source(text_of(html))
    return render(text, people=lambda _: {}, longest=len(text)).html


def links(html: str) -> list[tuple[str, str]]:
    """Return the links that are shown: where each leads, and its words."""
    return [
        (unescape(href), unescape(words)) for href, words in re.findall('<a href="([^"]*)"[^>]*>(.*?)</a>', shown(html))
    ]


LONG = {
    "tags without end": "<a " * 200_000,
    "comments without end": "<!--x>" * 100_000,
    "one long list": "<ol>" + "<li>x</li>" * 60_000,
    "signs": "<" * 600_000,
    "a list below the bound": "<ol>" + "<li>x</li>" * 2_900 + "</ol>",
    "blanks": f"<p>a{' ' * 500_000}b</p>",
    "line ends": "<p>a" + "\n" * 500_000 + "b</p>",
    "levels with much in them": "<blockquote>" * 90 + "tea\n" * 100_000,
    "levels that end otherwise": "<blockquote></li>" * 60 + "tea\n" * 100_000,
    "levels behind comments": "<blockquote><!--</blockquote>-->" * 60 + "tea\n" * 100_000,
    "levels of terms": "<dl><dt>" * 40 + "tea\n" * 100_000,
    "underscores": "<p>" + "_" * 300_000 + "</p>",
    "signs to take out": "\x7f<hr>" * 100_000,
    "marks to put together": "e\u0301<br>" * 5_000,
    "ends of lines in code": "<pre>" + "a<br>" * 5_900 + "</pre>",
    "blanks between programs": "<p>" + "<style></style> " * 2_900 + "- </p>",
    "levels of anything": "<b>" * 2_900 + "tea",
    "levels beyond the bound": "<p>" * 200_000,
    "classes about covers": f'<b class="{"c " * 300}">' * 90 + "<span class=spoiler>x</span>" * 2_900,
}


@pytest.mark.parametrize("html", LONG.values(), ids=LONG)
def test_html_made_to_take_long_is_read_in_no_more_time_than_another(html: str) -> None:
    assert len(text_of(html)) <= 2 * len(html)


LONG_TO_COMPARE = {
    "levels": "mention " + "<b>" * 2_900,
    "asides without end": "<aside " * 80_000,
    "asides that all end before": "</aside>" * 40_000 + "<aside " * 40_000,
    "addresses": "//" * 300_000,
    "brackets": "[a" * 300_000,
    "schemes": "a:" * 300_000,
}


@pytest.mark.parametrize("html", LONG_TO_COMPARE.values(), ids=LONG_TO_COMPARE)
def test_html_made_to_take_long_is_compared_in_no_more_time_than_another(html: str) -> None:
    assert difference(html, html, html) in {"", "too much to compare"}
    assert says_the_same(html, html)


def test_html_of_too_many_tags_comes_as_its_words(folder: Path, db: None, capsys: pytest.CaptureFixture[str]) -> None:
    first_shows(folder, "<b>tea</b> " * 3_500, topic=12)
    call_command("import_discourse", str(folder))
    assert post_of(12).source == ("tea " * 3_500).strip()
    said = capsys.readouterr().out
    assert (
        "Changed: 1 × its words alone, as its HTML has too many tags or levels, or covers that cannot be typed" in said
    )


@pytest.mark.parametrize("html", ["<p>tea</p><ul><li>hot</li></ul>", "<summary>tea</summary>hot", "<td>tea<td>hot"])
def test_words_alone_stand_apart(html: str) -> None:
    assert text_of(html * 6_000).split()[:3] == ["tea", "hot", "tea"]


def test_what_a_comment_hides_stays_hidden() -> None:
    assert to_markdown("<p>a<!-- b --> c <!-- d > e</p>") == "a c"


def test_words_that_look_like_the_end_of_a_quote_end_none() -> None:
    html = shown(QUOTE.format("<p>x</p><p>[/quote]</p><p>so said kim</p>") + "<p>mine</p>")
    assert html.index("so said kim") < html.index("</blockquote>") < html.index("mine")


@pytest.mark.parametrize("text", ["[quote=kim]<br>x<br>[/quote]", "[b]x[/b]", "[spoiler]x[/spoiler]", "[code]x[/code]"])
def test_words_that_look_like_tags_are_words(text: str) -> None:
    assert text.split("<br>", maxsplit=1)[0] in shown(f"<p>{text}</p>")


@pytest.mark.parametrize("tag", ["[spoiler]", "[/spoiler]"])
def test_code_within_a_cover_neither_ends_nor_begins_one(tag: str) -> None:
    html = shown(f'<div class="spoiler"><ul><li><pre>{tag}</pre></li></ul><p>he dies</p></div>end')
    assert html.index("he dies") < html.index("</details>") < html.index("end")


@pytest.mark.parametrize(
    "html",
    [
        '<pre>[spoiler]</pre><div class="spoiler"><pre>[/spoiler]</pre><p>he dies</p></div>',
        '<div class="spoiler"><pre>[/spoiler]\n[spoiler]</pre><p>he dies</p></div>',
        '<p>a <code><span class="spoiler">he dies</span></code></p>',
        '<pre><b class="spoiled">he dies</b></pre>',
        '<ul><li class="spoiler">he dies</li></ul>',
        '<details><summary><span class="spoiler">he dies</span></summary>a</details>',
    ],
)
def test_whatever_has_a_cover_that_cannot_be_typed_is_covered_as_a_whole(
    folder: Path, db: None, take: Take, html: str
) -> None:
    first_shows(folder, html, topic=12)
    take()
    words = re.sub("<summary>Hidden text</summary>", "", post_of(12).html)
    assert words.startswith('<details class="spoiler">')
    assert words.index("he dies") < words.index("</details>") == len(words) - len("</details>")


@pytest.mark.parametrize("html", ["<code>b<br>c``</code>{}", "<dl><dd>{}</dd></dl>"])
def test_a_cover_is_one_wherever_it_stands(html: str) -> None:
    cover = '<div class="spoiler"><p>a</p><p>s</p></div>'
    assert "<p>a</p><p>s</p></details>" in shown(html.format(cover))


@pytest.mark.parametrize("cover", ['<div class="spoiler"><p>a</p><p>s</p></div>', QUOTE.format("<p>a</p><p>s</p>")])
@pytest.mark.parametrize("before", ["<hr>", QUOTED, f"<ul><li>{QUOTED}</li></ul>"])
def test_a_cover_behind_what_an_item_of_an_item_begins_with_is_one(before: str, cover: str) -> None:
    html = shown(f"<ul><li><ul><li><ul><li>{before}{cover}</li></ul></li></ul></li></ul>")
    assert html.count("<p>a</p><p>s</p>") == 1
    assert "<pre>" not in html


def test_covers_of_one_line_are_as_many() -> None:
    html = shown('<p><span class="spoiler">a</span> and <span class="spoiler">b\n</span></p>')
    assert re.findall('<span class="spoiler" tabindex="0">(.*?)</span>', html) == ["a", "b"]


@pytest.mark.parametrize("tag", ["div", "span"])
@pytest.mark.parametrize("words", ["<em>The butler.</em>", "a[i] and b[b]", "a ` b", "a\\", "[/spoiler] c"])
def test_what_is_covered_stays_covered(tag: str, words: str) -> None:
    html = shown(f'<p>`\\</p><{tag} class="spoiler">{words}</{tag}>')
    assert html.count('class="spoiler"') == 1
    assert html.rstrip().endswith(("</span></p>", "</details>"))


@pytest.mark.parametrize(
    "link",
    [
        '<img alt="spoiler" src="https://x.org/b.png">',
        '<a href="https://x.org/">spoiler</a>',
        '<a href="https://x.org/">/spoiler</a>',
        '<a href="https://x.org/">&#x202a;/spo\ufeffiler</a>',
        '<aside class="onebox" data-onebox-src="[/spoiler]">x</aside>',
        '<video src="[/spoiler]"></video>',
        "<br><br>",
        "<p>a</p><b><p>b</p></b>",
        "\u1fef <code>[/spoiler]</code> \u1fef",
        "`<code>a</code><code>b</code>`",
        "[/spoiler<br>]",
        "<code>a<br>[/spoiler]<br>b</code>",
        "<code>a [/spoiler]<br>b</code>",
        "<code>a\n```\nb</code>",
        "a<br><b></b>- b",
        "a<br>\u2022 b",
        'a<br><img alt="1. b">',
        'a<br><img alt="&gt;" class="emoji"> b',
        'a<br><a class="mention">#</a> b',
        "a<hr>b",
        '<span class="spoiler">a</span><br>b',
        'a<br><span class="spoiler">b</span><br>c',
        f"{'<span class=spoiler>' * 9}b{'</span>' * 9}",
        "<ul><li>a<ul><li>b</li></ul><pre>c</pre></li></ul>",
        '<a href="https://x.org/[/spoiler]">x</a>',
        '<a href="https://x.org/" title="[/spoiler]">x</a>',
        '<a class="mention">@y[/spoiler]</a>',
        "[<span>/spoiler]</span>",
        "[/spoi<ins>ler]</ins>",
    ],
)
@pytest.mark.parametrize("before", ["Plot: ", ""])
def test_nothing_within_ends_or_begins_a_cover(before: str, link: str) -> None:
    html = shown(f'<p>{before}<span class="spoiler">he {link} dies</span> end</p>')
    assert html.count('class="spoiler"') == 1
    cover = html.split('class="spoiler"')[1].split("end")[0]
    assert cover.index("he") < cover.index("dies") < max(cover.find("</span>"), cover.find("</details>"))


@pytest.mark.parametrize("kind", ["", "class=emoji"])
@pytest.mark.parametrize("label", ["[/spoiler]", "`", "\\"])
def test_an_images_name_ends_no_cover(kind: str, label: str) -> None:
    html = shown(
        f'<div class="spoiler"><p>a <img alt="{label}" {kind} src="https://a.example/b.png"> b</p></div><p>`</p>'
    )
    assert html.index("b</p>") < html.index("</details>")


def test_a_cover_that_was_lost_is_named() -> None:
    assert difference('<div class="spoiler">x</div>', "<p>x</p>", "x") == "reads otherwise: spoiler 1 there, 0 here"


def test_a_title_of_hidden_text_is_no_part_of_it() -> None:
    html = shown('<details><summary>Ask [<b>@kim</b>], “now”<br><img alt=":tea:">again</summary>x</details>')
    assert "<summary>Ask @kim, now :tea:again</summary><p>x</p>" in html


def test_a_title_of_nothing_is_words() -> None:
    assert "lost words" in shown("<details><summary>a</summary><div><summary>lost words</summary></div></details>")


SIGNS = [
    "a `b",
    "a\\",
    "\\`a`",
    "C:\\[b]",
    "d\\*e*",
    "~~~ a",
    "~~a~~",
    "[a](https:b)",
    "[a",
    "&amp;copy; &amp;#99;",
    "&lt;https:b&gt;",
    "arr[i]",
]
BEGINNINGS = [
    "# a",
    "- a",
    "+ a",
    "1. a",
    "12) a",
    "---",
    "a<br>---",
    "a<br>===",
    "&gt; a",
    "#a",
    "- - -",
    "\u202a# a",
    "\u2022 a",
]


@pytest.mark.parametrize("text", [*SIGNS, *BEGINNINGS])
def test_signs_are_signs(text: str) -> None:
    html = shown(f"<p>{text}</p><ul><li>{text}</li></ul>").replace("  <br>", "<br>")
    assert html.count(text.replace("\u202a", "")) == 2


@pytest.mark.parametrize("text", ["1. a", "~~a~~", "a `", "~a", "a~"])
@pytest.mark.parametrize("tag", ["b", "em", "del", "span"])
def test_signs_are_signs_in_whatever_they_stand(tag: str, text: str) -> None:
    assert re.sub("<[^>]*>", "", shown(f"<{tag}><{tag}>{text}</{tag}></{tag}> b")) == f"{text} b"


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("!", "Wow!"),
        ("[x]<span>(https:b)</span>", "Wow[x](https:b)"),
        ("[<b>x</b>](https:b)", "Wow[x](https:b)"),
        ("[b<ins>]a[/b]</ins>", "Wow[b]a[/b]"),
    ],
)
def test_no_sign_belongs_to_what_comes_after_it(html: str, words: str) -> None:
    text = shown(f'<p>Wow{html}<a href="https://x.org/">c</a></p>')
    assert re.sub("<[^>]*>", "", text) == f"{words}c"


@pytest.mark.parametrize("html", ["a`<code>b</code>", "<kbd>a</kbd><kbd>b</kbd>", "a`<ins><code>b</code></ins>"])
def test_code_stands_apart_from_what_is_before_it(html: str) -> None:
    assert "<code>b</code>" in shown(f"<p>{html}</p>")


def test_code_of_a_line_holds_no_empty_line_and_no_link() -> None:
    code = '<code>for (<a href="https://x.org/">i</a>;\n\n<a class="mention">@kim_</a>)</code>'
    assert shown(f"<p>{code}</p>") == "<p><code>for (i;\n@kim_)</code></p>"


ADDRESSES = [
    "https://x.org/a_(b)",
    "https://x.org/a(b(c",
    "https://x.org/)a",
    "https://x.org/?a[]=1",
    "http://[::1]:80/",
]
ODD_ADDRESSES = [
    "/t/a/1",
    "https://x.org/`",
    "https://x.org/\\",
    "https://x.org/?a&region=b",
    "https://x.org/<",
    "www.x.org",
]


@pytest.mark.parametrize("address", [*ADDRESSES, *ODD_ADDRESSES])
@pytest.mark.parametrize("words", ["a", "i", "Quote of the day", "/code", "[1] a", "a] b", "a_[b] (1).zip", "_a_ *b*"])
def test_links_lead_where_they_led(address: str, words: str) -> None:
    assert links(f'<a href="{escape(address)}">{words}</a>') == [(safe_href(address), words)]


def test_links_lead_where_they_led_though_the_name_of_a_sign_stands_in_them() -> None:
    assert links('<a href="https://x.org/?a&amp;amp;b">c</a>') == [("https://x.org/?a&amp;b", "c")]


def test_links_that_may_lead_nowhere_are_words() -> None:
    html = (
        '<a href="#note-1">[1]</a> <a href="javascript:alert(1)">a</a> <img alt="b" src="data:image/png;base64,AAAA">'
    )
    assert shown(f"<p>{html}</p>") == "<p>[1] a b</p>"


@pytest.mark.parametrize(
    ("html", "link"),
    [
        ('<a href="https://x.org/"><img alt="[b]" src="https://x.org/c.png"></a>', ("https://x.org/", "[b]")),
        ('<a href="https://x.org/"><div>a</div><div>b</div></a>', ("https://x.org/", "a b")),
        ('<a class="lightbox" href="https://x.org/"><img alt="a"><div>a 1x1</div></a>', ("https://x.org/", "a")),
        ('<img alt="The “best”" src="//x.org/b.png">', ("https://x.org/b.png", "The “best”")),
        ('<video src="https://x.org/b_[c]"></video>', ("https://x.org/b_[c]", "https://x.org/b_[c]")),
        ('<audio><source src="https://x.org/b"></audio>', ("https://x.org/b", "https://x.org/b")),
        ('<aside class="onebox" data-onebox-src="https://x.org/b"><p>c</p></aside>', ("https://x.org/b", "https://x.org/b")),
        ('<aside class="onebox" data-onebox-src="https://x.org/_"><p>c</p></aside>', ("https://x.org/_", "https://x.org/_")),
    ],
)  # fmt: skip
def test_what_is_not_shown_is_one_link(html: str, link: tuple[str, str]) -> None:
    assert links(html) == [link]


@pytest.mark.parametrize(
    ("title", "whose"),
    [("lee_b:", "lee_b wrote"), ('<a href="/t/1">About lee</a>', ""), ("About lee", "")],
)
def test_a_quote_without_a_name_has_that_of_its_title(title: str, whose: str) -> None:
    html = shown(f'<aside class="quote"><div class="title">{title}</div><blockquote>a</blockquote></aside>')
    assert "".join(re.findall('<div class="quote-title">(.*?)</div>', html)) == whose


@pytest.mark.parametrize("place", ['data-post="1]" data-topic="2"', 'data-post="1" data-topic="x"'])
def test_a_quote_is_of_a_place_of_numbers_alone(place: str) -> None:
    assert to_markdown(QUOTE.format("a").replace("data", f"{place} data", 1)) == '[quote="kim"]\na\n[/quote]'


ITEMS = ["<ul><li>", "<ul><li><ul><li>", "<ul><li>b<ul><li>b", '<ol start="10"><li><p>b</p>', "<ul><li><blockquote>"]


@pytest.mark.parametrize("tags", ITEMS)
@pytest.mark.parametrize("inner", ['<div class="spoiler"><p>a</p><p>z</p></div>', QUOTE.format("<p>a</p><p>z</p>")])
def test_items_hold_what_stands_apart(tags: str, inner: str) -> None:
    html = shown(f"{tags}{inner}</li></ul></li></ul></ol><p>end</p>")
    inside = re.findall("(?s)<(?:aside|details).*</(?:aside|details)>", html)
    assert [html.count("<p>a</p><p>z</p>"), inside[0].count("<p>a</p><p>z</p>"), html.count("<p>end</p>")] == [1, 1, 1]


@pytest.mark.parametrize(
    "before",
    [
        "<ins><div>b</div></ins>",
        "b\n<i></i>",
        "<span>b\n</span>",
        "<ins>b<br></ins>",
        "b<br><b></b>",
        '<br><a class="anchor"></a>',
    ],
)
@pytest.mark.parametrize("mark", ["- a", "1. a", "# a", "&gt; a", "\u2022 a"])
def test_what_begins_a_line_within_a_line_is_words(before: str, mark: str) -> None:
    assert mark in shown(f"<p>c {before}<ins>{mark}</ins></p>").replace("<p>", "").replace("</p>", "")


@pytest.mark.parametrize("mark", ["-", "1.", "#", "&gt;", "==="])
def test_what_begins_no_line_is_left_as_it_is(mark: str) -> None:
    assert to_markdown(f"<p>a <b>b</b>{mark} c</p>") == f"a **b**{unescape(mark)} c"


@pytest.mark.parametrize("tag", ["h2", "a"])
def test_a_cover_of_blocks_in_a_line_is_one_within_it(tag: str) -> None:
    html = shown(f'<{tag} href="https://x.org/">b <span class="spoiler"><p>a</p><p>z</p></span></{tag}>')
    assert re.search(r'b <span class="spoiler" tabindex="0">a\s*z</span></(?:h3|a)>', html)


def test_an_emoji_is_its_name_and_no_link() -> None:
    assert to_markdown('<p><img class="emoji" alt=":tea:" src="https://x.org/b.png"></p>') == ":tea:"


def test_what_comes_behind_a_list_in_an_item_is_no_part_of_it() -> None:
    html = shown("<ul><li>a<ul><li>b</li></ul>c</li><li>d</li></ul>")
    assert html == "<ul><li><p>a</p><ul><li>b</li></ul><p>c</p></li><li><p>d</p></li></ul>"


def test_numbers_that_are_none_are_left_out() -> None:
    html = shown('<ol start="²"><li>a</li></ol><table><tr><td colspan="²">b</td></tr></table><h2>C#</h2>')
    assert html.startswith("<ol><li>a</li></ol>")
    assert html.endswith("<h3>C#</h3>")


def test_words_alone_are_words() -> None:
    source = words_to_markdown(f"{'<b></b>' * 4_000}<p>[quote=kim]<br>*I*<br>[/quote]</p><p># a</p>")
    assert render(source, people=lambda _: {}).html == "<p>[quote=kim]<br>*I*<br>[/quote]</p><p># a</p>"


def test_ends_of_lines_in_code_are_kept() -> None:
    assert to_markdown("<pre>a<br>b<br>\nc</pre>") == "```\na\nb\nc\n```"


def test_a_window_to_elsewhere_comes_as_its_address() -> None:
    html = shown('<p>See</p><iframe src="https://films.example/embed/dQ__9Wg-_x"></iframe>')
    assert 'href="https://films.example/embed/dQ__9Wg-_x"' in html


def test_names_with_underscores_are_left_as_they_are() -> None:
    assert to_markdown("<p>a_b__c</p>") == "a_b__c"


def test_the_report_names_what_was_made_from_html_and_shows_otherwise(
    folder: Path, db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    first_shows(folder, "<h2><ul><li>Tea</li></ul></h2>", topic=12)
    call_command("import_discourse", str(folder))
    assert "reads otherwise: 12.json #1 (li 1 there, 0 here)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<div class="onebox"><ul><li>x</li></ul></div><ul><li>y</li></ul>', {"li": 1}),
        ('<div class="title"><img class="emoji"></div><img class="emoji">', {"emoji": 1}),
        ("<li><b>x</li></b><blockquote></li>", {"li": 1, "blockquote": 1}),
    ],
)
def test_what_a_preview_or_a_title_holds_is_not_counted(html: str, found: dict[str, int]) -> None:
    assert count(html) == found


@pytest.mark.parametrize(
    ("theirs", "source", "is_same"),
    [
        ("<p>Call me.</p>", "Call **me**.", True),
        ("<p>Call me.</p>", "Call me. My number is seven.", False),
        ("<p>Call me. My story is long.</p>", "Call me.", False),
        ("<p>Nice words.</p>", "I hate all of you.", False),
        ("<p>Yes.</p>", "No.", False),
        ("<p></p>", "", True),
        ('<aside class="quote">Whose words</aside><p>Mine</p>', "[quote=kim]\nOther words\n[/quote]\nMine", True),
        ('<p><a href="https://a.example/b"><img></a></p>', "![x|690x388](upload://abc.png)", True),
        ("<p>See &lt;b&gt;</p>", "See `<b>`", True),
    ],
)
def test_what_was_typed_is_known_by_its_words(theirs: str, source: str, is_same: bool) -> None:  # noqa: FBT001
    assert says_the_same(theirs, source) is is_same


def test_a_text_of_other_words_is_passed_over(take: Take, folder: Path) -> None:
    first_says(folder, "Cocoa it is.", topic=12)
    first_shows(folder, "<p>Tea helps.</p>", topic=12)
    take()
    assert post_of(12).source == "Tea helps."

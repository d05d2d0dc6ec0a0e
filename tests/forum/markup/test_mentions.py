"""Who is mentioned, by the rules of Discourse."""

import pytest

from forum.markup.render import TooMuchError, render
from tests.forum.markup.people import everybody, nobody


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("@jane", ("jane",)),
        ("@Jane and @JANE", ("jane",)),
        ("Thanks @jane.", ("jane",)),
        ("(@jane), @bob!", ("jane", "bob")),
        ("@jane's", ("jane",)),
        ("@hd_ @a-b @a.b", ("hd_", "a-b", "a.b")),
        ("**@jane** _@bob_", ("jane", "bob")),
        ("- @jane\n\n# @bob", ("jane", "bob")),
        ("\u201c@jane\u201d\u2026@bob\u2014", ("jane", "bob")),
        ("@jos\u00e9 @jose\u0301", ("jos\u00e9",)),
        ("[spoiler]@jane[/spoiler]", ("jane",)),
        ("@" + "a" * 60, ("a" * 60,)),
    ],
)
def test_mention_is_heard(source: str, names: tuple[str, ...]) -> None:
    assert render(source, people=everybody).mentions == names


@pytest.mark.parametrize(
    "source",
    [
        "me@x.org",
        "x@jane",
        "@jane\U0001f642",
        "@ jane",
        "@.jane",
        "\\@jane",
        "&#64;jane",
        "`@jane`",
        "```\n@jane\n```",
        "    @jane",
        "[@jane](https://a.example)",
        "https://a.example/@jane",
        "> @jane",
        '[quote="bob"]\n@jane\n[/quote]',
        "[quote=@jane]\nx\n[/quote]",
        '[details="@jane"]\nx\n[/details]',
        "@" + "a" * 61,
    ],
)
def test_what_is_no_mention_calls_nobody(source: str) -> None:
    assert render(source, people=everybody).mentions == ()


def test_mention_leads_to_the_person_under_the_name_as_typed() -> None:
    html = render("@JANE", people=everybody).html
    assert html == '<p><a class="mention" href="/@Jane/">@JANE</a></p>'


def test_mention_in_a_quote_is_a_link_that_calls_nobody() -> None:
    assert 'href="/@Jane/"' in render("> @jane", people=everybody).html


def test_name_that_is_nobodys_stays_text() -> None:
    made = render("@jane", people=nobody)
    assert made.html == "<p>@jane</p>"
    assert made.mentions == ()


def test_people_are_looked_up_once_with_all_who_may_be_meant() -> None:
    asked = []

    def people(names: frozenset[str]) -> dict[str, str]:
        asked.append(names)
        return {}

    render("@Jane `@code` [@link](/a)\n\n> @Bob\n\n- @jane", people=people)
    assert asked == [{"jane", "bob"}]


def test_text_that_may_mean_thousands_asks_for_nobody() -> None:
    with pytest.raises(TooMuchError):
        render(" ".join(f"@a{number}" for number in range(3_000)), people=_unasked)


def test_text_without_a_name_asks_for_nobody() -> None:
    assert render("me@x.org and `@code`", people=_unasked).mentions == ()


def _unasked(names: frozenset[str]) -> dict[str, str]:
    raise AssertionError(names)

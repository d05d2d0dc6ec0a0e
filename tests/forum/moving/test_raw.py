"""What was typed becomes the body of whoever typed it, and of nobody else."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command

from forum.moving.discourse.raw import DoubtError, bodies
from tests.forum.moving.served import RULE, first_says, first_shows, head, headings, post_of, typed

Take = Callable[..., dict[str, int]]
Change = Callable[..., None]


def test_each_body_is_found_by_its_heading() -> None:
    found = dict(bodies(typed("Tea.", "Hot.", "Milk."), headings("a", "b", "c")))
    assert found == {1: b"Tea.", 2: b"Hot.", 3: b"Milk."}


@pytest.mark.parametrize("second", ["", "renamed"])
def test_a_post_of_nobody_is_no_part_of_the_body_before_it(second: str) -> None:
    found = dict(bodies(typed("Tea.", "Hidden.", "Milk."), headings("a", second, "c")))
    assert found == {1: b"Tea.", 3: b"Milk."}


@pytest.mark.parametrize(
    "heading",
    [
        " | 2020-03-02 10:00:00 UTC | #2",
        "b | 2020-03-02 10:00:00 +0000 | #2",
        "b | 2020-03-09 10:00:00 UTC | #2",
    ],
)
def test_a_heading_that_is_written_otherwise_begins_what_is_nobodys(heading: str) -> None:
    served = typed("Tea.", "Hidden.", "Milk.").replace(head("b", 2).strip().encode(), heading.encode())
    assert dict(bodies(served, headings("a", "b", "c"))) == {1: b"Tea.", 3: b"Milk."}


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_pasted_headings_that_may_be_true_leave_all_aside(number: int) -> None:
    pasted = typed("Tea." + RULE + head("abcd"[number - 1], number) + "I said so.", "Hidden.", "Milk.", "Sugar.")
    with pytest.raises(DoubtError):
        dict(bodies(pasted, headings(*"abcd")))


def test_a_pasted_heading_without_a_rule_is_words() -> None:
    pasted = typed("Tea.\n\n" + head("c", 3) + "So they said.", "Hidden.", "Milk.")
    assert dict(bodies(pasted, headings(*"abc")))[3] == b"Milk."


@pytest.mark.parametrize("content", ["", "<html>404 not found</html>"])
def test_a_text_without_a_heading_holds_nothing(take: Take, folder: Path, content: str) -> None:
    (folder / "11.raw.md").write_text(content)
    assert take()["posts"] == 6


def test_what_can_be_read_in_more_than_one_way_is_made_from_html(
    take: Take, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = folder / "11.raw.md"
    raw.write_text(raw.read_text().replace("Long.\n", f"Long.{RULE}{head('heron', 6)}Forged.\n"))
    call_command("import_discourse", str(folder))
    assert post_of(11, 6).source == "Be kind, all of you."
    assert "Changed: 1 × what was typed left aside, as it can be read in more" in capsys.readouterr().out


def test_a_body_that_was_cut_short_is_made_from_html(take: Take, folder: Path) -> None:
    words = f"It was long.{RULE}{head('nobody', 3)}So they said, and I know!"
    first_says(folder, words)
    take()
    assert post_of(11, 1).source.endswith("So they said, and I know!")


def test_a_body_before_a_post_that_is_not_in_the_file_is_what_was_typed(
    take: Take, folder: Path, change: Change
) -> None:
    change("11.json", lambda topic: topic["post_stream"]["posts"].pop(1))
    take()
    assert "* it was long" in post_of(11, 1).source


def test_what_an_author_took_away_since_does_not_come(take: Take, folder: Path, change: Change) -> None:
    first_says(folder, "Call me at night, and my number is this one.")
    first_shows(folder, "<p>Call me at night.</p>")
    take()
    assert post_of(11, 1).source == "Call me at night."


def test_what_was_typed_before_the_last_edit_is_left_aside(take: Take, folder: Path, change: Change) -> None:
    first_says(folder, "*Tea* helps.", topic=12)
    change("12.json", lambda topic: topic["post_stream"]["posts"][0].update(updated_at="2020-03-03T10:00:00.000Z"))
    take()
    assert post_of(12, 1).source == "\\*Tea\\* helps."


def test_nobody_puts_words_into_the_mouth_of_one_whose_post_was_not_served(
    take: Take, folder: Path, change: Change
) -> None:
    (folder / "11.raw.md").write_text(
        f"{head('willow', 1)}Tea.{RULE}{head('heron', 6, '2020-03-07 10:00:00 UTC')}I hate all of you.\n"
    )
    take()
    assert post_of(11, 6).source == "Be kind, all of you."


def test_a_post_that_may_not_come_lends_its_name_to_none_of_the_same_number(
    take: Take, folder: Path, change: Change
) -> None:
    def double(topic: dict[str, dict[str, list[dict[str, object]]]]) -> None:
        posts = topic["post_stream"]["posts"]
        posts.append(posts[0] | {"id": 900, "username": "spam", "user_id": 90, "hidden": True})

    change("12.json", double)
    (folder / "12.raw.md").write_text(f"{head('spam', 1)}Tea helps.\n")
    take()
    assert post_of(12, 1).source == "Tea helps."


@pytest.mark.parametrize(
    "html", ["<p class='mention'>Tea <![foo bar]> y</p>", "<li>Tea <![1", f"<li>Tea &#{'1' * 5_000};</li>"]
)
def test_html_that_cannot_be_compared_costs_nothing(take: Take, folder: Path, html: str) -> None:
    first_says(folder, "Tea")
    first_shows(folder, html)
    assert take()["topics"] == 2

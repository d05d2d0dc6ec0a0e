"""What another forum wrote comes as it was, once, and to nobody's surprise."""

import os
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DataError
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.actions import take_in_authors
from accounts.models import Origin, Persona, User
from forum.categories.models import Category
from forum.categories.visibility import Audience
from forum.moving.discourse import importing
from forum.moving.discourse.bodies import CUT, LONGEST, Body, read_body
from forum.moving.discourse.naming import Names
from forum.moving.discourse.reading import MAX_NUMBER, OldPost
from forum.topics.actions import ArrivedPost, ArrivedTopic, create_reply, keep_former, write_arrived, wrong_counts
from forum.topics.models import FormerTopic, Kind, Mention, Post, Quote, Topic
from outbox import clock
from outbox.models import Delivery, Letter
from tests.fixtures_people import ClientOf
from tests.forum.moving.served import post_of

Take = Callable[..., dict[str, int]]
Change = Callable[..., None]


def address_of(topic: int, number: int | None = None) -> str:
    found = Topic.objects.get(former__old_id=topic)
    return f"/t/{found.slug}/{found.pk}/" + (f"{number}/#post-{number}" if number else "")


def test_the_report_ends_with_what_was_taken(take: Take) -> None:
    assert take() == {"topics": 2, "posts": 6, "authors": 3, "skipped": 3}


def write_shells(topic: dict[str, Any]) -> None:
    """Fill a topic with fifty posts whose text is at hand nowhere but in their HTML."""
    (post,) = topic["post_stream"]["posts"]
    topic["post_stream"]["posts"] = [post | {"id": 1000 + number, "post_number": number} for number in range(1, 51)]


def test_a_report_that_grew_long_says_where_all_of_it_stands(
    folder: Path, change: Change, db: None, capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    settings.VAR_DIR = folder.parent
    change("12.json", write_shells)
    call_command("import_discourse", str(folder))
    said = capsys.readouterr().out
    (details,) = folder.parent.glob("import-*.txt")
    assert "Changed: 51 × text made from HTML" in said
    assert f"and 11 more; all of them: {details}" in said
    assert details.read_text().count("Changed: text made from HTML: 12.json #") == 50


def test_a_report_that_names_all_leaves_no_file(take: Take, folder: Path, settings: Settings) -> None:
    settings.VAR_DIR = folder.parent
    take()
    assert list(folder.parent.glob("import-*.txt")) == []


def test_all_that_was_left_out_is_written_where_one_asks_for_it(take: Take, tmp_path: Path) -> None:
    take(details=tmp_path / "all.txt")
    assert "Left out: said among staff: 11.json\n" in (tmp_path / "all.txt").read_text()


def test_a_file_whose_name_is_no_text_costs_itself_alone(take: Take, folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.json")).write_text("{")
    assert take() == {"topics": 2, "posts": 6, "authors": 3, "skipped": 4}


def test_progress_is_told_within_a_topic(
    folder: Path, db: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.moving.discourse.report.EVERY", 0)
    call_command("import_discourse", str(folder))
    assert "Taking: 3 of 6 posts" in capsys.readouterr().err


def test_a_second_run_changes_nothing(take: Take) -> None:
    take()
    before = list(Post.objects.order_by("pk").values()), list(Topic.objects.order_by("pk").values())
    assert take() == {"topics": 0, "posts": 0, "authors": 0, "skipped": 3}
    assert before == (list(Post.objects.order_by("pk").values()), list(Topic.objects.order_by("pk").values()))


def test_numbers_gaps_and_times_stay(take: Take) -> None:
    take()
    posts = Post.objects.filter(topic__former__old_id=11).order_by("number")
    assert [post.number for post in posts] == [1, 2, 4, 5, 6]
    assert post_of(11, 1).created_at.isoformat() == "2020-03-02T10:00:00.123000+00:00"
    assert post_of(11, 2).edited_at is not None


def test_what_was_typed_becomes_the_body(take: Take) -> None:
    take()
    assert post_of(11, 1).source.startswith("How was yours? Ask @river. :heart:")


def test_a_line_in_a_body_that_looks_like_a_heading_stays_in_it(take: Take) -> None:
    take()
    assert "This line only looks like one." in post_of(11, 2).source


def test_a_text_of_other_posts_is_passed_over(take: Take, folder: Path) -> None:
    (folder / "12.raw.md").write_text("willow | 2020-03-02 10:00:00 UTC | #1\n\nCocoa helps.\n")
    assert take()["posts"] == 6
    assert post_of(12, 1).source == "Tea helps."


def test_html_becomes_text_without_programs(take: Take) -> None:
    take()
    assert post_of(12, 1).source == "Tea helps."


def write_first(topic: dict[str, Any], cooked: str) -> None:
    topic["post_stream"]["posts"][0].update(cooked=cooked)


def test_a_post_that_is_longer_than_one_may_be_here_comes_whole(take: Take, change: Change) -> None:
    change("12.json", lambda topic: write_first(topic, "<p>" + "tea " * 15_000 + "<b>ends</b></p>"))
    assert take()["skipped"] == 3
    assert post_of(12, 1).html.endswith("<strong>ends</strong></p>")


def test_a_post_too_long_even_for_that_is_cut_and_says_so(take: Take, change: Change) -> None:
    change("12.json", lambda topic: write_first(topic, "<p>" + "tea " * 60_000 + "</p>"))
    assert take()["skipped"] == 3
    post = post_of(12, 1)
    assert len(post.source) <= LONGEST
    assert post.html.endswith("</p><p>(This post was longer. The rest was cut when it moved here.)</p>")


@pytest.mark.parametrize("before", ["Tea.", "<code>[/spoiler]</code>", "<ul><li>"])
@pytest.mark.parametrize("tag", ["<div class=spoiler>", "<span class=spoiler>", "<details>"])
def test_a_post_with_covers_that_was_cut_is_covered(take: Take, change: Change, tag: str, before: str) -> None:
    hidden = f"{before}{tag}<p>So</p>{'he goes ' * 30_000}"
    change("12.json", lambda topic: write_first(topic, hidden))
    take()
    html = post_of(12, 1).html
    assert len(html) > 149_000
    assert html.startswith('<details class="spoiler">')
    assert html.endswith("moved here.)\n</code></pre></details>")


@pytest.mark.parametrize("text", ["<p>tea</p>" * 2_500, "<b><i></i></b>" * 3_000 + "<p>tea</p>[/spoiler]"])
@pytest.mark.parametrize("cover", ['<div class="spoiler">he goes</div>', "<details><p>he goes</p></details>"])
def test_what_was_covered_in_a_post_over_the_bounds_stays_so(take: Take, change: Change, text: str, cover: str) -> None:
    change("12.json", lambda topic: write_first(topic, text + cover))
    take()
    html = post_of(12, 1).html
    assert html.startswith('<details class="spoiler">')
    assert html.index("he goes") < html.index("</details>")


def test_of_a_post_over_the_bounds_the_words_are_shown_and_no_signs(take: Take, change: Change) -> None:
    change("12.json", lambda topic: write_first(topic, "<p>*tea* [b]</p>" * 2_500))
    take()
    assert post_of(12, 1).html.startswith("<pre><code>*tea* [b]\n")


def test_a_post_of_html_without_end_is_cut_and_says_so(take: Take, change: Change) -> None:
    change("12.json", lambda topic: write_first(topic, "Tea." + "<b><i></i></b>" * 50_000))
    take()
    assert post_of(12, 1).source.startswith("Tea.")
    assert post_of(12, 1).source.endswith(CUT)


@pytest.mark.parametrize("text", ["<p>tea</p>" * 2_500, "<p>:tea:</p>" * 2_500, "<blockquote>" * 25 + "tea" + "`" * 9])
def test_a_post_over_the_bounds_is_shown_as_it_was_typed(take: Take, change: Change, text: str) -> None:
    change("12.json", lambda topic: write_first(topic, text))
    assert take()["skipped"] == 3
    html = post_of(12, 1).html
    assert html.startswith("<pre><code>")
    assert html.count("tea") == text.count("tea")


def test_a_long_post_of_words_all_different_comes_whole(take: Take, change: Change) -> None:
    words = " ".join(chr(0x4E00 + number // 150) + chr(0x4E00 + number % 150) for number in range(45_000))
    change("12.json", lambda topic: write_first(topic, f"<p>{words}</p>"))
    assert take()["skipped"] == 3
    assert words in post_of(12, 1).html


def test_the_report_tells_of_a_post_that_had_to_change(
    take: Take, folder: Path, change: Change, capsys: pytest.CaptureFixture[str]
) -> None:
    change("12.json", lambda topic: write_first(topic, "<p>" + "tea " * 60_000 + "</p>"))
    call_command("import_discourse", str(folder))
    assert "too long even for what comes: 12.json #1" in capsys.readouterr().out


def test_a_reply_knows_what_it_answers(take: Take) -> None:
    take()
    assert post_of(11, 4).reply_to == post_of(11, 2)


def test_a_mention_is_remembered(take: Take) -> None:
    take()
    assert Mention.objects.get().persona.name == "river"
    assert 'href="/@river/"' in post_of(11, 1).html


def test_a_quote_names_the_post_as_it_is_here(take: Take) -> None:
    take()
    assert Quote.objects.get().quoted == post_of(12, 1)
    assert f"topic:{post_of(12, 1).topic_id}" in post_of(11, 4).source


def test_a_quote_of_what_did_not_come_leads_nowhere(take: Take, folder: Path) -> None:
    (folder / "12.json").unlink()
    take()
    assert '[quote="river"]' in post_of(11, 4).source


def test_a_small_action_comes_as_what_it_is(take: Take, client_of: ClientOf, ada: User) -> None:
    take()
    assert post_of(11, 5).kind == Kind.CLOSED
    assert "Closed this topic" in client_of(ada).get(address_of(11, 5)).content.decode()


def test_a_moderators_word_comes_as_one(take: Take) -> None:
    take()
    assert post_of(11, 6).kind == Kind.MODERATOR


def test_a_closed_topic_is_closed_and_a_pinned_one_pinned(take: Take) -> None:
    take()
    assert Topic.objects.get(former__old_id=11).closed_at == post_of(11, 5).created_at
    assert Topic.objects.get(former__old_id=12).pinned_at is not None


def test_what_is_hidden_private_or_among_staff_does_not_come(take: Take) -> None:
    take()
    words = " ".join(Post.objects.values_list("source", flat=True))
    assert not any(one in words for one in ("Flagged", "Only you", "Between us"))


def test_it_is_for_members_unless_told_otherwise(take: Take) -> None:
    take()
    assert set(Topic.objects.values_list("audience", "category__audience")) == {(Audience.MEMBERS, Audience.MEMBERS)}


def test_it_is_for_everyone_where_that_is_said(take: Take) -> None:
    take(audience="everyone")
    assert set(Topic.objects.values_list("audience", flat=True)) == {Audience.EVERYONE}


def test_each_category_becomes_one(take: Take) -> None:
    take()
    assert set(Category.objects.values_list("slug", flat=True)) == {"imported-7", "imported-8"}


def test_an_unlisted_topic_is_for_moderators(take: Take, change: Change) -> None:
    change("12.json", lambda topic: topic.update(visible=False))
    take()
    assert Topic.objects.get(former__old_id=12).audience == Audience.MODERATORS


def test_the_counts_are_right(take: Take) -> None:
    take()
    assert wrong_counts() == []
    assert Topic.objects.get(former__old_id=11).reply_count == 4


def test_nobody_is_told(take: Take, ada: User) -> None:
    take()
    assert not Delivery.objects.exists()
    assert not Letter.objects.exists()


def test_an_author_of_a_taken_name_gets_a_number(take: Take, ada: User, change: Change) -> None:
    change("12.json", lambda topic: topic["post_stream"]["posts"][0].update(username="Ada", user_id=9))
    take()
    assert post_of(12, 1).persona.name == "Ada-2"
    assert post_of(12, 1).persona.user is None


def test_authors_whose_names_fit_alike_get_numbers(take: Take, change: Change) -> None:
    def rename(topic: dict[str, Any]) -> None:
        for place, name in enumerate(["Kim", "kim", "KIM", "kim-2"]):
            topic["post_stream"]["posts"][place].update(username=name, user_id=900 + place)

    change("11.json", rename)
    take()
    names = {persona.name for persona in Persona.objects.filter(origin__key__startswith="discourse:90")}
    assert {name.lower() for name in names} == {"kim", "kim-2", "kim-3", "kim-4"}


def test_an_update_adds_what_is_new(take: Take, folder: Path, change: Change) -> None:
    whole = (folder / "11.json").read_text()
    change("11.json", lambda topic: topic["post_stream"]["posts"].pop(2))
    take()
    (folder / "11.json").write_text(whole)
    assert take()["posts"] == 1
    assert post_of(11, 4).reply_to == post_of(11, 2)
    assert wrong_counts() == []


def test_an_update_that_brings_what_opened_a_topic_lets_it_open_it(take: Take, folder: Path, change: Change) -> None:
    whole = (folder / "11.json").read_text()
    change("11.json", lambda topic: topic["post_stream"]["posts"].pop(0))
    take()
    (folder / "11.json").write_text(whole)
    assert take()["posts"] == 1
    topic = Topic.objects.get(former__old_id=11)
    assert topic.first_post == post_of(11, 1)
    assert [post.title for post in topic.posts.order_by("number")] == [topic.title, "", "", "", ""]
    assert wrong_counts() == []


def test_a_second_file_of_a_topic_goes_on_where_the_first_ended(take: Take, folder: Path, change: Change) -> None:
    (folder / "more").mkdir()
    (folder / "more" / "11.json").write_text((folder / "11.json").read_text())
    change("11.json", lambda topic: topic["post_stream"]["posts"].pop())
    assert take()["posts"] == 6
    assert [post.number for post in post_of(11, 1).topic.posts.order_by("number")] == [1, 2, 4, 5, 6]


def test_an_update_leaves_a_number_that_was_given_here(take: Take, change: Change, ada: User) -> None:
    take()
    topic = Topic.objects.get(former__old_id=12)
    ours = create_reply(persona=ada.persona, topic=topic, source="Mint.", key=uuid.uuid4())
    row = {"id": 120, "post_number": ours.number, "username": "river", "user_id": 553, "cooked": "<p>Black.</p>"}
    moment = {"created_at": "2021-01-01T00:00:00Z"}
    change("12.json", lambda topic: topic["post_stream"]["posts"].append(row | moment))
    assert take()["posts"] == 1
    assert post_of(12, 3).source == "Black."


def test_a_long_topic_that_is_written_in_parts_comes_as_a_whole(take: Take, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forum.moving.discourse.importing._BATCH", 2)
    assert take() == {"topics": 2, "posts": 6, "authors": 3, "skipped": 3}
    assert post_of(11, 4).reply_to == post_of(11, 2)
    assert wrong_counts() == []


BREAKING: dict[str, Callable[[Any], object]] = {
    "no posts": lambda topic: topic.pop("post_stream"),
    "a wrong type": lambda topic: topic.update(title=["a"]),
    "a huge number": lambda topic: topic["post_stream"]["posts"][0].update(post_number=10**30),
    "no time": lambda topic: topic["post_stream"]["posts"][0].update(created_at="soon"),
    "a time to come": lambda topic: topic["post_stream"]["posts"][0].update(created_at="2999-01-01T00:00:00Z"),
    "a post that is none": lambda topic: topic["post_stream"]["posts"].append(7),
    "an id that is true": lambda topic: topic.update(id=True),
    "a list in the stream": lambda topic: topic["post_stream"]["stream"].append([[], {}]),
    "a time before there were forums": lambda topic: topic.update(created_at="0001-01-01T00:00:00Z"),
    "a time with an odd zone": lambda topic: topic.update(created_at="0001-01-01T00:00:00+23:59"),
    "a number without one after it": lambda topic: topic["post_stream"]["posts"][0].update(post_number=2**31 - 1),
}


@pytest.mark.parametrize("how", BREAKING)
def test_a_broken_file_costs_itself_alone(take: Take, change: Change, how: str) -> None:
    change("12.json", BREAKING[how])
    assert take() == {"topics": 1, "posts": 5, "authors": 3, "skipped": 4}


def test_a_file_that_the_database_refuses_costs_itself_alone(take: Take, change: Change) -> None:
    many = [{"id": 2, "count": 2**31 - 1}] * 2
    change("12.json", lambda topic: topic["post_stream"]["posts"][0].update(actions_summary=many))
    assert take() == {"topics": 1, "posts": 5, "authors": 3, "skipped": 4}


@pytest.mark.parametrize(
    "content", [b"{", b"[]", b"\xff\xfe", b"[" * 100_000, b'{"id": ' + b"9" * 5_000 + b"}", b"NaN"]
)
def test_a_file_that_is_no_topic_costs_itself_alone(take: Take, folder: Path, content: bytes) -> None:
    (folder / "12.json").write_bytes(content)
    assert take()["skipped"] == 4


def test_a_folder_or_a_link_in_place_of_a_file_is_left_out(take: Take, folder: Path) -> None:
    (folder / "5.json").mkdir()
    (folder / "6.json").symlink_to(folder / "12.json")
    assert take() == {"topics": 2, "posts": 6, "authors": 3, "skipped": 5}


def test_characters_that_no_database_takes_are_dropped(take: Take, change: Change) -> None:
    change("12.json", lambda topic: topic.update(title="T\x00e\ud800a"))
    take()
    assert Topic.objects.get(former__old_id=12).title == "Tea"


def test_an_old_address_leads_on(take: Take, client_of: ClientOf, ada: User) -> None:
    take()
    assert client_of(ada).get("/t/first-night/11/4/")["Location"] == address_of(11, 4)


def test_ours_with_id_and_slug_wins(take: Take, client_of: ClientOf, ada: User) -> None:
    take()
    ours = Topic.objects.get(former__old_id=12)
    FormerTopic.objects.filter(pk=11).update(old_id=ours.pk, slug=ours.slug)
    assert client_of(ada).get(f"/t/{ours.slug}/{ours.pk}/1/").status_code == 200


def test_the_old_id_and_slug_win_over_our_id_alone(take: Take, client_of: ClientOf, ada: User) -> None:
    take()
    ours, other = Topic.objects.get(former__old_id=12), address_of(11, 2)
    FormerTopic.objects.filter(pk=11).update(old_id=ours.pk)
    assert client_of(ada).get(f"/t/first-night/{ours.pk}/2/")["Location"] == other


def test_the_id_alone_leads_on_where_no_slug_fits(take: Take, client_of: ClientOf, ada: User) -> None:
    take()
    assert client_of(ada).get("/t/an-older-title/11/4/")["Location"] == address_of(11, 4)


def test_an_old_address_tells_a_visitor_nothing(take: Take, client: Client) -> None:
    take()
    there, nowhere = client.get("/t/first-night/11/4/"), client.get("/t/first-night/999/4/")
    assert (there.status_code, nowhere.status_code) == (404, 404)


def test_an_address_is_kept_for_whoever_claims_the_name(take: Take, tmp_path: Path) -> None:
    (tmp_path / "emails.csv").write_text("username,email\nRiver,River@example.org\n")
    take(emails=tmp_path / "emails.csv")
    assert Origin.objects.get(persona=Persona.objects.get(name="river")).email == "river@example.org"


def test_an_address_goes_to_whoever_had_the_name_there(take: Take, tmp_path: Path, change: Change) -> None:
    Persona.objects.create(name="River")
    change("12.json", lambda topic: topic["post_stream"]["posts"][0].update(username="river-2", user_id=9))
    (tmp_path / "emails.csv").write_text("river,first@example.org\nriver-2,second@example.org\n")
    take(emails=tmp_path / "emails.csv")
    assert dict(Origin.objects.exclude(email="").values_list("names__0", "email")) == {
        "river": "first@example.org",
        "river-2": "second@example.org",
    }


def test_a_name_that_two_had_there_is_nobodys_to_claim(
    take: Take, tmp_path: Path, change: Change, capsys: pytest.CaptureFixture[str]
) -> None:
    change("12.json", lambda topic: topic["post_stream"]["posts"][0].update(username="River", user_id=9))
    (tmp_path / "emails.csv").write_text("river,river@example.org\n")
    call_command("import_discourse", str(tmp_path / "export"), emails=tmp_path / "emails.csv")
    assert not Origin.objects.exclude(email="").exists()
    assert "Addresses not kept: 1 × not the one name of one author who came: river" in capsys.readouterr().out


def test_whoever_came_before_their_name_was_kept_gets_it_with_the_next_run(take: Take) -> None:
    take()
    Origin.objects.update(names=[])
    take()
    assert set(Origin.objects.values_list("names__0", flat=True)) == {"heron", "river", "willow"}


def test_a_list_that_gives_a_name_two_addresses_is_refused(take: Take, tmp_path: Path) -> None:
    (tmp_path / "emails.csv").write_text("river,first@example.org\nRiver,second@example.org\n")
    with pytest.raises(CommandError, match="gives one name two addresses"):
        take(emails=tmp_path / "emails.csv")


def test_quotes_in_quotes_are_read_once(take: Take, change: Change) -> None:
    def nest(topic: dict[str, Any]) -> None:
        inner = "<p>Tea.</p>"
        for name in ["river", "heron"] * 5:
            opening = f'<aside class="quote" data-username="{name}"><div class="title">{name}:</div><blockquote>'
            inner = f"{opening}{inner}</blockquote></aside>"
        topic["post_stream"]["posts"][0].update(cooked=inner)

    change("12.json", nest)
    take()
    source = post_of(12, 1).source
    assert (source.count('[quote="river"]'), source.count("Tea."), source.count("river:")) == (5, 1, 0)


@pytest.mark.parametrize(
    "text",
    [
        '[quote="' + ", a:a" * 30_000,
        "[quote=" * 20_000,
        '> [quote="a' * 15_000,
        "@a" * 75_000,
        "[code" * 30_000,
        "a." * 75_000,
        '[quote="' + "post:" * 30_000 + '"]',
    ],
)
def test_a_text_made_to_take_long_is_read_in_no_more_time_than_another(db: None, text: str) -> None:
    post = OldPost(1, 1, "discourse:1", "river", Kind.POST, None, b"", 0, clock.now(), clock.now(), None)
    assert isinstance(read_body(post, text, Names()), Body)


def test_a_slug_that_no_database_takes_costs_nothing(take: Take, change: Change) -> None:
    change("12.json", lambda topic: topic.update(slug="a%00b%EF%BF%BF"))
    assert take()["skipped"] == 3
    assert FormerTopic.objects.get(pk=12).slug == "ab"


def test_a_topic_that_gets_no_id_costs_itself_alone(take: Take, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(rows: list[FormerTopic]) -> None:
        if any(row.pk == 12 for row in rows):
            raise DataError
        keep_former(rows)

    monkeypatch.setattr(importing, "keep_former", refuse)
    assert take() == {"topics": 1, "posts": 5, "authors": 3, "skipped": 4}


def test_an_answer_to_a_post_that_came_before_and_is_gone_from_the_file_keeps_its_link(
    take: Take, change: Change
) -> None:
    def write(topic: dict[str, Any]) -> None:
        posts = topic["post_stream"]["posts"]
        for number in (1, 2):
            answer = {**posts[2], "id": 190 + number, "post_number": 20 + number, "reply_to_post_number": number}
            posts.append(answer)
        posts[1]["deleted_at"] = "2020-03-09T10:00:00.000Z"
        del posts[0]

    take()
    change("11.json", write)
    take()
    assert [post_of(11, number).reply_to for number in (21, 22)] == [post_of(11, 1), post_of(11, 2)]


def test_an_answer_is_linked_to_no_reply_of_ours_that_has_the_number(take: Take, change: Change, ada: User) -> None:
    def write(topic: dict[str, Any]) -> None:
        posts = topic["post_stream"]["posts"]
        posts.append({**posts[2], "id": 199, "post_number": 20, "reply_to_post_number": ours.number})

    change("11.json", lambda topic: topic.update(closed=False))
    take()
    ours = create_reply(persona=ada.persona, topic=post_of(11, 1).topic, source="Ours.", key=uuid.uuid4())
    change("11.json", write)
    take()
    assert post_of(11, 20).reply_to is None


def test_a_removed_post_whose_author_is_gone_costs_itself_alone(take: Take, change: Change) -> None:
    def remove(topic: dict[str, Any]) -> None:
        topic["post_stream"]["posts"][1].update(username=None, user_id=None, user_deleted=True)

    change("11.json", remove)
    assert take() == {"topics": 2, "posts": 5, "authors": 3, "skipped": 4}


def test_a_second_post_of_an_id_costs_itself_alone(take: Take, change: Change) -> None:
    change("11.json", lambda topic: topic["post_stream"]["posts"][1].update(id=101))
    assert take() == {"topics": 2, "posts": 5, "authors": 3, "skipped": 5}


def test_a_part_of_a_topic_that_the_database_refuses_is_counted_by_posts(
    take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(threads: dict[ArrivedTopic, list[ArrivedPost]]) -> dict[int, Any]:
        if any(post.number == 4 for posts in threads.values() for post in posts):
            raise DataError
        return write_arrived(threads)

    monkeypatch.setattr(importing, "write_arrived", refuse)
    monkeypatch.setattr(importing, "_BATCH", 2)
    assert take() == {"topics": 2, "posts": 4, "authors": 3, "skipped": 5}


def test_replies_go_on_after_the_highest_number_that_may_come(take: Take, change: Change, ada: User) -> None:
    change("12.json", lambda topic: topic["post_stream"]["posts"][0].update(post_number=MAX_NUMBER))
    take()
    topic = post_of(12, MAX_NUMBER).topic
    assert create_reply(persona=ada.persona, topic=topic, source="Hello.", key=uuid.uuid4()).number == MAX_NUMBER + 1


def test_a_file_of_small_values_without_end_is_not_read(take: Take, folder: Path) -> None:
    content = (folder / "12.json").read_text().rstrip().removesuffix("}")
    (folder / "12.json").write_text(content + ', "x": [' + "[]," * 1_000_000 + "[]]}")
    assert take()["topics"] == 1


def test_an_address_goes_when_its_name_may_be_somebody_elses(take: Take, tmp_path: Path, change: Change) -> None:
    (tmp_path / "emails.csv").write_text("river,river@example.org\n")
    take(emails=tmp_path / "emails.csv")
    for name in ("11.json", "12.json"):
        path = tmp_path / "export" / name
        path.write_text(path.read_text().replace('"river"', '"stream"'))
    change("11.json", lambda topic: topic["post_stream"]["posts"][0].update(username="river", user_id=9))
    take(emails=tmp_path / "emails.csv")
    assert not Origin.objects.exclude(email="").exists()


def test_names_of_files_that_were_saved_at_different_times_are_nobodys(
    take: Take, tmp_path: Path, change: Change
) -> None:
    change("12.json", lambda topic: topic["post_stream"]["posts"][0].update(username="willow"))
    (tmp_path / "emails.csv").write_text("willow,willow@example.org\nriver,river@example.org\n")
    take(emails=tmp_path / "emails.csv")
    assert not Origin.objects.exclude(email="").exists()


def test_no_address_is_kept_before_all_names_are_known(
    folder: Path, tmp_path: Path, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(importing.Importer, "_take", stop)
    (tmp_path / "emails.csv").write_text("river,river@example.org\n")
    with pytest.raises(SystemExit):
        call_command("import_discourse", str(folder), emails=tmp_path / "emails.csv")
    assert not Origin.objects.exclude(email="").exists()


def test_many_authors_whose_names_begin_alike_come_with_few_questions(
    db: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    now = clock.now()
    authors = {f"discourse:{place}": ([f"{'a' * 40}{place}"], now) for place in range(1_200)}
    with django_assert_max_num_queries(12):
        assert take_in_authors(authors) == 1_200
    assert Persona.objects.filter(name=f"{'a' * 25}-1200").exists()

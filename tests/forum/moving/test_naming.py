"""People and topics are called as they are here, wherever the renderer finds them and nowhere else."""

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import Persona, User
from forum.markup.render import render
from forum.topics.actions import create_reply, render_again
from forum.topics.models import Mention, Post, Quote
from tests.forum.moving.served import first_says, first_shows, post_of

Take = Callable[..., dict[str, int]]
Change = Callable[..., None]


def add(change: Change, number: int, **values: object) -> None:
    """Add a post like the first to topic 12."""

    def go_on(found: dict[str, Any]) -> None:
        first = found["post_stream"]["posts"][0]
        found["post_stream"]["posts"].append(first | {"id": 910 + number, "post_number": number} | values)

    change("12.json", go_on)


def imported(take: Take, folder: Path, words: str) -> Post:
    """Return the first post of topic 11, which said this; river is somebody's name here already."""
    Persona.objects.create(name="River")
    first_says(folder, words)
    take()
    return post_of(11)


def test_a_mention_means_whoever_had_the_name_there(take: Take, folder: Path) -> None:
    post = imported(take, folder, "@River, (@river) or a@river.example")
    assert post.source == "@river-2, (@river-2) or a@river.example"
    assert post.html.count('<a class="mention" href="/@river-2/">@river-2</a>') == 2
    assert [mention.persona.name for mention in post.mentions.all()] == ["river-2"]


@pytest.mark.parametrize(
    "text",
    [
        "```\n@river\n```",
        "> ~~~\n> @river",
        "`@river`",
        "[code]@river[/code]",
        "https://a.example/?u=@river",
        "[me](/u/@river)",
        "a.org/@river",
        "\\@river",
    ],
)
def test_a_name_in_code_or_an_address_stays_to_the_letter(take: Take, folder: Path, text: str) -> None:
    post = imported(take, folder, f"Ask @river.\n\n{text}")
    assert post.source == f"Ask @river-2.\n\n{text}"


def test_a_name_that_only_someone_here_has_means_nobody(take: Take, folder: Path) -> None:
    post = imported(take, folder, "@river and @river-2")
    assert post.source == "@river-2 and \\@river-2"
    assert post.html.count("<a ") == 1


def test_a_mention_in_html_keeps_its_underscores(take: Take, folder: Path, change: Change) -> None:
    def write(topic: dict[str, Any]) -> None:
        first, second = topic["post_stream"]["posts"][:2]
        first.update(cooked='<p>Ask <a class="mention">@ri_ver</a>, <span class="mention">@a_b</span>.')
        second.update(username="ri_ver", user_id=9)

    change("11.json", write)
    (folder / "11.raw.md").unlink()
    take()
    assert post_of(11).source == "Ask @ri_ver, @a_b."


@pytest.mark.parametrize(
    "heading",
    [
        '[quote="river, post:1, topic:12"]',
        "[quote=river, post:1, topic:12]",
        "[quote='river, post:1, topic:12']",
        '[QUOTE ="river,post:1,topic:12,full:true" ]',
        '[quote="Jo, of the bank, post:1, topic:12, username:river"]',
    ],
)
def test_a_quote_is_read_however_it_is_written(take: Take, folder: Path, heading: str) -> None:
    post = imported(take, folder, f"{heading}\nTea.\n[/quote]")
    assert post.source == f'[quote="river-2, post:1, topic:{post_of(12).topic_id}"]\nTea.\n[/quote]'


def test_words_in_a_quotes_heading_stay(take: Take, folder: Path) -> None:
    first_says(folder, "[quote=Note, mind: tea]\nHot.\n[/quote]")
    take()
    assert post_of(11).source.startswith("[quote=Note, mind: tea]")


def test_a_mention_of_a_name_that_nobody_had_there_means_nobody_here(take: Take, folder: Path, ada: User) -> None:
    first_says(folder, "Ask @ada and @river.")
    take()
    assert [mention.persona.name for mention in post_of(11).mentions.all()] == ["river"]
    assert "@ada and" in post_of(11).html


def test_a_quote_names_whoever_is_quoted_as_they_are_called_here(take: Take) -> None:
    Persona.objects.create(name="River")
    take()
    assert f'[quote="river-2, post:1, topic:{post_of(12).topic_id}' in post_of(11, 4).source


@pytest.mark.parametrize("typed_name", ["ΝΙΚΟΣ", "İbo", "ibo"])
def test_names_are_lowered_in_one_way(take: Take, folder: Path, change: Change, typed_name: str) -> None:
    def rename(topic: dict[str, Any]) -> None:
        for place, name in enumerate(["ΝΙΚΟΣ", "İbo"]):
            topic["post_stream"]["posts"][place].update(username=name, user_id=900 + place)

    change("11.json", rename)
    first_says(folder, f"Ask @{typed_name}.", topic=12)
    take()
    named = [mention.persona.name for mention in post_of(12).mentions.all()]
    assert named == ([typed_name] if typed_name != "ibo" else [])


@pytest.mark.parametrize(
    "text",
    [
        "\\`@river\\`",
        "[code] is a tag. @river knows.",
        "- ```\n@river",
        "and.or/@river",
        "\\\\@river",
        "_@river_",
        "**@river**",
        "> @river",
        "x](@river)",
        "@river\ufeff knows",
        "    @river\n    def tea(): ...",
        "Code:\n\n\t@river",
        "``a`@river``",
        f"`{'tea ' * 200}@river`",
        "`a\n@river`",
        "[me](/u/@river) and [@river](https://a.example)",
        "[spoiler]@river[/spoiler]",
        "[details=@river]\n@river\n[/details]",
        "mail@river.org, @river.org or https://river.org/@river",
    ],
)
def test_a_name_is_written_anew_where_it_calls_someone_and_nowhere_else(take: Take, folder: Path, text: str) -> None:
    post = imported(take, folder, f"@river.\n\n{text}")
    plain = render(f"@river.\n\n{text}", people=lambda names: {name: name for name in names & {"river"}}).html
    assert post.html.replace("river-2", "river") == plain
    assert 'href="/@river/"' not in post.html


def test_a_name_with_an_escaped_sign_is_written_anew_as_a_whole(take: Take, folder: Path, change: Change) -> None:
    Persona.objects.create(name="ri-ver")
    change("11.json", lambda topic: topic["post_stream"]["posts"][1].update(username="ri-ver", user_id=9))
    first_says(folder, "@ri\\-ver and @ri-ver")
    take()
    assert 'href="/@ri-ver/"' not in post_of(11).html


def test_a_name_with_underscores_in_html_is_nobodys_beginning(take: Take, folder: Path, change: Change) -> None:
    change("11.json", lambda topic: topic["post_stream"]["posts"][1].update(username="ri", user_id=9))
    first_shows(folder, "<p>@ri_ver said</p>")
    (folder / "11.raw.md").unlink()
    take()
    assert post_of(11).source == "@ri_ver said"
    assert not post_of(11).mentions.exists()


@pytest.mark.parametrize(
    "heading",
    [
        '[quote="river, post:1, topic:12, c"]',
        "[quote=river, post:1, topic:12, full:true, x]",
        '[quote \u00a0="river, post:1, topic:12"]',
        '[\ufeffquote="river, post:1, topic:12"]',
        '[quote="river, topic:12, post:1, foo:2"]',
        '[quote\t="river, post:1, topic:12"]',
    ],
)
def test_a_quote_leads_to_our_topic_however_its_place_is_written(take: Take, folder: Path, heading: str) -> None:
    first_says(folder, f"{heading}\nTea.\n[/quote]")
    take()
    assert f'href="/t/-/{post_of(12).topic_id}/1/">river wrote' in post_of(11).html


def test_a_quote_in_code_stays_to_the_letter(take: Take, folder: Path) -> None:
    text = 'So:\n\n    [quote="river, post:1, topic:12"]\n    Tea.\n    [/quote]'
    first_says(folder, text)
    take()
    assert post_of(11).source == text


def test_a_name_in_decomposed_letters_is_written_anew(take: Take, folder: Path, change: Change) -> None:
    Persona.objects.create(name="josé")
    change("11.json", lambda topic: topic["post_stream"]["posts"][1].update(username="josé", user_id=9))
    first_says(folder, "ask @jose\u0301")
    take()
    assert post_of(11).source == "ask @josé-2"


def test_the_longest_name_is_written_anew_as_a_whole(take: Take, folder: Path, change: Change) -> None:
    name = "kim." + "a" * 56
    change("11.json", lambda topic: topic["post_stream"]["posts"][1].update(username=name, user_id=9))
    change("11.json", lambda topic: topic["post_stream"]["posts"][2].update(username="kim", user_id=8))
    Persona.objects.create(name="kim")
    first_says(folder, f"@{name} and @kim")
    take()
    kim = Persona.objects.get(name="kim-2")
    long = Persona.objects.get(name__startswith="kim.")
    assert {mention.persona for mention in post_of(11).mentions.all()} == {kim, long}


def test_a_name_that_begins_with_a_mark_is_no_mark(take: Take, folder: Path, change: Change) -> None:
    change("11.json", lambda topic: topic["post_stream"]["posts"][1].update(username="kim", user_id=9))
    change("11.json", lambda topic: topic["post_stream"]["posts"][2].update(username="lee", user_id=8))
    for name in ("kim", "lee"):
        Persona.objects.create(name=name)
    first_says(folder, "@kim @\U00020001i @lee")
    take()
    assert post_of(11).source == "@kim-2 @\U00020001i @lee-2"


def test_more_names_than_marks_are_shown_as_they_were_typed(
    take: Take, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.moving.discourse.naming._MARKS", range(0x20000, 0x20002))
    post = imported(take, folder, "@river, @rain and @rust")
    assert post.html.startswith("<pre><code>")


def test_many_calls_beside_a_name_that_is_another_here_are_words(take: Take, folder: Path) -> None:
    post = imported(take, folder, "@Override a() " * 2_100 + "and @river")
    assert post.source.endswith("@Override a() and @river-2")


def test_quotes_of_many_topics_are_looked_up_at_once(
    take: Take, folder: Path, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    first_says(folder, "".join(f"[quote=a,post:1,topic:{number}]" for number in range(4_000)))
    with django_assert_max_num_queries(120):
        take()


def test_a_quote_of_what_stands_behind_a_post_of_ours_names_its_author_alone(
    take: Take, folder: Path, change: Change, ada: User
) -> None:
    take()
    topic = post_of(12).topic
    create_reply(persona=ada.persona, topic=topic, source="Mine.", key=uuid.uuid4())

    add(change, 2, cooked="<p>Cocoa.</p>")
    take()
    add(change, 3, cooked="<p>Milk.</p>", username="heron", user_id=540)
    said = '<aside class="quote" data-username="heron" data-post="3" data-topic="12"></aside><p>Hot.</p>'
    add(change, 4, cooked=said)
    take()
    assert "heron wrote" in topic.posts.get(number=4).html
    assert "/3/" not in topic.posts.get(number=4).html


def test_a_quote_of_a_number_that_was_given_here_names_its_author_alone(
    take: Take, folder: Path, change: Change, ada: User
) -> None:
    take()
    topic = post_of(12).topic
    create_reply(persona=ada.persona, topic=topic, source="Mine.", key=uuid.uuid4())

    add(change, 2, cooked="<p>Cocoa.</p>")
    add(
        change, 3, cooked='<aside class="quote" data-username="river" data-post="2" data-topic="12"></aside><p>Hot.</p>'
    )
    take()
    assert "river wrote" in topic.posts.get(number=3).html
    assert "/2/" not in topic.posts.get(number=3).html


def test_a_name_of_nobody_there_calls_nobody_when_a_post_is_rendered_again(take: Take, folder: Path, ada: User) -> None:
    first_says(folder, "Ask @ada and @river.")
    take()
    Post.objects.update(renderer_version=0)
    render_again(after_pk=0, size=100)
    assert [mention.persona.name for mention in Mention.objects.filter(post=post_of(11))] == ["river"]
    assert 'href="/@ada/"' not in post_of(11).html


def test_quotes_that_came_stay_when_posts_are_rendered_again(take: Take) -> None:
    take()
    before = list(Quote.objects.order_by("pk").values())
    assert before
    Post.objects.update(renderer_version=0)
    render_again(after_pk=0, size=100)
    take()
    assert list(Quote.objects.order_by("pk").values()) == before

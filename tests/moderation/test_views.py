"""The moderators' pages, as people see them."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from forum.categories.models import Category
from forum.categories.visibility import Audience
from forum.topics.models import Post, Topic
from forum.topics.visibility import Status
from moderation import actions
from moderation.models import Act
from moderation.rules import Grounds
from tests.fixtures_people import ClientOf

ON_TOPICS = ["close", "reopen", "pin", "unpin", "move", "rename"]
ON_POSTS = ["approve", "edit", "hide", "restore"]


def words(response: Any) -> str:  # noqa: ANN401 - the test client's response has no public type
    return " ".join(response.content.decode().split())


@pytest.fixture
def addresses(post: Post) -> list[str]:
    """Return every page of the moderators."""
    on_topics = [f"/moderation/t/{post.topic_id}/{verb}/" for verb in ON_TOPICS]
    on_posts = [f"/moderation/p/{post.pk}/{verb}/" for verb in ON_POSTS]
    return ["/moderation/log/", "/moderation/waiting/", *on_topics, *on_posts]


@pytest.mark.parametrize(
    ("who", "status"),
    [("outsider", 302), ("ada", 403), ("bob", 403), ("organizer", 403), ("moderator", 200), ("administrator", 200)],
)
def test_pages_are_for_moderators(
    addresses: list[str], client_of: ClientOf, request: pytest.FixtureRequest, who: str, status: int
) -> None:
    client = client_of(request.getfixturevalue(who))
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, status)


@pytest.mark.parametrize("verb", [*ON_TOPICS, *ON_POSTS])
def test_every_act_asks_for_a_reason(post: Post, moderator: User, client_of: ClientOf, verb: str) -> None:
    address = f"/moderation/p/{post.pk}/" if verb in ON_POSTS else f"/moderation/t/{post.topic_id}/"
    page = words(client_of(moderator).post(f"{address}{verb}/", {"why": " ", "body": "Kept.", "title": "Kept"}))
    assert "Write a reason" in page.split('id="id_why_error"')[1].split("</p>")[0]
    assert not Act.objects.exists()


def test_hiding_takes_the_post_down_and_leads_back(post: Post, moderator: User, client_of: ClientOf) -> None:
    response = client_of(moderator).post(f"/moderation/p/{post.pk}/hide/", {"why": "It names a town."})
    assert response["location"] == post.get_absolute_url()
    post.refresh_from_db()
    assert post.status == Status.HIDDEN


def test_origin_and_rule_are_kept(post: Post, moderator: User, client_of: ClientOf) -> None:
    form = {"why": "Reported.", "rule": "Be kind", "origin": "report"}
    client_of(moderator).post(f"/moderation/p/{post.pk}/hide/", form)
    act = Act.objects.get()
    assert (act.rule, act.origin, act.was_found_by_machine) == ("Be kind", "report", False)


def test_line_break_of_a_reason_counts_as_one_character(post: Post, moderator: User, client_of: ClientOf) -> None:
    why = "It names a town.\n" * 117 + "Sleep well."
    client_of(moderator).post(f"/moderation/p/{post.pk}/hide/", {"why": why.replace("\n", "\r\n")})
    assert Act.objects.get().why == why


def test_editing_starts_from_the_words_and_ends_at_the_post(post: Post, moderator: User, client_of: ClientOf) -> None:
    client = client_of(moderator)
    assert "How do you sleep?</textarea>" in words(client.get(f"/moderation/p/{post.pk}/edit/"))
    response = client.post(f"/moderation/p/{post.pk}/edit/", {"body": "How do you rest?", "why": "A name."})
    assert response["location"] == post.get_absolute_url()


def test_edit_over_someone_elses_change_is_refused_with_the_words_kept(
    post: Post, moderator: User, client_of: ClientOf
) -> None:
    form = {"body": "How do you rest?", "why": "A name.", "base": "not these words"}
    page = words(client_of(moderator).post(f"/moderation/p/{post.pk}/edit/", form))
    assert "Someone else changed this post" in page
    assert ">How do you rest?</textarea>" in page.replace("> ", ">")
    assert ">A name.</textarea>" in page.replace("> ", ">")


def test_edit_over_someone_elses_change_is_taken_when_sent_again(
    post: Post, moderator: User, client_of: ClientOf
) -> None:
    client, address = client_of(moderator), f"/moderation/p/{post.pk}/edit/"
    form = {"body": "How do you rest?", "why": "A name.", "base": "not these words"}
    page = client.post(address, form)
    assert f'<pre tabindex="0">{post.source}</pre>' in words(page)
    again = client.post(address, {**form, "base": page.context["form"]["base"].value()})
    assert again["location"] == post.get_absolute_url()


def test_reason_comes_back_to_whoever_moderates_no_more(post: Post, ada: User, client_of: ClientOf) -> None:
    page = client_of(ada).post(f"/moderation/p/{post.pk}/hide/", {"why": "A long and careful reason."})
    assert page.status_code == 403
    assert "A long and careful reason.</textarea>" in words(page)


def test_act_that_is_refused_says_why_and_keeps_the_reason(topic: Topic, moderator: User, client_of: ClientOf) -> None:
    page = words(client_of(moderator).post(f"/moderation/t/{topic.pk}/reopen/", {"why": "All is calm."}))
    assert "This topic is open already." in page
    assert "All is calm.</textarea>" in page


def test_moving_offers_the_other_rooms(topic: Topic, moderator: User, client_of: ClientOf) -> None:
    other = Category.objects.create(name="Good days", slug="good-days")
    client = client_of(moderator)
    page = words(client.get(f"/moderation/t/{topic.pk}/move/"))
    assert f'<option value="{other.pk}">' in page
    assert f'<option value="{topic.category_id}"' not in page
    client.post(f"/moderation/t/{topic.pk}/move/", {"why": "It fits.", "category": other.pk})
    assert Topic.objects.get().category == other


def test_moving_says_who_can_read_it_there(topic: Topic, moderator: User, client_of: ClientOf) -> None:
    Topic.objects.update(audience=Audience.MODERATORS, written_for=Audience.MEMBERS)
    Category.objects.create(name="Good days", slug="good-days", audience=Audience.EVERYONE)
    page = words(client_of(moderator).get(f"/moderation/t/{topic.pk}/move/"))
    assert "Good days: Members can read it there</option>" in page


def test_renaming_leads_to_the_new_address(topic: Topic, moderator: User, client_of: ClientOf) -> None:
    form = {"why": "Clearer.", "title": "Awake at night"}
    response = client_of(moderator).post(f"/moderation/t/{topic.pk}/rename/", form)
    assert response["location"] == f"/t/awake-at-night/{topic.pk}/"


def test_log_tells_what_was_done_and_what_took_it_back(
    post: Post, moderator: User, client_of: ClientOf, grounds: Grounds
) -> None:
    actions.hide_post(post=post, actor=moderator, grounds=grounds)
    actions.restore_post(post=post, actor=moderator, grounds=Grounds(why="I was wrong."))
    page = words(client_of(moderator).get("/moderation/log/"))
    assert page.index("I was wrong.") < page.index("It names a town.")
    assert "takes back an earlier act" in page
    assert "taken back later" in page


@pytest.mark.parametrize(
    ("asked", "shown"),
    [({"person": "ADA"}, True), ({"person": "mona"}, True), ({"person": "bob"}, False), ({"topic": "0"}, False)],
)
def test_log_can_be_asked_about_a_person_or_topic(
    post: Post, moderator: User, client_of: ClientOf, grounds: Grounds, asked: dict[str, str], *, shown: bool
) -> None:
    actions.hide_post(post=post, actor=moderator, grounds=grounds)
    page = words(client_of(moderator).get("/moderation/log/", asked))
    assert ("It names a town." in page) == shown


def test_log_goes_on_behind_twenty(topic: Topic, moderator: User, client_of: ClientOf) -> None:
    write_acts(topic, moderator, 45)
    seen, query = [], {"topic": str(topic.pk)}
    client = client_of(moderator)
    while query:
        page = client.get("/moderation/log/", query).context["page"]
        seen += [act.why for act in page.rows]
        query = {**query, "before": page.older} if page.older else {}
    assert seen == [f"No. {number}" for number in reversed(range(45))]


@pytest.mark.parametrize("odd", ["x", "\0", "1.", "9" * 40 + ".1", "1." + "9" * 40, "-1.1"])
def test_log_bears_any_address(moderator: User, client_of: ClientOf, odd: str) -> None:
    for name in ("before", "topic", "person"):
        assert client_of(moderator).get("/moderation/log/", {name: odd}).status_code == 200


@pytest.mark.parametrize("count", [1, 20])
def test_log_costs_the_same_whatever_its_length(
    topic: Topic,
    moderator: User,
    client_of: ClientOf,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    write_acts(topic, moderator, count)
    client = client_of(moderator)
    with django_assert_max_num_queries(4):
        assert client.get("/moderation/log/").status_code == 200


def write_acts(topic: Topic, moderator: User, count: int) -> None:
    for number in range(count):
        Act.objects.create(
            verb="edit",
            topic=topic,
            post=topic.first_post,
            persona=moderator.persona,
            actor=moderator,
            why=f"No. {number}",
        )

"""What a moderator writes about an act is kept as they type: for them alone, and only while they moderate."""

import re

import pytest
from django.test import Client

from accounts.actions import set_role
from accounts.models import Role, User
from forum.topics.models import Draft, Post
from tests.fixtures_people import ClientOf

WHY = "It names a town.\n\nSo it had to change."
KEPT = "So it had to change.</textarea>"


@pytest.fixture
def hiding(post: Post) -> str:
    """Return the page on which a moderator takes the post down."""
    return f"/moderation/p/{post.pk}/hide/"


def type_at(browser: Client, address: str, **words: str) -> None:
    """Type on a page, as its script tells the server."""
    place = re.search(r'data-place="([^"]+)"', browser.get(address).text)
    assert place
    assert browser.post("/draft/", {"place": place[1], **words}).text == "Kept"


@pytest.mark.parametrize("verb", ["close", "reopen", "pin", "unpin", "move", "rename"])
def test_reason_on_a_topic_is_kept_and_restored_anywhere(
    post: Post, moderator: User, client_of: ClientOf, verb: str
) -> None:
    address = f"/moderation/t/{post.topic_id}/{verb}/"
    type_at(client_of(moderator), address, why=WHY)
    assert KEPT in client_of(moderator).get(address).text


@pytest.mark.parametrize("verb", ["edit", "hide", "restore"])
def test_reason_on_a_post_is_kept_and_restored_anywhere(
    post: Post, moderator: User, client_of: ClientOf, verb: str
) -> None:
    address = f"/moderation/p/{post.pk}/{verb}/"
    type_at(client_of(moderator), address, why=WHY)
    assert KEPT in client_of(moderator).get(address).text


def test_other_words_for_a_post_are_kept_with_the_mark_of_those_they_started_from(
    post: Post, moderator: User, client_of: ClientOf
) -> None:
    address = f"/moderation/p/{post.pk}/edit/"
    type_at(client_of(moderator), address, body="How do you rest?", base="older", rule="Names")
    form = client_of(moderator).get(address).context["form"]
    assert [form[name].value() for name in ("body", "base", "rule")] == ["How do you rest?", "older", "Names"]


def test_reason_is_kept_by_a_button_without_javascript(moderator: User, client_of: ClientOf, hiding: str) -> None:
    browser = client_of(moderator)
    assert browser.post(hiding, {"why": WHY, "save_draft": "1"})["Location"] == hiding
    assert KEPT in browser.get(hiding).text
    browser.post(hiding, {"why": WHY, "discard": "1"})
    assert KEPT not in browser.get(hiding).text


def test_refused_reason_is_kept_for_whoever_leaves_the_page(post: Post, moderator: User, client_of: ClientOf) -> None:
    address = f"/moderation/t/{post.topic_id}/reopen/"
    client_of(moderator).post(address, {"why": WHY})
    assert KEPT in client_of(moderator).get(address).text


def test_draft_is_gone_once_the_act_is_done(moderator: User, client_of: ClientOf, hiding: str) -> None:
    browser = client_of(moderator)
    type_at(browser, hiding, why=WHY)
    browser.post(hiding, {"why": WHY})
    assert not Draft.objects.exists()


def test_draft_is_no_other_moderators(moderator: User, administrator: User, client_of: ClientOf, hiding: str) -> None:
    type_at(client_of(moderator), hiding, why=WHY)
    assert KEPT not in client_of(administrator).get(hiding).text


def test_words_for_anothers_post_are_out_of_sight_once_the_right_is_gone(
    post: Post, moderator: User, client_of: ClientOf
) -> None:
    type_at(client_of(moderator), f"/moderation/p/{post.pk}/edit/", body="My old street", why=WHY)
    set_role(moderator, Role.MEMBER)
    browser = client_of(moderator)
    pages = [browser.get(f"/{room}p/{post.pk}/edit/") for room in ("moderation/", "")]
    assert [page.status_code for page in pages] == [403, 403]
    assert not [page for page in pages if "My old street" in page.text or KEPT in page.text]


def test_words_sent_to_the_authors_page_stand_on_the_moderators(
    client_of: ClientOf, post: Post, moderator: User
) -> None:
    page = client_of(moderator).post(f"/p/{post.pk}/edit/", {"body": "My old street"}, follow=True)
    assert page.redirect_chain == [(f"/moderation/p/{post.pk}/edit/", 302)]
    assert "My old street" in page.text

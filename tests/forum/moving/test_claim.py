"""Whoever confirmed the address of a name takes over what was written under it; nobody else learns of it."""

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import Origin, Persona, User
from accounts.verdict import RefusedError
from forum.search.queries import find
from forum.search.words import parse
from forum.topics.actions import claim, create_reply, edit_post, settle_claims
from forum.topics.models import Mention, Post, Quote, Topic, Version
from tests.fixtures_people import ClientOf, make_person

Take = Callable[..., dict[str, int]]


@pytest.fixture
def river(take: Take, tmp_path: Path) -> Origin:
    """Return the name river of the old forum, whose address is ada's."""
    (tmp_path / "emails.csv").write_text("username,email\nriver,Ada@example.org\n")
    take(emails=tmp_path / "emails.csv")
    return Origin.objects.get(persona__name="river")


def claimed(client: Client, origin: Origin) -> int:
    """Press through both pages; return what the last answered."""
    client.get(f"/preferences/claim/{origin.pk}/")
    return client.post(f"/preferences/claim/{origin.pk}/").status_code


def test_what_was_written_under_the_name_is_the_members_own(river: Origin, ada: User, client_of: ClientOf) -> None:
    number = Post.objects.filter(persona=river.persona).count()
    assert number
    assert f"/preferences/claim/{river.pk}/" in client_of(ada).get("/preferences/").content.decode()
    assert claimed(client_of(ada), river) == 302
    assert Post.objects.filter(persona=ada.persona).count() == number
    assert not Post.objects.filter(persona=river.persona).exists()
    post = Post.objects.filter(persona=ada.persona).order_by("pk").first()
    assert post
    edit_post(post=post, persona=ada.persona, source="I say it otherwise now.")


def test_versions_and_mentions_go_along(river: Origin, ada: User) -> None:
    other = Post.objects.exclude(persona=river.persona).exclude(mentions__persona=river.persona).order_by("pk")[0]
    Version.objects.create(post=other, number=1, persona=river.persona, source="Before.")
    Mention.objects.bulk_create([Mention(post=other, persona=who) for who in (river.persona, ada.persona)])
    mentions = set(Mention.objects.filter(persona=river.persona).values_list("post", flat=True))
    claim(user=ada, origin=river)
    assert Version.objects.get(post=other).persona == ada.persona
    assert set(Mention.objects.filter(persona=ada.persona).values_list("post", flat=True)) == mentions
    assert not Mention.objects.filter(persona=river.persona).exists()


def test_pages_that_were_kept_show_the_new_name_at_once(river: Origin, ada: User, client_of: ClientOf) -> None:
    topic = Topic.objects.filter(posts__persona=river.persona).order_by("pk")[0]
    page = f"/t/x/{topic.pk}/1/"
    assert b"by river" in client_of(ada).get(page).content
    claim(user=ada, origin=river)
    after = client_of(ada).get(page).content
    assert b"by river" not in after
    assert b"by ada" in after


def test_search_by_the_name_finds_what_was_written_under_it(river: Origin, ada: User) -> None:
    before = find(ada, parse("@river")).found
    claim(user=ada, origin=river)
    assert find(ada, parse("@river")).found == find(ada, parse("@ada")).found == before > 0


def test_claiming_twice_changes_nothing(river: Origin, ada: User, client_of: ClientOf) -> None:
    client = client_of(ada)
    assert [claimed(client, river) for _ in range(2)] == [302, 302]
    assert claim(user=ada, origin=river) == 0


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_name_of_another_address_is_nobodys_to_claim(
    river: Origin,
    ada: User,
    bob: User,
    client_of: ClientOf,
    is_confirmed: bool,  # noqa: FBT001 - a parameter
) -> None:
    if not is_confirmed:
        bob.emailaddress_set.create(email="ada2@example.org", verified=False)
        Origin.objects.filter(pk=river.pk).update(email="ada2@example.org")
    assert "Was that you?" not in client_of(bob).get("/preferences/").content.decode()
    assert claimed(client_of(bob), river) == 404
    with pytest.raises(RefusedError):
        claim(user=bob, origin=river)


def test_only_one_of_two_has_the_name(river: Origin, ada: User, client_of: ClientOf) -> None:
    late = make_person("late")
    late.emailaddress_set.create(email="river@example.org", verified=True)
    Origin.objects.filter(pk=river.pk).update(email="river@example.org")
    ada.emailaddress_set.update(email="former@example.org")
    claim(user=late, origin=river)
    Origin.objects.filter(pk=river.pk).update(email="former@example.org")
    with pytest.raises(RefusedError):
        claim(user=ada, origin=river)


def test_address_goes_once_it_was_used(river: Origin, ada: User) -> None:
    claim(user=ada, origin=river)
    assert Origin.objects.get(pk=river.pk).email == ""


def test_claimed_name_gives_no_role(river: Origin, ada: User) -> None:
    Persona.objects.filter(pk=river.persona.pk).update(badge="moderator")
    claim(user=ada, origin=river)
    ada.refresh_from_db()
    assert (ada.role, ada.persona.badge) == ("member", "member")


def test_profile_of_the_old_name_leads_to_the_new_one(river: Origin, ada: User, bob: User, client_of: ClientOf) -> None:
    assert client_of(bob).get("/@river/").status_code == 200
    claim(user=ada, origin=river)
    assert client_of(bob).get("/@river/").headers["Location"] == "/@ada/"


def test_mention_of_the_old_name_reaches_whoever_has_it(river: Origin, ada: User, bob: User) -> None:
    claim(user=ada, origin=river)
    topic = Topic.objects.get(former__old_id=12)
    Topic.objects.filter(pk=topic.pk).update(closed_at=None)
    post = create_reply(persona=bob.persona, topic=topic, source="Ask @river.", key=uuid.uuid4())
    assert [mention.persona for mention in post.mentions.all()] == [ada.persona]


def test_what_comes_later_under_the_name_is_theirs_too(river: Origin, ada: User, take: Take) -> None:
    claim(user=ada, origin=river)
    Post.objects.update(reply_to=None)
    Post.objects.filter(persona=ada.persona, number__gt=1).order_by("-pk")[0].delete()
    take()
    assert not Post.objects.filter(persona=river.persona).exists()


def test_what_came_while_it_was_claimed_is_handed_over(river: Origin, ada: User) -> None:
    claim(user=ada, origin=river)
    Post.objects.filter(persona=ada.persona).update(persona=river.persona)
    assert settle_claims()
    assert not Post.objects.filter(persona=river.persona).exists()


def test_who_was_named_while_it_was_claimed_is_whoever_claimed_it(river: Origin, ada: User) -> None:
    claim(user=ada, origin=river)
    post = Post.objects.exclude(mentions__persona=ada.persona).order_by("pk")[0]
    Mention.objects.create(post=post, persona=river.persona)
    settle_claims()
    assert [mention.persona for mention in post.mentions.all()] == [ada.persona]


def test_quote_that_comes_later_under_the_name_is_remembered(
    river: Origin, ada: User, take: Take, change: Callable[..., None]
) -> None:
    def answer(topic: dict[str, Any]) -> None:
        quoting = topic["post_stream"]["posts"][2]
        topic["post_stream"]["posts"].append({**quoting, "id": 199, "post_number": 20, "user_id": 552})

    claim(user=ada, origin=river)
    change("11.json", answer)
    take()
    assert Quote.objects.get(post__number=20).post.persona == ada.persona


def test_posts_are_counted_as_they_are_taken(river: Origin, ada: User, client_of: ClientOf) -> None:
    client = client_of(ada)
    number = Post.objects.filter(persona=river.persona).count()
    page = client.post(f"/preferences/claim/{river.pk}/", follow=True).content.decode()
    assert f"{number} post" in page

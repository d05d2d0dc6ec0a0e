"""The pages of writing: what is sent arrives once, and no word is ever lost."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from forum.categories.models import Category
from forum.categories.visibility import Audience
from forum.topics.actions import close_topic, create_reply, edit_post, hide_post
from forum.topics.models import Draft, Post, Topic
from forum.topics.words import fingerprint
from outbox import clock
from tests.fixtures_people import ClientOf

Maker = Callable[..., Post]

KEY = str(uuid.UUID(int=7))
WORDS = "Tea & a walk <at night>"
BOX = "Tea &amp; a walk &lt;at night&gt;</textarea>"


def test_topic_is_started_and_shown(client_of: ClientOf, room: Category, ada: User) -> None:
    browser = client_of(ada)
    answer = browser.post("/c/living-with-it/new/", {"title": "Sleepless", "body": WORDS, "key": KEY}, follow=True)
    topic = Topic.objects.get()
    assert answer.redirect_chain == [(f"/t/sleepless/{topic.pk}/1/#post-1", 302)]
    assert "Tea &amp; a walk" in answer.text


def test_topic_can_be_for_members_only(client_of: ClientOf, room: Category, ada: User) -> None:
    client_of(ada).post("/c/living-with-it/new/", {"title": "Sleepless", "body": WORDS, "audience": "1"})
    assert Topic.objects.get().audience == Audience.MEMBERS


@pytest.mark.parametrize(
    ("title", "body", "error"),
    [("", WORDS, "Give your topic a title."), ("a" * 151, WORDS, "150 characters"), ("Fine", "", "Write a few words")],
)
def test_topic_with_a_mistake_comes_back_with_its_words(
    client_of: ClientOf, room: Category, ada: User, title: str, body: str, error: str
) -> None:
    page = client_of(ada).post("/c/living-with-it/new/", {"title": title, "body": body, "key": KEY}).text
    assert error in page
    assert (BOX in page) == bool(body)
    assert f'value="{title}"' in page or not title
    assert f'value="{KEY}"' in page


def test_reply_is_sent_and_shown_at_its_place(client_of: ClientOf, topic: Topic, bob: User) -> None:
    answer = client_of(bob).post(f"/t/{topic.pk}/reply/", {"body": WORDS})
    assert answer.headers["Location"] == f"/t/sleepless/{topic.pk}/2/#post-2"


def test_reply_says_which_post_it_answers(client_of: ClientOf, topic: Topic, bob: User) -> None:
    client_of(bob).post(f"/t/{topic.pk}/reply/", {"body": WORDS, "reply_to": "1"})
    assert topic.posts.get(number=2).reply_to_id == topic.first_post_id


def test_form_sent_twice_makes_one_reply(client_of: ClientOf, topic: Topic, bob: User) -> None:
    browser = client_of(bob)
    answers = [browser.post(f"/t/{topic.pk}/reply/", {"body": WORDS, "key": KEY}) for _ in range(2)]
    assert {answer.headers["Location"] for answer in answers} == {f"/t/sleepless/{topic.pk}/2/#post-2"}
    assert topic.posts.count() == 2


def test_form_without_a_key_sent_twice_makes_one_reply(client_of: ClientOf, topic: Topic, ada: User, bob: User) -> None:
    address = f"/t/{topic.pk}/reply/"
    answers = [client_of(bob).post(address, {"body": WORDS}) for _ in range(2)]
    assert answers[0].url == answers[1].url  # type: ignore[attr-defined]
    assert client_of(ada).post(address, {"body": WORDS}).url != answers[0].url  # type: ignore[attr-defined]


def test_correction_sent_after_going_back_is_kept_under_a_new_key(client_of: ClientOf, topic: Topic, bob: User) -> None:
    browser = client_of(bob)
    browser.post(f"/t/{topic.pk}/reply/", {"body": "Tea", "key": KEY})
    answer = browser.post(f"/t/{topic.pk}/reply/", {"body": WORDS, "key": KEY})
    assert "You have sent this once already" in answer.text
    assert BOX in answer.text
    key = answer.context["composer"].form["key"].value()
    assert key != KEY
    browser.post(f"/t/{topic.pk}/reply/", {"body": WORDS, "key": key})
    assert list(topic.posts.order_by("number").values_list("source", flat=True))[1:] == ["Tea", WORDS]


@pytest.mark.parametrize("key", ["", "no key", "7" * 99])
def test_unreadable_key_is_a_fresh_one(client_of: ClientOf, topic: Topic, bob: User, key: str) -> None:
    assert client_of(bob).post(f"/t/{topic.pk}/reply/", {"body": WORDS, "key": key}).status_code == 302


def test_nobody_can_give_a_post_the_key_of_one_that_came_from_elsewhere(
    client_of: ClientOf, topic: Topic, bob: User
) -> None:
    taken = uuid.uuid5(uuid.NAMESPACE_URL, "https://forum.example/")
    for key in (str(taken), "00000000-0000-5000-0000-000000000001"):
        client_of(bob).post(f"/t/{topic.pk}/reply/", {"body": f"{WORDS} {key}", "key": key})
    assert {post.key.version for post in topic.posts.filter(number__gt=1)} == {4}


def test_topic_closed_meanwhile_gives_the_words_back_with_the_reason(
    client_of: ClientOf, topic: Topic, bob: User
) -> None:
    close_topic(topic=topic)
    page = client_of(bob).post(f"/t/{topic.pk}/reply/", {"body": WORDS}).text
    assert "This topic is closed." in page
    assert BOX in page


def test_topic_taken_out_of_sight_meanwhile_gives_the_words_back(client_of: ClientOf, topic: Topic, bob: User) -> None:
    Topic.objects.update(audience=Audience.MODERATORS)
    answer = client_of(bob).post(f"/t/{topic.pk}/reply/", {"body": WORDS})
    assert answer.status_code == 404
    assert BOX in answer.text
    assert "Sleepless" not in answer.text


def test_answered_post_that_went_meanwhile_leaves_a_plain_reply(
    client_of: ClientOf, topic: Topic, ada: User, bob: User, reply: Maker
) -> None:
    hide_post(post=reply(ada, topic))
    answer = client_of(bob).post(f"/t/{topic.pk}/reply/", {"body": WORDS, "reply_to": "2"})
    assert "not here any more" in answer.text
    assert BOX in answer.text
    assert 'name="reply_to"' not in answer.text


def test_form_shown_again_without_a_key_has_one(client_of: ClientOf, topic: Topic, bob: User) -> None:
    answer = client_of(bob).post(f"/t/{topic.pk}/reply/", {"body": ""})
    assert uuid.UUID(str(answer.context["composer"].form["key"].value())).version == 4


@pytest.mark.parametrize(("body", "error"), [("a" * 32_001, "32,000"), ("@ada @bob @mona", "On your first day")])
def test_words_the_rules_refuse_come_back_with_the_reason_beside_them(
    client_of: ClientOf, topic: Topic, bob: User, moderator: User, body: str, error: str
) -> None:
    page = client_of(bob).post(f"/t/{topic.pk}/reply/", {"body": body}).text
    assert body in page
    assert error in page.split('id="id_body_error"')[1]


def test_refusal_is_tied_to_its_field_for_screen_readers(client_of: ClientOf, topic: Topic, bob: User) -> None:
    page = client_of(bob).post(f"/t/{topic.pk}/reply/", {"body": ""}).text
    assert 'aria-describedby="id_body_error"' in page
    assert 'aria-invalid="true"' in page


@pytest.mark.parametrize(
    "place", ["/t/{topic}/reply/", "/c/living-with-it/new/", "/p/{post}/edit/", "/p/{post}/update/"]
)
def test_logged_out_writer_gets_every_word_back(client: Client, topic: Topic, place: str) -> None:
    address = place.format(topic=topic.pk, post=topic.first_post_id)
    answer = client.post(address, {"title": "My title", "body": WORDS, "reply_to": "1", "key": KEY})
    assert answer.status_code == 403
    assert BOX in answer.text
    assert 'value="My title"' in answer.text
    assert f'name="key" value="{KEY}"' in answer.text
    assert f'action="{address}"' in answer.text


def test_words_come_back_where_the_token_is_out_of_date_and_can_be_sent_again(topic: Topic, bob: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(bob)
    answer = browser.post(f"/t/{topic.pk}/reply/", {"body": WORDS, "key": KEY, "csrfmiddlewaretoken": "old"})
    assert answer.status_code == 403
    assert BOX in answer.text
    token = str(answer.context["csrf_token"])
    browser.post(f"/t/{topic.pk}/reply/", {"body": WORDS, "key": KEY, "csrfmiddlewaretoken": token})
    assert topic.posts.get(number=2).source == WORDS


@pytest.mark.parametrize("address", ["/draft/", "/preview/"])
def test_script_whose_page_is_out_of_date_gets_a_line_and_no_page(bob: User, address: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(bob)
    answer = browser.post(address, {"place": "reply:1", "body": WORDS, "csrfmiddlewaretoken": "old"})
    assert answer.status_code == 403
    assert "out of date" in answer.text
    assert "<" not in answer.text


def test_out_of_date_form_that_holds_no_words_gets_the_plain_page(bob: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(bob)
    answer = browser.post("/accounts/signup/", {"username": "ben", "password1": "secret"})
    assert answer.status_code == 403
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    "place", ["/t/{topic}/reply/", "/c/living-with-it/new/", "/p/{post}/edit/", "/p/{post}/delete/"]
)
def test_visitor_is_led_to_log_in_first(client: Client, topic: Topic, place: str) -> None:
    address = place.format(topic=topic.pk, post=topic.first_post_id)
    answer = client.get(address)
    assert answer.headers["Location"] == f"/accounts/login/?next={address}"


def test_room_out_of_sight_takes_no_topic(client_of: ClientOf, room: Category, ada: User) -> None:
    Category.objects.update(audience=Audience.MODERATORS)
    assert client_of(ada).get("/c/living-with-it/new/").status_code == 404


def test_reply_page_of_a_closed_topic_says_why_not(client_of: ClientOf, topic: Topic, bob: User) -> None:
    close_topic(topic=topic)
    answer = client_of(bob).get(f"/t/{topic.pk}/reply/")
    assert (answer.status_code, "This topic is closed." in answer.text) == (403, True)


def test_draft_is_kept_while_typing_and_restored_anywhere(client_of: ClientOf, topic: Topic, bob: User) -> None:
    kept = {"place": f"reply:{topic.pk}", "key": KEY, "body": WORDS, "reply_to": "1"}
    assert client_of(bob).post("/draft/", kept).text == "Kept"
    page = client_of(bob).get(f"/t/x/{topic.pk}/").text
    assert BOX in page
    assert f'value="{KEY}"' in page
    assert "In reply to <span>#1</span>" in page


def test_draft_is_nobody_elses(client_of: ClientOf, topic: Topic, ada: User, bob: User) -> None:
    client_of(bob).post("/draft/", {"place": f"reply:{topic.pk}", "key": KEY, "body": WORDS})
    assert BOX not in client_of(ada).get(f"/t/x/{topic.pk}/").text


def test_draft_is_kept_by_a_button_without_javascript(client_of: ClientOf, topic: Topic, bob: User) -> None:
    browser = client_of(bob)
    browser.post(f"/t/{topic.pk}/reply/", {"body": WORDS, "key": KEY, "save_draft": "1"})
    assert topic.posts.count() == 1
    assert BOX in browser.get(f"/t/{topic.pk}/reply/").text


def test_draft_of_a_topic_keeps_title_and_readers(client_of: ClientOf, room: Category, ada: User) -> None:
    browser = client_of(ada)
    draft = {"title": "Half a ti", "body": WORDS, "audience": "1", "key": KEY, "save_draft": "1"}
    browser.post("/c/living-with-it/new/", draft)
    form = browser.get("/c/living-with-it/new/").context["composer"].form
    assert [str(form[name].value()) for name in ("title", "body", "audience")] == ["Half a ti", WORDS, "1"]


def test_draft_with_what_no_database_can_hold_is_kept_without_it(
    client_of: ClientOf, room: Category, ada: User
) -> None:
    form = {"place": f"new:{room.slug}", "title": "Ni\0ghts", "body": "Te\0a", "audience": "1\0"}
    client_of(ada).post("/draft/", form)
    draft = Draft.objects.get()
    assert (draft.title, draft.body, draft.fields) == ("Nights", "Tea", {"audience": "1"})


def test_draft_can_be_thrown_away(client_of: ClientOf, topic: Topic, bob: User) -> None:
    browser = client_of(bob)
    browser.post("/draft/", {"place": f"reply:{topic.pk}", "key": KEY, "body": WORDS})
    browser.post(f"/t/{topic.pk}/reply/", {"body": WORDS, "discard": "1"})
    assert not Draft.objects.exists()


def test_sent_reply_leaves_an_empty_box(client_of: ClientOf, topic: Topic, bob: User) -> None:
    browser = client_of(bob)
    browser.post("/draft/", {"place": f"reply:{topic.pk}", "key": KEY, "body": WORDS})
    page = browser.post(f"/t/{topic.pk}/reply/", {"body": WORDS, "key": KEY}, follow=True)
    assert not page.context["composer"].form["body"].value()


def test_late_draft_of_what_was_sent_does_not_come_back(client_of: ClientOf, topic: Topic, bob: User) -> None:
    browser = client_of(bob)
    browser.post(f"/t/{topic.pk}/reply/", {"body": WORDS, "key": KEY})
    browser.post("/draft/", {"place": f"reply:{topic.pk}", "key": KEY, "body": WORDS[:5]})
    assert not Draft.objects.exists()


def test_second_window_on_the_same_draft_loses_nothing(client_of: ClientOf, topic: Topic, bob: User) -> None:
    first, second = client_of(bob), client_of(bob)
    first.post("/draft/", {"place": f"reply:{topic.pk}", "key": KEY, "body": "Tea"})
    key = second.get(f"/t/{topic.pk}/reply/").context["composer"].form["key"].value()
    assert str(key) == KEY
    first.post(f"/t/{topic.pk}/reply/", {"body": "Tea, of course", "key": KEY})
    second.post("/draft/", {"place": f"reply:{topic.pk}", "key": KEY, "body": WORDS})
    answer = second.post(f"/t/{topic.pk}/reply/", {"body": WORDS, "key": KEY})
    assert BOX in answer.text
    draft = Draft.objects.get()
    assert (draft.body, str(draft.key) == KEY) == (WORDS, False)


@pytest.mark.parametrize("place", ["", "x", "reply:" + "1" * 99, "../reply:1", "reply:1\n"])
def test_draft_without_a_place_is_refused(client_of: ClientOf, bob: User, place: str) -> None:
    assert client_of(bob).post("/draft/", {"place": place, "body": WORDS}).status_code == 400


def test_visitors_draft_is_refused(client: Client, db: None) -> None:
    assert client.post("/draft/", {"place": "reply:1", "body": WORDS}).status_code == 403


def test_preview_is_exactly_what_the_post_will_be(client_of: ClientOf, topic: Topic, ada: User, bob: User) -> None:
    browser = client_of(bob)
    words = "> **Tea**, @ADA\n\n- one\n- two :tea:\n\n<script>"
    preview = browser.post("/preview/", {"body": words}).text
    browser.post(f"/t/{topic.pk}/reply/", {"body": words})
    post = topic.posts.get(number=2)
    shown = f'<div class="words" dir="auto">{post.html}</div>'
    assert shown in preview
    assert shown in browser.get(f"/t/x/{topic.pk}/").text


def test_list_that_is_indented_as_a_whole_keeps_its_nesting(client_of: ClientOf, topic: Topic, bob: User) -> None:
    browser, words = client_of(bob), "\n  • one\n    • inner\n  • two"
    browser.post(f"/t/{topic.pk}/reply/", {"body": words})
    post = topic.posts.get(number=2)
    assert post.source == words[1:]
    assert post.html in browser.post("/preview/", {"body": words}).text


def test_preview_goes_one_level_down_from_the_pages_heading(client_of: ClientOf, post: Post, ada: User) -> None:
    browser, words = client_of(ada), {"body": "# Nights\n\n## Days", "preview": "1"}
    for address in (f"/t/{post.topic_id}/reply/", f"/p/{post.pk}/edit/", f"/p/{post.pk}/update/"):
        levels = re.findall(r"<h(\d)", browser.post(address, words).text)
        assert levels == ["1", "2", "3", "4"], address


def test_preview_by_a_button_keeps_the_words_and_sends_nothing(client_of: ClientOf, topic: Topic, bob: User) -> None:
    page = client_of(bob).post(f"/t/{topic.pk}/reply/", {"body": "**Tea**", "preview": "1", "key": KEY}).text
    assert '<div class="words" dir="auto"><p><strong>Tea</strong></p></div>' in page
    assert "**Tea**</textarea>" in page
    assert topic.posts.count() == 1


def test_preview_says_what_would_be_refused(client_of: ClientOf, bob: User) -> None:
    assert "Write a few words first." in client_of(bob).post("/preview/", {"body": " "}).text


def test_visitor_gets_no_preview(client: Client, db: None) -> None:
    assert "Log in to write here." in client.post("/preview/", {"body": WORDS}).text


def test_edit_starts_from_the_words_and_ends_at_the_post(client_of: ClientOf, post: Post, ada: User) -> None:
    browser = client_of(ada)
    form = browser.get(f"/p/{post.pk}/edit/").context["composer"].form
    assert form["body"].value() == post.source
    answer = browser.post(f"/p/{post.pk}/edit/", {"body": WORDS, "version": form["version"].value()})
    assert answer.headers["Location"] == f"/t/sleepless/{post.topic_id}/1/#post-1"
    post.refresh_from_db()
    assert post.source == WORDS


def test_second_of_two_editors_is_told_and_keeps_their_words(
    client_of: ClientOf, post: Post, ada: User, moderator: User
) -> None:
    version = fingerprint(post.source)
    edit_post(post=post, persona=moderator.persona, source="How do you sleep at all?")
    browser = client_of(ada)
    answer = browser.post(f"/p/{post.pk}/edit/", {"body": WORDS, "version": version})
    assert "Someone else changed this post" in answer.text
    assert BOX in answer.text
    assert "How do you sleep at all?" in answer.text
    newer = answer.context["composer"].form["version"].value()
    assert browser.post(f"/p/{post.pk}/edit/", {"body": WORDS, "version": newer}).status_code == 302


def test_edit_sent_twice_is_taken_once(client_of: ClientOf, post: Post, ada: User) -> None:
    browser = client_of(ada)
    sent = {"body": WORDS, "version": fingerprint(post.source)}
    assert [browser.post(f"/p/{post.pk}/edit/", sent).status_code for _ in range(2)] == [302, 302]
    assert post.versions.count() == 2


def test_draft_of_an_edit_made_stale_meanwhile_is_told(
    client_of: ClientOf, post: Post, ada: User, moderator: User
) -> None:
    browser = client_of(ada)
    old = fingerprint(post.source)
    browser.post("/draft/", {"place": f"edit:{post.pk}", "body": WORDS, "version": old})
    edit_post(post=post, persona=moderator.persona, source="How do you sleep at all?")
    form = browser.get(f"/p/{post.pk}/edit/").context["composer"].form
    assert (form["body"].value(), form["version"].value()) == (WORDS, old)


@pytest.mark.parametrize("verb", ["edit", "update", "delete", "history"])
def test_what_is_only_the_authors_is_refused_with_the_reason(
    client_of: ClientOf, post: Post, bob: User, verb: str
) -> None:
    answer = client_of(bob).get(f"/p/{post.pk}/{verb}/")
    assert (answer.status_code, "Only the person who wrote this" in answer.text) == (403, True)


@pytest.mark.parametrize("verb", ["edit", "update", "delete", "history"])
def test_what_is_out_of_sight_is_not_found(client_of: ClientOf, topic: Topic, post: Post, bob: User, verb: str) -> None:
    Topic.objects.update(audience=Audience.MODERATORS)
    assert client_of(bob).get(f"/p/{post.pk}/{verb}/").status_code == 404


@pytest.mark.parametrize(("verb", "page"), [("edit", "edit"), ("delete", "hide")])
def test_moderator_is_led_to_the_page_that_asks_for_a_reason(
    client_of: ClientOf, post: Post, moderator: User, verb: str, page: str
) -> None:
    answer = client_of(moderator).get(f"/p/{post.pk}/{verb}/")
    assert answer.headers["Location"] == f"/moderation/p/{post.pk}/{page}/"


def test_update_is_added_and_shown_under_its_post(client_of: ClientOf, post: Post, ada: User) -> None:
    answer = client_of(ada).post(f"/p/{post.pk}/update/", {"body": WORDS, "key": KEY}, follow=True)
    assert answer.redirect_chain == [(f"/t/sleepless/{post.topic_id}/1/#post-1", 302)]
    assert "Tea &amp; a walk" in answer.text


def test_history_shows_what_came_and_what_went(client_of: ClientOf, post: Post, ada: User) -> None:
    edit_post(post=post, persona=ada.persona, source="How do we sleep?")
    page = client_of(ada).get(f"/p/{post.pk}/history/").text
    assert "<del>" in page
    assert "<ins>" in page
    assert "As it was first written" in page


def test_delete_asks_first_and_then_leads_back(client_of: ClientOf, topic: Topic, bob: User, reply: Maker) -> None:
    browser, post = client_of(bob), reply(bob, topic)
    assert "Delete your post?" in browser.get(f"/p/{post.pk}/delete/").text
    answer = browser.post(f"/p/{post.pk}/delete/", follow=True)
    assert "This post was removed by its author." in answer.text


def test_delete_pressed_twice_leads_back_all_the_same(
    client_of: ClientOf, topic: Topic, bob: User, reply: Maker
) -> None:
    browser, post = client_of(bob), reply(bob, topic)
    answers = [browser.post(f"/p/{post.pk}/delete/").status_code for _ in range(2)]
    assert answers == [302, 302]


def test_deleted_topic_leads_to_its_room(client_of: ClientOf, post: Post, ada: User) -> None:
    answer = client_of(ada).post(f"/p/{post.pk}/delete/")
    assert answer.headers["Location"] == "/c/living-with-it/"


def test_oldest_drafts_make_room(client_of: ClientOf, bob: User, monkeypatch: pytest.MonkeyPatch) -> None:
    browser, now = client_of(bob), clock.now()
    for number in range(101):
        monkeypatch.setattr(clock, "now", lambda number=number: now + timedelta(seconds=number))
        browser.post("/draft/", {"place": f"reply:{number}", "body": WORDS})
    assert Draft.objects.count() == 100
    assert not Draft.objects.filter(place="reply:0").exists()


def test_reply_that_came_meanwhile_stops_nobody(client_of: ClientOf, topic: Topic, ada: User, bob: User) -> None:
    browser = client_of(bob)
    browser.get(f"/t/{topic.pk}/reply/")
    create_reply(persona=ada.persona, topic=topic, source="First", key=uuid.uuid4())
    assert browser.post(f"/t/{topic.pk}/reply/", {"body": WORDS}).headers["Location"].endswith("/3/#post-3")


def test_refused_words_are_kept_for_whoever_leaves_the_page(client_of: ClientOf, topic: Topic, bob: User) -> None:
    close_topic(topic=topic)
    client_of(bob).post(f"/t/{topic.pk}/reply/", {"body": WORDS, "key": KEY})
    assert Draft.objects.get().body == WORDS


def test_logged_out_writer_logs_in_and_sends_what_was_kept(topic: Topic, bob: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(bob)
    token = str(browser.get(f"/t/{topic.pk}/reply/").context["csrf_token"])
    browser.logout()
    browser.cookies["csrftoken"] = token[-32:] if len(token) < 64 else token
    sent = {"body": WORDS, "key": KEY, "csrfmiddlewaretoken": token}
    answer = browser.post(f"/t/{topic.pk}/reply/", sent)
    browser.force_login(bob)
    while answer.status_code != 302:
        assert BOX in answer.text
        sent["csrfmiddlewaretoken"] = str(answer.context["csrf_token"])
        answer = browser.post(f"/t/{topic.pk}/reply/", sent)
    assert topic.posts.get(number=2).source == WORDS


@pytest.mark.parametrize("place", ["/p/{post}/delete/", "/t/{topic}/watch/"])
def test_logged_out_click_without_words_leads_to_log_in(client: Client, topic: Topic, place: str) -> None:
    answer = client.post(place.format(topic=topic.pk, post=topic.first_post_id))
    assert answer.headers["Location"].startswith("/accounts/login/?next=/")


def test_draft_of_an_edit_that_was_saved_is_no_draft(client_of: ClientOf, post: Post, ada: User) -> None:
    browser = client_of(ada)
    browser.post("/draft/", {"place": f"edit:{post.pk}", "body": post.source, "version": "older"})
    form = browser.get(f"/p/{post.pk}/edit/").context["composer"].form
    assert form["version"].value() == fingerprint(post.source)


def test_correction_can_take_the_place_of_what_was_sent(client_of: ClientOf, topic: Topic, bob: User) -> None:
    browser = client_of(bob)
    browser.post(f"/t/{topic.pk}/reply/", {"body": "Tea", "key": KEY})
    answer = browser.post(f"/t/{topic.pk}/reply/", {"body": WORDS, "key": KEY})
    sent = answer.context["composer"].sent
    assert f'name="instead" value="{sent.pk}"' in answer.text
    answer = browser.post(f"/t/{topic.pk}/reply/", {"body": WORDS, "key": KEY, "instead": sent.pk})
    assert answer.headers["Location"].endswith("/2/#post-2")
    assert list(topic.posts.order_by("number").values_list("source", flat=True))[1:] == [WORDS]
    assert not Draft.objects.exists()


def test_correction_takes_nobody_elses_place(client_of: ClientOf, topic: Topic, post: Post, bob: User) -> None:
    answer = client_of(bob).post(f"/t/{topic.pk}/reply/", {"body": WORDS, "instead": post.pk})
    assert "Only the person who wrote this" in answer.text
    assert BOX in answer.text


def test_correction_is_no_moderators_way_round_the_log(
    client_of: ClientOf, topic: Topic, post: Post, moderator: User
) -> None:
    answer = client_of(moderator).post(f"/t/{topic.pk}/reply/", {"body": WORDS, "instead": post.pk})
    assert "Only the person who wrote this" in answer.text
    post.refresh_from_db()
    assert post.version == 1


def test_correction_of_a_title_is_not_dropped_for_one_of_words(client_of: ClientOf, room: Category, ada: User) -> None:
    browser, form = client_of(ada), {"title": "Nights", "body": WORDS, "key": KEY}
    browser.post(f"/c/{room.slug}/new/", form)
    answer = browser.post(f"/c/{room.slug}/new/", {**form, "title": "Evenings"})
    assert 'name="instead"' not in answer.text
    sent = answer.context["composer"].sent.pk
    answer = browser.post(f"/c/{room.slug}/new/", {**form, "title": "Evenings", "instead": sent})
    assert 'value="Evenings"' in answer.text


def test_reply_button_of_a_post_takes_along_what_is_written(client_of: ClientOf, topic: Topic, bob: User) -> None:
    browser, sent = client_of(bob), {"body": WORDS, "key": KEY, "answer": "1"}
    answer = browser.post(f"/t/{topic.pk}/reply/", sent)
    assert answer.headers["Location"] == f"/t/sleepless/{topic.pk}/1/?reply_to=1#reply"
    draft = Draft.objects.get()
    assert (draft.body, draft.fields, str(draft.key)) == (WORDS, {"reply_to": "1"}, KEY)
    assert topic.posts.count() == 1


def test_reply_button_of_a_post_works_with_an_empty_box(client_of: ClientOf, topic: Topic, bob: User) -> None:
    page = client_of(bob).post(f"/t/{topic.pk}/reply/", {"body": "", "answer": "1"}, follow=True)
    assert "In reply to <span>#1</span>" in page.text


def test_quote_button_of_a_post_adds_it_to_what_is_written(client_of: ClientOf, topic: Topic, bob: User) -> None:
    browser = client_of(bob)
    browser.post("/draft/", {"place": f"reply:{topic.pk}", "key": KEY, "body": "Older"})
    page = browser.post(f"/t/{topic.pk}/reply/", {"body": WORDS, "key": KEY, "quote": "1"}, follow=True)
    quoted = f'{WORDS}\n\n[quote="ada, post:1, topic:{topic.pk}"]\nHow do you sleep?\n[/quote]'
    assert page.context["composer"].form["body"].value() == quoted


@pytest.mark.parametrize("number", ["0", "2", "3", "x", "", "9" * 40])
def test_button_of_a_post_that_is_gone_keeps_the_words_alone(
    client_of: ClientOf, topic: Topic, ada: User, bob: User, reply: Maker, number: str
) -> None:
    hide_post(post=reply(ada, topic, "my street is Elm Street"))
    for name in ("quote", "answer"):
        client_of(bob).post(f"/t/{topic.pk}/reply/", {"body": WORDS, name: number})
        draft = Draft.objects.get()
        assert (draft.body, draft.fields) == (WORDS, {})


@pytest.mark.parametrize("number", ["0", "2", "x", "9" * 40, "٣"])
def test_reply_to_no_post_is_a_plain_reply(client_of: ClientOf, topic: Topic, bob: User, number: str) -> None:
    page = client_of(bob).get(f"/t/x/{topic.pk}/", {"reply_to": number, "quote": number}).text
    assert 'name="reply_to" value=' not in page
    assert client_of(bob).get(f"/t/{topic.pk}/reply/", {"reply_to": number, "quote": number}).status_code == 200


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5", "9" * 40])
def test_reply_that_names_no_number_answers_the_topic(
    client_of: ClientOf, topic: Topic, bob: User, number: str
) -> None:
    client_of(bob).post(f"/t/{topic.pk}/reply/", {"body": WORDS, "reply_to": number})
    assert topic.posts.get(number=2).reply_to is None

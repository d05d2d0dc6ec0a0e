"""What a member may choose, section by section."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from forum.topics.models import Draft, Topic
from outbox import clock
from tests.fixtures_people import ClientOf

MAILS = ("mails_mentions", "mails_replies", "mails_following", "mails_meetups", "mails_bookmarks", "mails_notices")


def test_visitor_is_asked_to_log_in_first(client: Client) -> None:
    assert client.get("/preferences/")["Location"] == "/accounts/login/?next=/preferences/"


def test_what_is_told_about_oneself_is_kept(ada: User, client_of: ClientOf) -> None:
    page = client_of(ada).post("/preferences/", {"section": "about", "about": "I like rivers."}, follow=True)
    assert "Saved." in page.content.decode()
    ada.persona.refresh_from_db()
    assert ada.persona.about == "I like rivers."


def test_line_break_in_what_is_told_about_oneself_counts_as_one_character(ada: User, client_of: ClientOf) -> None:
    told = "Rivers\n" * 142 + "Lakes!"
    client_of(ada).post("/preferences/", {"section": "about", "about": told.replace("\n", "\r\n")})
    ada.persona.refresh_from_db()
    assert ada.persona.about == told


def test_what_is_told_about_oneself_comes_back_to_whoever_is_logged_out(client: Client) -> None:
    page = client.post("/preferences/", {"section": "about", "about": "I like rivers."}).content.decode()
    assert "I like rivers.</textarea>" in page


def test_too_long_a_text_is_refused_beside_it_and_still_there(ada: User, client_of: ClientOf) -> None:
    page = client_of(ada).post("/preferences/", {"section": "about", "about": "long " * 300}).content.decode()
    assert 'id="id_about_about_error"' in page
    assert "long long long" in page


def test_half_a_text_about_oneself_is_kept_and_restored_anywhere(ada: User, client_of: ClientOf) -> None:
    kept = {"place": "about:me", "section": "about", "about": "I like\nrivers"}
    assert client_of(ada).post("/draft/", kept).content.decode() == "Kept"
    page = client_of(ada).get("/preferences/").content.decode()
    assert "I like\nrivers</textarea>" in page
    assert 'data-place="about:me"' in page
    ada.persona.refresh_from_db()
    assert ada.persona.about == ""


def test_text_about_oneself_is_kept_and_thrown_away_by_buttons(ada: User, client_of: ClientOf) -> None:
    client, words = client_of(ada), {"section": "about", "about": "I like rivers."}
    client.post("/preferences/", {**words, "save_draft": "1"})
    assert Draft.objects.get().fields == {"about": "I like rivers."}
    client.post("/preferences/", {**words, "discard": "1"})
    assert not Draft.objects.exists()


def test_refused_text_about_oneself_is_kept_and_a_saved_one_leaves_no_draft(ada: User, client_of: ClientOf) -> None:
    client_of(ada).post("/preferences/", {"section": "about", "about": "long " * 300})
    assert Draft.objects.exists()
    client_of(ada).post("/preferences/", {"section": "about", "about": "I like rivers."})
    assert not Draft.objects.exists()


def test_one_section_leaves_the_others_alone(ada: User, client_of: ClientOf) -> None:
    client_of(ada).post("/preferences/", {"section": "time", "time_zone": "Asia/Tokyo"})
    ada.refresh_from_db()
    assert ada.time_zone == "Asia/Tokyo"
    assert all(getattr(ada, name) for name in MAILS)


def test_times_are_stated_in_words_in_the_chosen_zone(
    ada: User, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 23, 19, 14, tzinfo=UTC))
    client = client_of(ada)
    page = client.post("/preferences/", {"section": "time", "time_zone": "Europe/Berlin"}, follow=True)
    assert "Your times are shown in Europe/Berlin, where it is now 20:14." in page.content.decode()


def test_without_a_zone_times_are_said_to_be_in_the_sites(ada: User, client_of: ClientOf) -> None:
    assert "your times are shown in UTC" in client_of(ada).get("/preferences/").content.decode()


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "Europe"])
def test_zone_that_is_none_is_refused(ada: User, client_of: ClientOf, zone: str) -> None:
    page = client_of(ada).post("/preferences/", {"section": "time", "time_zone": zone})
    assert 'id="id_time_time_zone_error"' in page.content.decode()
    ada.refresh_from_db()
    assert ada.time_zone == ""


@pytest.mark.parametrize("zone", ["Europe/Kyiv", "Asia/Calcutta", "UTC"])
def test_zone_kept_from_the_device_stays_among_the_choices(ada: User, client_of: ClientOf, zone: str) -> None:
    User.objects.update(time_zone=zone)
    assert f'<option value="{zone}" selected>' in client_of(ada).get("/preferences/").content.decode()


@pytest.mark.parametrize("name", MAILS)
def test_each_mail_can_be_stopped_by_itself(ada: User, client_of: ClientOf, name: str) -> None:
    client_of(ada).post("/preferences/", {"section": "mail", **dict.fromkeys({*MAILS} - {name}, "on")})
    ada.refresh_from_db()
    assert [mail for mail in MAILS if not getattr(ada, mail)] == [name]


def test_new_meetups_are_told_to_those_who_ask(ada: User, client_of: ClientOf) -> None:
    assert not ada.wants_meetups
    client_of(ada).post("/preferences/", {"section": "meetups", "wants_meetups": "on"})
    ada.refresh_from_db()
    assert ada.wants_meetups


def test_names_in_mail_must_be_asked_for_and_come_with_a_warning(ada: User, client_of: ClientOf) -> None:
    client = client_of(ada)
    assert not ada.mails_in_full
    assert "Careful: our mails say nothing" in client.get("/preferences/").content.decode()
    client.post("/preferences/", {"section": "words", "mails_in_full": "on"})
    ada.refresh_from_db()
    assert ada.mails_in_full


def test_single_keys_can_be_turned_off(ada: User, client_of: ClientOf, start: Callable[..., Topic]) -> None:
    client, topic = client_of(ada), start(ada)
    assert "data-keys" in client.get(topic.get_absolute_url()).text
    client.post("/preferences/", {"section": "keys"})
    assert "data-keys" not in client.get(topic.get_absolute_url()).text


def test_unknown_section_changes_nothing(ada: User, client_of: ClientOf) -> None:
    page = client_of(ada).post("/preferences/", {"section": "role", "role": "administrator", "is_superuser": "on"})
    assert page.status_code == 200
    ada.refresh_from_db()
    assert (ada.role, ada.is_superuser) == ("member", False)


def test_no_section_changes_what_is_not_its_own(ada: User, client_of: ClientOf) -> None:
    client_of(ada).post("/preferences/", {"section": "mail", "role": "moderator", "email": "eve@example.org"})
    ada.refresh_from_db()
    assert (ada.role, ada.email) == ("member", "ada@example.org")


def test_page_costs_three_queries(
    ada: User, client_of: ClientOf, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(ada)
    with django_assert_num_queries(3):
        client.get("/preferences/")


def test_saved_is_said_in_the_section_that_was_saved(ada: User, client_of: ClientOf) -> None:
    client = client_of(ada)
    answer = client.post("/preferences/", {"section": "keys"})
    assert answer["Location"] == "/preferences/#keys"
    page = client.get("/preferences/").content.decode()
    assert page.count("Saved.") == 1
    assert "Saved." in page.split('<section class="card" id="keys"')[1].split("</section>")[0]


def test_refused_section_is_told_in_the_title_and_above_the_heading(ada: User, client_of: ClientOf) -> None:
    page = client_of(ada).post("/preferences/", {"section": "time", "time_zone": "No/Where"}).content.decode()
    assert "<title>Error: Preferences" in page
    assert page.index('<a href="#id_time_time_zone">Choose a time zone') < page.index("<h1")


def test_emoji_of_late_and_their_tone_are_remembered(client_of: ClientOf, ada: User) -> None:
    client_of(ada).post("/preferences/emoji/", {"tone": "t4", "recent": "heart nothing pray heart"})
    ada.refresh_from_db()
    assert (ada.emoji_tone, ada.emoji_recent) == ("t4", "heart pray")


def test_tone_that_there_is_not_is_none(client_of: ClientOf, ada: User) -> None:
    client_of(ada).post("/preferences/emoji/", {"tone": "t9"})
    ada.refresh_from_db()
    assert ada.emoji_tone == ""


def test_chosen_language_is_spoken_from_then_on(ada: User, client_of: ClientOf) -> None:
    page = client_of(ada).post("/preferences/", {"section": "language", "language": "de"}, follow=True).text
    assert '<html lang="de"' in page
    assert "Gespeichert." in page
    assert '<option value="ar" lang="ar">' in page


def test_language_that_we_do_not_speak_is_refused(ada: User, client_of: ClientOf) -> None:
    page = client_of(ada).post("/preferences/", {"section": "language", "language": "tlh"}).text
    assert "Choose a language from the list." in page
    ada.refresh_from_db()
    assert ada.language == ""

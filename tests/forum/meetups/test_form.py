"""The form that announces a meetup, and the one that changes it."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from accounts.models import User
from forum.categories.models import Category
from forum.categories.visibility import Audience
from forum.meetups.actions import register
from forum.meetups.models import Meetup
from forum.topics.actions import delete_post
from tests.fixtures_people import ClientOf
from tests.forum.meetups.conftest import ROOM_URL, Clock, words


def test_announcing_ends_on_the_topic(organizer: User, client_of: ClientOf, typed: dict[str, object]) -> None:
    response = client_of(organizer).post("/meetups/new/", typed)
    meetup = Meetup.objects.get()
    assert response["location"] == f"/t/relapse-together/{meetup.topic_id}/1/#post-1"
    assert meetup.starts_at == datetime(2026, 12, 1, 19, tzinfo=UTC)
    assert (meetup.capacity, meetup.duration_minutes) == (None, 90)


def test_form_comes_with_the_organizers_zone_and_a_room(organizer: User, client_of: ClientOf, room: Category) -> None:
    User.objects.filter(pk=organizer.pk).update(time_zone="Asia/Kathmandu")
    page = words(client_of(organizer).get("/meetups/new/"))
    assert '<option value="Asia/Kathmandu" selected>' in page
    assert f'<option value="{room.pk}" selected>' in page


def test_form_offers_no_room_that_the_organizer_cannot_see(organizer: User, client_of: ClientOf) -> None:
    Category.objects.create(name="Team", slug="team", audience=Audience.MODERATORS)
    assert "Team" not in words(client_of(organizer).get("/meetups/new/"))


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("starts_at", "2026-12-01T12:59", "This time has passed"),
        ("starts_at", "2027-03-28T02:30", "there is no 02:30"),
        ("starts_at", "2027-10-31T02:30", "02:30 comes twice"),
        ("starts_at", "2029-03-28T02:30", "more than two years"),
        ("starts_at", "soon", "like 2026-12-31T20:00"),
        ("starts_at", "0001-01-01T00:00", "This time has passed"),
        ("starts_at", "9999-12-31T23:59", "more than two years"),
        ("timezone", "Europe/Atlantis", "Choose a time zone"),
        ("timezone", "../../etc/passwd", "Choose a time zone"),
        ("join_url", "ftp://rooms.example.org/", "starts with https://"),
        ("join_url", "javascript:alert(1)", "starts with https://"),
        ("capacity", "0", "whole number from 1 to 100000"),
        ("duration_minutes", "4", "from 5 to 1440"),
        ("title", "   ", "Give your topic a title"),
    ],
)
def test_mistake_is_named_beside_its_field_and_nothing_is_lost(
    organizer: User, client_of: ClientOf, typed: dict[str, object], field: str, value: str, reason: str
) -> None:
    response = client_of(organizer).post("/meetups/new/", {**typed, field: value})
    page = words(response)
    assert response.status_code == 200
    assert reason.replace("'", "&#x27;") in page.split(f'id="id_{field}_error"')[1].split("</p>")[0]
    assert "We talk about relapse." in page
    assert not Meetup.objects.exists()


def test_correction_sent_with_the_same_key_is_not_lost(
    organizer: User, client_of: ClientOf, typed: dict[str, object]
) -> None:
    client = client_of(organizer)
    key = "6f1f8d5a-0000-4000-8000-000000000000"
    client.post("/meetups/new/", {**typed, "key": key})
    page = words(client.post("/meetups/new/", {**typed, "key": key, "body": "Corrected."}))
    assert "Corrected." in page
    assert key not in page


def test_what_is_kept_for_later_comes_back_whole(
    organizer: User, client_of: ClientOf, typed: dict[str, object]
) -> None:
    client = client_of(organizer)
    client.post("/meetups/new/", {**typed, "timezone": "Asia/Kathmandu", "save_draft": "1"})
    page = words(client.get("/meetups/new/"))
    assert not Meetup.objects.exists()
    for kept in ("Relapse, together", "2026-12-01T20:00", '"Asia/Kathmandu" selected', ROOM_URL):
        assert kept in page, kept


def test_preview_announces_nothing(organizer: User, client_of: ClientOf, typed: dict[str, object]) -> None:
    page = words(client_of(organizer).post("/meetups/new/", {**typed, "preview": "1"}))
    assert "<p>We talk about relapse.</p>" in page
    assert not Meetup.objects.exists()


def test_words_come_back_to_an_organizer_who_was_logged_out(client: Client, typed: dict[str, object]) -> None:
    response = client.post("/meetups/new/", typed)
    assert response.status_code == 403
    for kept in ("We talk about relapse.", "2026-12-01T20:00", ROOM_URL):
        assert kept in words(response), kept


def test_member_is_told_why_they_cannot_announce(ada: User, client_of: ClientOf) -> None:
    response = client_of(ada).get("/meetups/new/")
    assert response.status_code == 403
    assert "announced by organizers and moderators" in words(response)


def test_organizer_changes_time_and_keeps_the_link(
    meetup: Meetup, organizer: User, client_of: ClientOf, typed: dict[str, object]
) -> None:
    client_of(organizer).post(f"/meetups/{meetup.pk}/change/", {**typed, "join_url": ""})
    meetup.refresh_from_db()
    assert (meetup.sequence, meetup.join_url) == (1, ROOM_URL)
    assert meetup.starts_at == datetime(2026, 12, 1, 19, tzinfo=UTC)


def test_change_sent_after_the_start_is_shown_again_and_cannot_be_saved(
    meetup: Meetup, organizer: User, client_of: ClientOf, typed: dict[str, object], time: Clock
) -> None:
    time.move(days=2, minutes=1)
    page = words(client_of(organizer).post(f"/meetups/{meetup.pk}/change/", {**typed, "theme": "Saying no"}))
    assert "This meetup has started." in page
    for kept in ('value="Saying no"', "2026-12-01T20:00", ROOM_URL, '"90"'):
        assert kept in page, kept
    assert "Save</button>" not in page


def test_theme_is_kept_where_the_meetup_was_called_off_meanwhile(
    meetup: Meetup, organizer: User, client_of: ClientOf, typed: dict[str, object]
) -> None:
    assert meetup.topic.first_post
    delete_post(post=meetup.topic.first_post, persona=organizer.persona)
    page = words(client_of(organizer).post(f"/meetups/{meetup.pk}/change/", {**typed, "theme": "Saying no"}))
    assert ">Theme</label>" in page
    assert 'value="Saying no"' in page


def test_fewer_seats_than_are_taken_are_refused_beside_the_field(
    meetup: Meetup, organizer: User, ada: User, bob: User, client_of: ClientOf, typed: dict[str, object]
) -> None:
    for guest in (ada, bob):
        register(persona=guest.persona, meetup=meetup)
    page = words(client_of(organizer).post(f"/meetups/{meetup.pk}/change/", {**typed, "capacity": "1"}))
    assert "2 people are registered already" in page.split('id="id_capacity_error"')[1].split("</p>")[0]
    meetup.refresh_from_db()
    assert meetup.capacity is None

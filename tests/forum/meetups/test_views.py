"""The pages of meetups, as people see them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from forum.categories.models import Category
from forum.categories.visibility import Audience
from forum.meetups import actions
from forum.meetups.models import Meetup
from forum.topics.actions import hide_post, move_topic
from tests.fixtures_people import make_person
from tests.forum.meetups.conftest import ROOM_URL, Clock

ClientOf = Callable[[User | AnonymousUser], Client]


def words(response: Any) -> str:  # noqa: ANN401 - the test client's response has no public type
    return " ".join(response.content.decode().split())


@pytest.fixture
def typed(room: Category, time: Clock) -> dict[str, object]:
    """Return what an organizer types to announce a meetup tonight."""
    return {
        "title": "Relapse, together",
        "body": "We talk about relapse.",
        "category": room.pk,
        "theme": "",
        "starts_at": "2026-12-01T20:00",
        "timezone": "Europe/Berlin",
        "duration_minutes": "90",
        "capacity": "",
        "join_url": ROOM_URL,
    }


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
        ("capacity", "0", "greater than or equal to 1"),
        ("duration_minutes", "4", "greater than or equal to 5"),
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


def test_member_is_told_why_they_cannot_announce(ada: User, client_of: ClientOf) -> None:
    response = client_of(ada).get("/meetups/new/")
    assert response.status_code == 403
    assert "announced by organizers and moderators" in words(response)


@pytest.mark.parametrize("address", ["new/", "1/register/", "1/cancel/", "1/join/", "1/guests/", "1/change/"])
def test_visitor_is_asked_to_log_in(client: Client, db: None, address: str) -> None:
    response = client.get(f"/meetups/{address}")
    assert response["location"] == f"/accounts/login/?next=/meetups/{address}"


def test_link_in_a_post_leads_to_one_button(meetup: Meetup, ada: User, client_of: ClientOf) -> None:
    client = client_of(ada)
    assert "Register</button>" in words(client.get(f"/meetups/{meetup.pk}/register/"))
    assert not meetup.registrations.exists()
    response = client.post(f"/meetups/{meetup.pk}/register/")
    assert response["location"] == meetup.topic.get_absolute_url()
    assert meetup.registrations.live().filter(persona=ada.persona).exists()


def test_full_meetup_says_so(announce: Callable[..., Meetup], ada: User, bob: User, client_of: ClientOf) -> None:
    meetup = announce(capacity=1)
    actions.register(persona=bob.persona, meetup=meetup)
    client = client_of(ada)
    client.post(f"/meetups/{meetup.pk}/register/")
    assert "All seats are taken" in words(client.get(f"/meetups/{meetup.pk}/register/"))
    assert not meetup.registrations.filter(persona=ada.persona).exists()


def test_cancelling_gives_the_seat_back(meetup: Meetup, ada: User, client_of: ClientOf) -> None:
    actions.register(persona=ada.persona, meetup=meetup)
    client = client_of(ada)
    assert "Cancel my seat</button>" in words(client.get(f"/meetups/{meetup.pk}/cancel/"))
    client.post(f"/meetups/{meetup.pk}/cancel/")
    assert not meetup.registrations.live().exists()


@pytest.mark.parametrize("minutes", [48 * 60 - 15, 48 * 60, 48 * 60 + 59])
def test_join_page_leads_the_registered_to_the_room(
    meetup: Meetup, ada: User, client_of: ClientOf, time: Clock, minutes: int
) -> None:
    actions.register(persona=ada.persona, meetup=meetup)
    time.move(minutes=minutes)
    response = client_of(ada).get(f"/meetups/{meetup.pk}/join/")
    assert (response.status_code, response["location"]) == (302, ROOM_URL)
    assert response["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("minutes", "reason"),
    [(48 * 60 - 16, "opens 15 minutes before the start"), (49 * 60, "This meetup is over")],
)
def test_join_page_says_why_it_is_too_early_or_too_late(
    meetup: Meetup, ada: User, client_of: ClientOf, time: Clock, minutes: int, reason: str
) -> None:
    actions.register(persona=ada.persona, meetup=meetup)
    time.move(minutes=minutes)
    response = client_of(ada).get(f"/meetups/{meetup.pk}/join/")
    assert response.status_code == 200
    assert reason in words(response)


def test_join_page_offers_a_seat_to_who_has_none(meetup: Meetup, ada: User, client_of: ClientOf, time: Clock) -> None:
    time.move(minutes=48 * 60 - 5)
    page = words(client_of(ada).get(f"/meetups/{meetup.pk}/join/"))
    assert "You are not registered" in page
    assert f'action="/meetups/{meetup.pk}/register/"' in page


def test_host_always_gets_in(meetup: Meetup, organizer: User, client_of: ClientOf) -> None:
    assert client_of(organizer).get(f"/meetups/{meetup.pk}/join/")["location"] == ROOM_URL


def test_nobody_gets_in_once_the_topic_is_hidden(
    meetup: Meetup, ada: User, moderator: User, client_of: ClientOf, time: Clock
) -> None:
    for person in (ada, moderator):
        actions.register(persona=person.persona, meetup=meetup)
    assert meetup.topic.first_post
    hide_post(post=meetup.topic.first_post)
    time.move(hours=48)
    for person in (ada, moderator):
        for address in ("/join/", "/register/", ".ics"):
            assert client_of(person).get(f"/meetups/{meetup.pk}{address}").status_code == 404


def test_nobody_gets_in_whom_the_topic_was_moved_away_from(
    meetup: Meetup, ada: User, client_of: ClientOf, time: Clock
) -> None:
    actions.register(persona=ada.persona, meetup=meetup)
    move_topic(
        topic=meetup.topic,
        category=Category.objects.create(name="Team", slug="team", audience=Audience.MODERATORS),
    )
    time.move(hours=48)
    assert client_of(ada).get(f"/meetups/{meetup.pk}/join/").status_code == 404


def test_join_link_stands_in_no_page(meetup: Meetup, ada: User, organizer: User, client_of: ClientOf) -> None:
    actions.register(persona=ada.persona, meetup=meetup)
    own = [f"/meetups/{meetup.pk}/{page}/" for page in ("register", "cancel", "change", "guests")]
    pages = ["/", "/meetups/", f"/meetups/{meetup.pk}.ics", *own]
    for person in (ada, organizer):
        for page in pages:
            assert b"rooms.example.org" not in client_of(person).get(page).content, page


def test_calendar_file_is_for_whoever_may_see_the_topic(meetup: Meetup, client: Client) -> None:
    response = client.get(f"/meetups/{meetup.pk}.ics")
    assert response["content-type"] == "text/calendar; charset=utf-8"
    move_topic(
        topic=meetup.topic,
        category=Category.objects.create(name="Us", slug="us", audience=Audience.MEMBERS),
    )
    assert client.get(f"/meetups/{meetup.pk}.ics").status_code == 404


@pytest.mark.parametrize(("who", "status"), [("ada", 403), ("organizer", 200), ("moderator", 200)])
def test_who_registered_is_shown_to_those_who_look_after_it(
    meetup: Meetup, ada: User, client_of: ClientOf, request: pytest.FixtureRequest, who: str, status: int
) -> None:
    actions.register(persona=ada.persona, meetup=meetup)
    response = client_of(request.getfixturevalue(who)).get(f"/meetups/{meetup.pk}/guests/")
    assert response.status_code == status
    assert ("ada" in words(response).split("</h1>")[1]) == (status == 200)


def test_organizer_changes_time_and_keeps_the_link(
    meetup: Meetup, organizer: User, client_of: ClientOf, typed: dict[str, object]
) -> None:
    client_of(organizer).post(f"/meetups/{meetup.pk}/change/", {**typed, "join_url": ""})
    meetup.refresh_from_db()
    assert (meetup.sequence, meetup.join_url) == (1, ROOM_URL)
    assert meetup.starts_at == datetime(2026, 12, 1, 19, tzinfo=UTC)


def test_list_puts_the_nearest_first_and_the_past_below(
    announce: Callable[..., Meetup], ada: User, client_of: ClientOf, time: Clock
) -> None:
    for title, days in (("Past one", 1), ("Far one", 9), ("Near one", 5)):
        announce(title=title, starts_at=time.at + timedelta(days=days))
    time.move(days=2)
    page = words(client_of(ada).get("/meetups/"))
    assert page.index("Near one") < page.index("Far one") < page.index("Past one")


def test_list_goes_on_behind_twenty(
    announce: Callable[..., Meetup], ada: User, client_of: ClientOf, time: Clock
) -> None:
    start = time.at + timedelta(days=1)
    for number in range(45):
        announce(title=f"No. {number:02}", starts_at=start)
    seen, address = [], "/meetups/"
    client = client_of(ada)
    while address:
        page = client.get(address).context["coming"]
        seen += [card.meetup.topic.title for card in page.cards]
        address = page.further and f"/meetups/?after={page.further}"
    assert seen == [f"No. {number:02}" for number in range(45)]


@pytest.mark.parametrize("cursor", ["x", "1.", ".1", "9" * 40 + ".1", "1." + "9" * 40, "-1.1", "٣.١"])
def test_list_bears_any_cursor(ada: User, client_of: ClientOf, cursor: str) -> None:
    for name in ("after", "before"):
        assert client_of(ada).get("/meetups/", {name: cursor}).status_code == 200


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize(("who", "queries"), [("outsider", 2), ("ada", 5)])
def test_list_costs_the_same_whatever_its_length(
    announce: Callable[..., Meetup],
    client_of: ClientOf,
    request: pytest.FixtureRequest,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    time: Clock,
    count: int,
    who: str,
    queries: int,
) -> None:
    for number in range(count):
        announce(starts_at=time.at + timedelta(hours=number + 1))
        announce(starts_at=time.at + timedelta(days=number + 9))
    time.move(days=3)
    client = client_of(request.getfixturevalue(who))
    with django_assert_max_num_queries(queries):
        assert client.get("/meetups/").status_code == 200


@pytest.mark.parametrize("count", [1, 20])
def test_guests_cost_the_same_however_many(
    meetup: Meetup,
    moderator: User,
    client_of: ClientOf,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for persona in (make_person(f"guest{number}").persona for number in range(count)):
        actions.register(persona=persona, meetup=meetup)
    client = client_of(moderator)
    with django_assert_max_num_queries(5):
        assert client.get(f"/meetups/{meetup.pk}/guests/").status_code == 200

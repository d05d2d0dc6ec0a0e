"""The card on the topic and on the front page."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from accounts.models import Persona, User
from forum.categories.models import Category
from forum.categories.visibility import Audience
from forum.meetups import actions
from forum.meetups.models import Meetup, Registration
from forum.topics.actions import hide_post
from tests.fixtures_people import ClientOf
from tests.forum.meetups.conftest import Clock, words


def test_card_invites_a_visitor_to_log_in_and_register(meetup: Meetup, client: Client) -> None:
    for page in ("/", meetup.topic.get_absolute_url()):
        response = client.get(page)
        assert f'href="/meetups/{meetup.pk}/register/">Log in to register' in words(response)
        assert not response.cookies


def test_seat_of_someone_without_an_account_is_no_visitors(meetup: Meetup, client: Client) -> None:
    Registration.objects.create(meetup=meetup, persona=Persona.objects.create(name="tern"))
    response = client.get(meetup.topic.get_absolute_url())
    assert ("Cancel my seat" in words(response), "Log in to register" in words(response)) == (False, True)
    assert not response.cookies


def test_card_gives_a_member_one_button_to_register_and_then_one_to_cancel(
    meetup: Meetup, ada: User, client_of: ClientOf
) -> None:
    client = client_of(ada)
    page = words(client.get(meetup.topic.get_absolute_url()))
    assert (page.count(">Register</button>"), page.count(">Cancel my seat</button>")) == (1, 0)
    actions.register(persona=ada.persona, meetup=meetup)
    page = words(client.get(meetup.topic.get_absolute_url()))
    assert (page.count(">Register</button>"), page.count(">Cancel my seat</button>")) == (0, 1)


def test_card_tells_the_time_of_the_reader_and_of_the_organizer(
    announce: Callable[..., Meetup], ada: User, client_of: ClientOf, time: Clock
) -> None:
    User.objects.filter(pk=ada.pk).update(time_zone="Asia/Kathmandu")
    meetup = announce(starts_at=time.at + timedelta(hours=3))
    page = words(client_of(ada).get(meetup.topic.get_absolute_url()))
    assert '>tonight at 20:45</time></strong> <span class="unbroken">(in 3 hours)' in page
    assert "16:00 in Europe/Berlin" in page


def test_card_tells_no_other_time_where_the_clocks_agree(meetup: Meetup, ada: User, client_of: ClientOf) -> None:
    User.objects.filter(pk=ada.pk).update(time_zone="Europe/Vienna")
    assert "in Europe/Berlin" not in words(client_of(ada).get(meetup.topic.get_absolute_url()))


def test_card_of_a_full_meetup_offers_no_button(
    announce: Callable[..., Meetup], ada: User, bob: User, client_of: ClientOf, client: Client
) -> None:
    meetup = announce(capacity=1)
    actions.register(persona=bob.persona, meetup=meetup)
    for browser in (client, client_of(ada)):
        page = words(browser.get(meetup.topic.get_absolute_url()))
        assert "All seats are taken" in page
        assert "register/" not in page


def test_card_goes_with_its_topic_when_that_is_hidden(meetup: Meetup, moderator: User, client_of: ClientOf) -> None:
    client = client_of(moderator)
    assert f'id="meetup-{meetup.pk}"' in words(client.get(meetup.topic.get_absolute_url()))
    assert meetup.topic.first_post
    hide_post(post=meetup.topic.first_post)
    for page in (meetup.topic.get_absolute_url(), "/"):
        assert f'id="meetup-{meetup.pk}"' not in words(client.get(page))


def test_front_page_shows_the_nearest_meetup_that_the_reader_may_see(
    announce: Callable[..., Meetup], ada: User, client_of: ClientOf, client: Client, time: Clock
) -> None:
    us = Category.objects.create(name="Us", slug="us", audience=Audience.MEMBERS)
    announce(category=us, title="Ours alone", starts_at=time.at + timedelta(hours=1))
    announce(title="For all", starts_at=time.at + timedelta(hours=2))
    assert "Ours alone" in words(client_of(ada).get("/"))
    page = words(client.get("/"))
    assert "For all" in page
    assert "Ours alone" not in page

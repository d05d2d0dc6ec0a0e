"""What administrators see of meetups."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from accounts.models import User
from forum.meetups import actions
from forum.meetups.models import Meetup


@pytest.fixture
def client(administrator: User, client_of: Callable[[User | AnonymousUser], Client]) -> Client:
    """Return the browser of an administrator."""
    return client_of(administrator)


def test_administrator_sees_meetups_without_their_join_links(client: Client, meetup: Meetup) -> None:
    for address in ("", f"{meetup.pk}/change/"):
        response = client.get(f"/admin/forum/meetup/{address}")
        assert response.status_code == 200
        assert b"rooms.example.org" not in response.content


def test_seats_are_looked_at_and_not_changed(client: Client, meetup: Meetup, ada: User) -> None:
    seat = actions.register(persona=ada.persona, meetup=meetup)
    assert client.get(f"/admin/forum/registration/{seat.pk}/change/").status_code == 200
    assert client.post(f"/admin/forum/registration/{seat.pk}/delete/").status_code == 403

"""The language of pages: the member's own choice, or what their browser asks for."""

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import User
from tests.fixtures_people import ClientOf

pytestmark = pytest.mark.django_db


def opening(client: Client, asked: str) -> str:
    """Return how the front page begins for a browser that asks for this language."""
    return client.get("/", headers={"accept-language": asked}).text.split("<head>")[0]


@pytest.mark.parametrize(
    ("asked", "told"),
    [("de-AT,de;q=0.9", "de"), ("ar", "ar"), ("en-GB", "en"), ("fr", "en"), ("no such thing", "en"), ("", "en")],
)
def test_visitor_is_spoken_to_as_the_browser_asks(client: Client, asked: str, told: str) -> None:
    assert f'<html lang="{told}"' in opening(client, asked)


def test_arabic_runs_from_right_to_left_and_german_does_not(client: Client) -> None:
    assert 'dir="rtl"' in opening(client, "ar")
    assert 'dir="ltr"' in opening(client, "de")


def test_choice_of_a_member_counts_more_than_the_browser(ada: User, client_of: ClientOf) -> None:
    User.objects.filter(pk=ada.pk).update(language="de")
    assert '<html lang="de"' in opening(client_of(ada), "ar")


def test_member_who_chose_nothing_is_spoken_to_as_the_browser_asks(ada: User, client_of: ClientOf) -> None:
    assert '<html lang="ar"' in opening(client_of(ada), "ar")


def test_page_says_which_language_it_is_in_and_leaves_none_behind(client: Client) -> None:
    answer = client.get("/", headers={"accept-language": "de"})
    assert answer["Content-Language"] == "de"
    assert not answer.cookies
    assert translation.get_language() == "en"


def test_error_pages_are_in_the_language_of_the_reader(client: Client) -> None:
    page = client.get("/nothing-here/", headers={"accept-language": "de"}).text
    assert "Wir finden diese Seite nicht" in page
    assert "Einloggen" in page

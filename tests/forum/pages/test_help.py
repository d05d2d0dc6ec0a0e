"""The help page: ours until staff write their own, and never empty."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from forum.pages.actions import write_help
from forum.pages.models import HelpPage
from tests.fixtures_people import ClientOf

CHANGE = "/admin/forum/helppage/1/change/"

pytestmark = pytest.mark.django_db


def test_it_begins_with_help_now(client: Client) -> None:
    page = client.get("/help/").text
    assert page.index("If someone is in danger now") < page.index("How this place works")


@pytest.mark.parametrize("title", ["What it cannot do", "When moderators are about", "If you share a mailbox"])
def test_our_own_words_stand_there_until_staff_write(client: Client, title: str) -> None:
    assert f"<h3>{title}</h3>" in client.get("/help/").text


def test_it_leads_to_forgetting_the_device(client: Client) -> None:
    assert '<a href="/forget/"' in client.get("/help/").text


def test_staff_change_number_and_words(administrator: User, client_of: ClientOf, client: Client) -> None:
    form = {"emergency_number": "1 1 2", "source": "## At night\n\nCall **us** not."}
    assert client_of(administrator).post("/admin/forum/helppage/add/", form).status_code == 302
    page = client.get("/help/").text
    assert '<a class="button" href="tel:112">Call 1 1 2</a>' in page
    assert "<h3>At night</h3>" in page


@pytest.mark.parametrize("number", ["112", "999", "911", "000"])
def test_until_staff_give_a_number_those_of_several_countries_can_be_dialled(client: Client, number: str) -> None:
    assert f'href="tel:{number}">Call {number}</a>' in client.get("/help/").text


def test_number_can_be_dialled_without_network(client: Client) -> None:
    write_help(emergency_number="1 1 2", source="")
    assert '<a href="tel:112">Call 1 1 2</a>' in client.get("/offline/").text


def test_demo_gives_a_number(client: Client, settings: Settings) -> None:
    settings.DEMO, settings.DEMO_PASSWORD = True, "a long walk by the sea"
    call_command("load_demo", stdout=StringIO())
    assert 'href="tel:112">Call 112</a>' in client.get("/help/").text


def test_administrator_is_led_to_the_form(administrator: User, client_of: ClientOf) -> None:
    client = client_of(administrator)
    assert 'href="/admin/forum/helppage/add/"' in client.get("/help/").text
    write_help(emergency_number="112", source="")
    assert f'href="{CHANGE}"' in client.get("/help/").text


def test_nobody_else_is_led_there(client: Client, moderator: User, client_of: ClientOf) -> None:
    assert "Edit this page" not in client.get("/help/").text + client_of(moderator).get("/help/").text


def test_form_begins_with_our_own_words(administrator: User, client_of: ClientOf) -> None:
    assert "## What it cannot do" in client_of(administrator).get("/admin/forum/helppage/add/").text


def test_each_change_is_in_the_history(administrator: User, client_of: ClientOf) -> None:
    write_help(emergency_number="112", source="Words.")
    client = client_of(administrator)
    assert client.post(CHANGE, {"emergency_number": "999", "source": "Words."}).status_code == 302
    assert "Emergency number" in client.get("/admin/forum/helppage/1/history/").text


def test_more_than_the_renderer_reads_is_refused_beside_the_field(administrator: User, client_of: ClientOf) -> None:
    page = client_of(administrator).post("/admin/forum/helppage/add/", {"source": "x" * 32_001}).text
    assert "This is more than fits on one page." in page


def test_number_without_a_digit_is_refused_beside_the_field(administrator: User, client_of: ClientOf) -> None:
    page = client_of(administrator).post("/admin/forum/helppage/add/", {"emergency_number": "one one two"}).text
    assert "Write the number in digits" in page
    assert not HelpPage.objects.exists()


def test_empty_words_bring_ours_back(client: Client) -> None:
    write_help(emergency_number="", source=" ")
    assert "What it cannot do" in client.get("/help/").text


def test_it_costs_one_query(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        client.get("/help/")

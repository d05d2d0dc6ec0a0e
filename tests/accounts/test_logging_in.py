"""Logging in and out, forgotten passwords, and changes of what opens an account."""

import re

import pytest
from allauth.account import urls as account_urls
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from outbox.mail import post_due
from outbox.models import Letter
from tests.fixtures_people import PASSWORD, ClientOf

pytestmark = pytest.mark.django_db(transaction=True)

NEW = "another evening by the sea"


@pytest.fixture(autouse=True)
def _no_limits_left() -> None:
    cache.clear()


def log_in(login: str, password: str = PASSWORD, **fields: str) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": login, "password": password, **fields})
    return client


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("login", ["ada", "ADA", "ada@example.org", "ADA@Example.org", " ada "])
def test_pseudonym_or_address_lets_in_whatever_its_case(ada: User, login: str) -> None:
    assert is_in(log_in(login))


def test_session_ends_with_the_browser_unless_asked_otherwise(ada: User) -> None:
    assert not log_in("ada").cookies["sessionid"]["expires"]
    assert log_in("ada", remember="on").cookies["sessionid"]["expires"]


def test_logging_in_leads_where_she_was_going(ada: User, client: Client) -> None:
    page = client.post("/accounts/login/", {"login": "ada", "password": PASSWORD, "next": "/preferences/"})
    assert page["Location"] == "/preferences/"


def test_nobody_is_led_to_another_site(ada: User, client: Client) -> None:
    page = client.post("/accounts/login/", {"login": "ada", "password": PASSWORD, "next": "https://evil.example/"})
    assert page["Location"] == "/"


def test_known_and_unknown_get_the_same_words_at_the_same_cost(ada: User, hashes: list[str]) -> None:
    pages, costs = set(), []
    for login in ("ada", "nobody", "ada@example.org", "nobody@example.org"):
        before = len(hashes)
        page = Client().post("/accounts/login/", {"login": login, "password": "wrong"}).content.decode()
        pages.add(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page).replace(f'value="{login}"', ""))
        costs.append(len(hashes) - before)
    assert len(pages) == 1
    assert costs == [1, 1, 1, 1]


def test_wrong_tries_come_to_an_end(ada: User) -> None:
    for _ in range(5):
        log_in("ada", "wrong")
    assert not is_in(log_in("ada"))


def test_logging_out_takes_a_post(ada: User, client_of: ClientOf) -> None:
    client = client_of(ada)
    client.get("/accounts/logout/")
    assert is_in(client)
    client.post("/accounts/logout/")
    assert not is_in(client)


def ask_for_reset(email: str) -> str:
    page = Client().post("/accounts/password/reset/", {"email": email}, follow=True)
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())


def test_reset_says_and_costs_the_same_for_an_address_that_nobody_has(ada: User, hashes: list[str]) -> None:
    assert ask_for_reset("ada@example.org") == ask_for_reset("nobody@example.org")
    assert Letter.objects.count() == 2
    assert hashes == []


def test_reset_and_log_in_ask_the_tables_the_same_things_of_an_unknown_address(ada: User) -> None:
    costs = []
    for email in ("ada@example.org", "nobody@example.org"):
        for path in ("password/reset", "login"):
            with CaptureQueriesContext(connection) as queries:
                Client().post(f"/accounts/{path}/", {"email": email, "login": email, "password": "wrong"})
            costs.append([query["sql"].split(" ")[0] for query in queries])
    assert costs[:2] == costs[2:]


def test_address_without_an_account_gets_no_mail(ada: User) -> None:
    ask_for_reset("nobody@example.org")
    post_due()
    assert mail.outbox == []
    assert Letter.objects.get().state == Letter.State.DROPPED


def test_link_from_the_mail_gives_a_new_password_once(ada: User, client: Client) -> None:
    ask_for_reset("ADA@example.org")
    post_due()
    link = re.search(r"^\S+//[^/]+(/accounts/password/reset/key/\S+)$", str(mail.outbox[0].body), re.MULTILINE)
    assert link
    form = client.get(link[1])["Location"]
    client.post(form, {"password1": NEW, "password2": NEW})
    assert is_in(log_in("ada", NEW))
    assert "This link no longer works" in Client().get(link[1]).content.decode()


def test_link_is_blanked_once_sent_and_its_mail_is_discreet(ada: User) -> None:
    ask_for_reset("ada@example.org")
    post_due()
    assert Letter.objects.get().payload == {"mail": "reset"}
    # In the token any letters may meet by chance.
    told = re.sub(r"/key/\S+", "", f"{mail.outbox[0].subject} {mail.outbox[0].body}".lower())
    assert not [word for word in ("alongside", "ada", "recovery", "partner", "forum") if word in told]


def test_change_of_password_is_told_by_mail(ada: User) -> None:
    client = log_in("ada")
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    post_due()
    assert mail.outbox[-1].subject == "Your password was changed"
    assert is_in(client)
    assert is_in(log_in("ada", NEW))


def ask_for_change(client: Client, to: str, password: str = PASSWORD) -> None:
    """Type the new address, and the password that is asked for first."""
    client.post("/accounts/email/", {"email": to, "action_add": ""})
    page = client.post("/accounts/reauthenticate/", {"password": password, "next": "/accounts/email/"})
    assert page["Location"] == "/accounts/confirm-email/"


def change_address(client: Client, to: str) -> str:
    ask_for_change(client, to)
    post_due()
    found = re.search(r"^(\d{8})$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found
    assert mail.outbox[-1].to == [to]
    return found[1]


def test_new_address_takes_the_place_of_the_old_once_its_code_is_typed(ada: User) -> None:
    client = log_in("ada")
    code = change_address(client, "wren@example.org")
    assert User.objects.get().email == "ada@example.org"
    client.post("/accounts/confirm-email/", {"code": code})
    assert User.objects.get().email == "wren@example.org"
    assert [address.email for address in EmailAddress.objects.all()] == ["wren@example.org"]
    post_due()
    assert mail.outbox[-1].to == ["ada@example.org"]


def test_way_back_to_the_code_stands_on_the_page_of_the_address(ada: User) -> None:
    client = log_in("ada")
    assert "A code is on its way" not in client.get("/accounts/email/").content.decode()
    code = change_address(client, "wren@example.org")
    page = client.get("/accounts/email/").content.decode()
    assert "A code is on its way to wren@example.org." in page
    assert 'href="/accounts/confirm-email/"' in page
    client.post("/accounts/confirm-email/", {"code": code})
    assert "A code is on its way" not in client.get("/accounts/email/").content.decode()


def test_row_of_a_sent_letter_keeps_no_address(ada: User) -> None:
    change_address(log_in("ada"), "wren@example.org")
    assert Letter.objects.get().payload == {"mail": "code"}


def test_change_of_address_asks_for_the_password_first(ada: User, client_of: ClientOf) -> None:
    page = client_of(ada).post("/accounts/email/", {"email": "wren@example.org", "action_add": ""})
    assert page["Location"].startswith("/accounts/reauthenticate/")
    assert not Letter.objects.exists()


@pytest.mark.parametrize("path", ["login", "signup", "password/reset", "password/reset/done", "inactive"])
def test_pages_for_visitors_stand_in_our_frame(path: str) -> None:
    page = Client().get(f"/accounts/{path}/").content.decode()
    assert 'id="main"' in page
    assert page.count("<h1") == 1


@pytest.mark.parametrize("path", ["logout", "email", "password/change", "reauthenticate"])
def test_pages_for_members_stand_in_our_frame(ada: User, path: str) -> None:
    page = log_in("ada").get(f"/accounts/{path}/").content.decode()
    assert 'id="main"' in page
    assert page.count("<h1") == 1


def test_every_mail_of_the_people_leaves_through_the_outbox(ada: User) -> None:
    ask_for_reset("ada@example.org")
    client = log_in("ada")
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    ask_for_change(client, "wren@example.org", NEW)
    assert mail.outbox == []
    assert Letter.objects.count() == 3


def test_refused_log_in_is_told_above_the_heading_and_beside_the_first_field(ada: User) -> None:
    page = Client().post("/accounts/login/", {"login": "ada", "password": "wrong"}).content.decode()
    assert "<title>Error: Log in" in page
    assert page.index('<a href="#id_login">That name or address') < page.index("<h1")
    assert "do not go together" in page.split('id="id_login_error"')[1].split("</p>")[0]


def test_every_page_of_allauth_that_can_be_opened_is_ours() -> None:
    views = [getattr(pattern.callback, "view_class", None) for pattern in account_urls.urlpatterns]
    names = {view.template_name for view in views if view} | {"account/confirm_email_verification_code.html"}
    # Codes to log in with are not sent, so the page that asks for one only leads to the log-in.
    names -= {"account/confirm_login_code.html"}
    assert len(names) > 10
    assert not [name for name in names if not (settings.BASE_DIR / "templates" / name).exists()]


def with_an_old_page(client: Client) -> str:
    """Send a log-in from a page that is out of date; return what is shown in the end."""
    client.get("/accounts/login/")
    sent = {"login": "ada", "password": PASSWORD, "csrfmiddlewaretoken": "a" * 64}
    return client.post("/accounts/login/?next=/meetups/", sent, follow=True).text


def test_log_in_from_an_old_page_leads_to_a_new_one(ada: User) -> None:
    client = Client(enforce_csrf_checks=True)
    page = with_an_old_page(client)
    assert "That page was out of date" in page
    assert 'name="password"' in page
    assert not is_in(client)


def test_log_in_from_an_old_page_leads_on_whoever_logged_in_meanwhile(ada: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)
    page = with_an_old_page(client)
    assert "out of date" not in page
    assert "Log out" in page

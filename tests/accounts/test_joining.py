"""Joining: what is asked, what is refused, what the mail says, and that nobody learns who has an account."""

import re
import time
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import actions, rules
from accounts.models import Persona, User
from outbox import clock
from outbox.mail import post_due
from outbox.models import Letter
from tests.fixtures_people import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


def form(name: str = "river", email: str = "river@example.org", **fields: str) -> dict[str, str]:
    return {"username": name, "email": email, "password1": PASSWORD, "password2": PASSWORD, **fields}


def code_in_mail() -> str:
    post_due()
    found = re.search(r"^(\d{8})$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found
    return found[1]


@pytest.fixture(autouse=True)
def _no_limits_left() -> None:
    cache.clear()


def test_code_from_the_mail_logs_in_and_leads_where_she_was_going(client: Client) -> None:
    page = client.post("/accounts/signup/?next=/help/", form())
    assert page["Location"] == "/accounts/confirm-email/"
    page = client.post("/accounts/confirm-email/", {"code": code_in_mail()})
    assert page["Location"] == "/help/"
    assert User.objects.get(pk=client.session["_auth_user_id"]).persona.name == "river"


def test_language_of_the_page_is_kept_for_the_mails_when_someone_joins(client: Client) -> None:
    client.post("/accounts/signup/", form(), headers={"accept-language": "de"})
    assert User.objects.get().language == "de"
    code_in_mail()
    assert mail.outbox[-1].subject == "Dein Code"


def test_device_tells_its_zone_when_someone_joins(client: Client) -> None:
    client.post("/accounts/signup/", form(time_zone="Europe/Berlin"))
    assert User.objects.get().time_zone == "Europe/Berlin"


def test_name_of_one_letter_is_answered_in_plain_words(client: Client) -> None:
    page = client.post("/accounts/signup/", form("a")).content.decode()
    assert "Choose a name of two letters or more." in page


@pytest.mark.parametrize("zone", ["Mars/Olympus", "Europe", "../../etc/passwd"])
def test_zone_of_no_place_is_left_out(client: Client, zone: str) -> None:
    client.post("/accounts/signup/", form(time_zone=zone))
    assert User.objects.get().time_zone == ""


def test_nobody_is_logged_in_before_the_code(client: Client) -> None:
    client.post("/accounts/signup/", form())
    assert "_auth_user_id" not in client.session
    cache.clear()
    page = Client().post("/accounts/login/", {"login": "river", "password": PASSWORD})
    assert page["Location"] == "/accounts/confirm-email/"


def test_form_asks_kindly_for_a_name_used_nowhere_else(client: Client) -> None:
    page = client.get("/accounts/signup/").content.decode()
    assert "do not use your real name" in page
    assert "Whoever reads this mailbox may learn" in page


def test_refused_field_says_why_beside_it_and_keeps_the_others(client: Client) -> None:
    page = client.post("/accounts/signup/", form(password1="12345678", password2="12345678")).content.decode()
    assert 'id="id_password1_error"' in page
    assert 'value="river"' in page
    assert 'value="river@example.org"' in page


@pytest.mark.parametrize("name", ["Ada", "ADA", "ａｄａ"])
def test_taken_name_is_refused_whatever_its_case(client: Client, ada: User, name: str) -> None:
    page = client.post("/accounts/signup/", form(name))
    assert "Someone already goes by this name" in page.content.decode()


def test_two_who_take_one_name_at_once_are_told_apart(
    client: Client, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accounts.adapter.AccountAdapter.clean_username", lambda _self, name, **_kw: name)
    page = client.post("/accounts/signup/", form("Ada"))
    assert "Someone already goes by this name" in page.content.decode()
    assert not Letter.objects.exists()


@pytest.mark.parametrize("login", ["river", "river@example.org"])
def test_logging_in_at_once_is_no_try_too_often(client: Client, login: str) -> None:
    client.post("/accounts/signup/", form())
    Client().post("/accounts/login/", {"login": login, "password": "wrong"})
    pages = [Client().post("/accounts/login/", {"login": login, "password": PASSWORD}, follow=True) for _ in range(2)]
    assert [page.redirect_chain for page in pages] == [[("/accounts/confirm-email/", 302)]] * 2
    assert not [page for page in pages if "too often" in page.content.decode()]


def test_wrong_code_is_told_beside_it_and_a_new_one_can_be_asked_for(client: Client) -> None:
    client.post("/accounts/signup/", form())
    page = client.post("/accounts/confirm-email/", {"code": "00000000"}).content.decode()
    assert "This is not the code from our latest mail." in page.split('id="id_code_error"')[1].split("</p>")[0]
    assert "Send a new code" in page
    page = client.post("/accounts/confirm-email/", {"action": "resend"}, follow=True).content.decode()
    assert "A mail is on its way to river@example.org." in page
    client.post("/accounts/confirm-email/", {"code": code_in_mail()})
    assert "_auth_user_id" in client.session


def test_mail_of_the_code_is_discreet_and_holds_it_on_a_line_alone(client: Client) -> None:
    client.post("/accounts/signup/", form())
    code = code_in_mail()
    letter = mail.outbox[-1]
    assert letter.subject == "Your code"
    assert code in str(letter.body).splitlines()
    told = f"{letter.subject} {letter.from_email} {letter.message()}".lower()
    assert not [word for word in ("alongside", "river ", "recovery", "partner", "forum") if word in told]


def test_code_is_blanked_once_sent(client: Client) -> None:
    client.post("/accounts/signup/", form())
    post_due()
    assert Letter.objects.get().payload == {"mail": "code"}


def test_no_mail_leaves_before_the_outbox_sends_it(client: Client) -> None:
    client.post("/accounts/signup/", form())
    assert mail.outbox == []
    assert Letter.objects.get().state == Letter.State.DUE


KNOWN_AND_NEW = ("ada@example.org", "new@example.org")


def test_known_address_sees_the_same_pages_and_costs_the_same_hash(ada: User, hashes: list[str]) -> None:
    seen, costs = [], []
    for email in KNOWN_AND_NEW:
        before = len(hashes)
        visitor = Client()
        pages = [visitor.post("/accounts/signup/", form("willow" + email[0], email), follow=True)]
        pages += [visitor.post("/accounts/confirm-email/", {"code": "00000000"}, follow=True) for _ in range(5)]
        seen.append([_bare(page.content.decode(), email) for page in pages])
        costs.append(len(hashes) - before)
    assert seen[0] == seen[1]
    assert costs[0] == costs[1] == 1


def test_known_address_costs_the_same_queries(ada: User) -> None:
    costs = []
    for email in KNOWN_AND_NEW:
        with CaptureQueriesContext(connection) as queries:
            Client().post("/accounts/signup/", form("willow" + email[0], email))
        costs.append([query["sql"].split(" ")[0] for query in queries])
    assert costs[0] == costs[1]


def test_name_is_taken_and_opens_the_same_page_after_either_address(ada: User) -> None:
    seen = []
    for email in KNOWN_AND_NEW:
        joined = form("willow" + email[0], email)
        Client().post("/accounts/signup/", joined)
        again = Client().post("/accounts/signup/", {**joined, "email": "other@example.org"}).content.decode()
        cache.clear()
        page = Client().post("/accounts/login/", {"login": joined["username"], "password": PASSWORD})
        seen.append((str(rules.TAKEN) in again, page["Location"]))
    assert seen == [(True, "/accounts/confirm-email/")] * 2


def test_known_address_may_be_tried_again_at_once(client: Client) -> None:
    client.post("/accounts/signup/", form())
    client.post("/accounts/confirm-email/", {"code": code_in_mail()})
    pages = [Client().post("/accounts/signup/", form(f"willow{n}", "RIVER@example.org")) for n in range(2)]
    assert [page.status_code for page in pages] == [302, 302]


def test_known_address_is_told_by_mail_and_gets_no_code(client: Client, ada: User) -> None:
    client.post("/accounts/signup/", form("willow", "ADA@example.org"))
    cache.clear()
    client.post("/accounts/confirm-email/", {"action": "resend"})
    post_due()
    assert [letter.to for letter in mail.outbox] == [["ada@example.org"]] * 2
    assert {letter.subject for letter in mail.outbox} == {"About your address"}
    assert User.objects.owner_of("ada@example.org") == ada


def test_address_that_nobody_confirmed_is_free_for_who_reads_it(client: Client) -> None:
    Client().post("/accounts/signup/", form("squatter"))
    cache.clear()
    client.post("/accounts/signup/", form("river"))
    client.post("/accounts/confirm-email/", {"code": code_in_mail()})
    owner = User.objects.owner_of("river@example.org")
    assert owner
    assert owner.username == "river"


def test_account_holds_no_address_before_the_code(client: Client) -> None:
    client.post("/accounts/signup/", form())
    assert User.objects.get().email == ""
    client.post("/accounts/confirm-email/", {"code": code_in_mail()})
    assert User.objects.get().email == "river@example.org"


def test_accounts_that_nobody_confirmed_are_forgotten_after_a_week(
    client: Client, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post("/accounts/signup/", form())
    assert actions.forget_unconfirmed() == 0
    later = clock.now() + timedelta(days=8)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert actions.forget_unconfirmed() == 1
    assert [persona.name for persona in Persona.objects.all()] == ["ada"]


def test_four_may_join_in_a_row_from_one_address_but_not_without_end(client: Client) -> None:
    pages = [Client().post("/accounts/signup/", form(f"river{n}", f"r{n}@example.org")) for n in range(21)]
    assert {page.status_code for page in pages[:20]} == {302}
    assert pages[20].status_code == 429


def test_new_member_has_one_address_that_waits_for_its_code(client: Client) -> None:
    client.post("/accounts/signup/", form(email="River@Example.org"))
    address = EmailAddress.objects.get()
    assert (address.email, address.verified, address.primary) == ("river@example.org", False, True)


def _bare(page: str, email: str) -> str:
    """Return a page without what differs on each visit: its token and the address that was typed."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page).replace(email, "")


def test_code_tried_out_says_where_the_way_goes_on(client: Client) -> None:
    client.post("/accounts/signup/", form())
    for _ in range(4):
        client.post("/accounts/confirm-email/", {"code": "00000000"})
    page = client.post("/accounts/confirm-email/", {"code": "00000000"}, follow=True)
    assert page.redirect_chain[-1][0] == "/accounts/login/"
    assert str(rules.TRIED_OUT) in page.content.decode()
    client.post("/accounts/login/", {"login": "river", "password": PASSWORD})
    client.post("/accounts/confirm-email/", {"code": code_in_mail()})
    assert "_auth_user_id" in client.session


def test_code_that_ran_out_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.post("/accounts/signup/", form())
    code = code_in_mail()
    monkeypatch.setattr(time, "time", lambda now=time.time: now() + 3601)
    page = client.post("/accounts/confirm-email/", {"code": code}, follow=True)
    assert page.redirect_chain[-1][0] == "/accounts/login/"
    assert str(rules.RUN_OUT) in page.content.decode()


def test_code_typed_in_another_browser_says_so() -> None:
    page = Client().post("/accounts/confirm-email/", {"code": "12345678"}, follow=True)
    assert str(rules.RUN_OUT) in page.content.decode()


def test_refused_code_stands_above_the_heading_and_in_the_title(client: Client) -> None:
    client.post("/accounts/signup/", form())
    page = client.post("/accounts/confirm-email/", {"code": "00000000"}).content.decode()
    assert "<title>Error: Type the code" in page
    assert 0 < page.index('class="error-summary"') < page.index("<h1")

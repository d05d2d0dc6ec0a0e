"""Joining: what is asked, what is refused, what the mail says, and that nobody learns who has an account."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from outbox.mail import post_due
from outbox.models import Letter
from tests.fixtures_people import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


def form(name: str = "river", email: str = "river@example.org", **fields: str) -> dict[str, str]:
    return {"username": name, "email": email, "password1": PASSWORD, "password2": PASSWORD, **fields}


def code_in_mail() -> str:
    post_due()
    found = re.search(r"^([A-Z0-9-]{6,})$", str(mail.outbox[-1].body), re.MULTILINE)
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


def test_device_tells_its_zone_when_someone_joins(client: Client) -> None:
    client.post("/accounts/signup/", form(time_zone="Europe/Berlin"))
    assert User.objects.get().time_zone == "Europe/Berlin"


def test_zone_of_no_place_is_left_out(client: Client) -> None:
    client.post("/accounts/signup/", form(time_zone="Mars/Olympus"))
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


def test_known_address_sees_the_same_page_and_costs_the_same_hash(client: Client, ada: User, hashes: list[str]) -> None:
    pages, costs = [], []
    for email in ("ada@example.org", "new@example.org"):
        before = len(hashes)
        visitor = Client()
        page = visitor.post("/accounts/signup/", form("willow" + email[0], email), follow=True)
        pages.append(_bare(page.content.decode(), email))
        costs.append(len(hashes) - before)
    assert pages[0] == pages[1]
    assert costs[0] == costs[1] == 1
    assert Letter.objects.count() == 2


def test_known_address_is_told_by_mail_and_keeps_its_account(client: Client, ada: User) -> None:
    client.post("/accounts/signup/", form("willow", "ADA@example.org"))
    post_due()
    assert mail.outbox[-1].to == ["ada@example.org"]
    assert "has an account already" in str(mail.outbox[-1].body)
    assert not User.objects.filter(username="willow").exists()


def test_new_code_costs_a_letter_whether_the_address_was_known_or_not(ada: User) -> None:
    for email in ("ada@example.org", "new@example.org"):
        visitor = Client()
        visitor.post("/accounts/signup/", form("willow" + email[0], email))
        cache.clear()
        before = Letter.objects.count()
        visitor.post("/accounts/confirm-email/", {"action": "resend"})
        assert Letter.objects.count() - before == 1
    post_due()
    assert [letter.to for letter in mail.outbox].count(["ada@example.org"]) == 1


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

"""Django's admin: who gets in, and what it lets them do."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from accounts.models import Persona, Role, User
from tests.fixtures_people import ClientOf


def test_administrator_gets_in_and_sees_every_table_of_people(administrator: User, client_of: ClientOf) -> None:
    client = client_of(administrator)
    assert client.get("/admin/").status_code == 200
    for table in ("accounts_user", "accounts_persona", "account_emailaddress"):
        page = client.get(reverse(f"admin:{table}_changelist"), {"q": "agnes"})
        assert "agnes" in page.content.decode()


@pytest.mark.parametrize("who", ["ada", "moderator", "organizer"])
def test_other_members_are_refused(who: str, client_of: ClientOf, request: pytest.FixtureRequest) -> None:
    page = client_of(request.getfixturevalue(who)).get("/admin/", follow=True)
    assert page.status_code == 403


@pytest.mark.django_db
def test_visitor_is_sent_to_the_one_log_in(client: Client) -> None:
    page = client.get("/admin/", follow=True)
    assert page.redirect_chain[-1][0].startswith("/accounts/login/?next=%2Fadmin%2F")


def test_role_given_here_brings_group_badge_and_permission(administrator: User, ada: User, client_of: ClientOf) -> None:
    address = reverse("admin:accounts_user_change", args=[ada.pk])
    page = client_of(administrator).post(address, {"role": Role.MODERATOR, "is_active": "on"})
    assert page.status_code == 302
    ada = User.objects.get(pk=ada.pk)
    assert ada.persona.badge == Role.MODERATOR
    assert ada.has_perm("accounts.moderate")


def test_account_can_be_kept_out_here(administrator: User, ada: User, client_of: ClientOf) -> None:
    hers = client_of(ada)
    client_of(administrator).post(reverse("admin:accounts_user_change", args=[ada.pk]), {"role": Role.MEMBER})
    assert hers.get("/preferences/").status_code == 302


def test_name_and_address_cannot_be_changed_here(administrator: User, ada: User, client_of: ClientOf) -> None:
    address = reverse("admin:accounts_user_change", args=[ada.pk])
    client_of(administrator).post(
        address, {"role": "member", "is_active": "on", "username": "eve", "email": "eve@example.org"}
    )
    ada.refresh_from_db()
    assert (ada.username, ada.email) == ("ada", "ada@example.org")


def test_administrators_cannot_take_their_own_role_away(administrator: User, client_of: ClientOf) -> None:
    address = reverse("admin:accounts_user_change", args=[administrator.pk])
    page = client_of(administrator).post(address, {"role": Role.MEMBER, "is_active": "on"})
    assert page.status_code == 403


@pytest.mark.parametrize("model", [Persona, EmailAddress])
def test_what_people_gave_can_only_be_looked_at(
    administrator: User, client_of: ClientOf, model: type[Persona | EmailAddress]
) -> None:
    client = client_of(administrator)
    page = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    row = model.objects.get()
    assert client.get(reverse(f"{page}_change", args=[row.pk])).status_code == 200
    assert client.post(reverse(f"{page}_change", args=[row.pk]), {}).status_code == 403
    assert client.get(reverse(f"{page}_delete", args=[row.pk])).status_code == 403

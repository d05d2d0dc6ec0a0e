"""Whose a session is: read with it, ended with it, and judged as Django judges it."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.middleware import reader
from accounts.models import Reader, Session, User
from accounts.sessions import SessionStore
from accounts.tasks import clear_sessions
from tests.fixtures_people import ClientOf


@pytest.fixture
def member(client_of: ClientOf, ada: User) -> Client:
    """Return ada's device."""
    return client_of(ada)


def who_asks_in(key: str | None) -> Reader:
    """Return who a request in the session `key` comes from."""
    request = HttpRequest()
    request.session = SessionStore(key)
    reader(lambda _request: HttpResponse())(request)
    return request.user


def asking(member: Client) -> Reader:
    """Return who a client's next request would come from."""
    return who_asks_in(member.session.session_key)


def test_session_account_and_persona_come_in_one_query(
    member: Client, ada: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    key = member.session.session_key
    with django_assert_num_queries(1):
        user = who_asks_in(key)
        assert user == ada
        assert isinstance(user, User)
        assert user.persona.name == "ada"


def test_visitor_costs_no_query(db: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert who_asks_in(None) == AnonymousUser()


def test_visitors_session_is_nobodys(client: Client, db: None) -> None:
    session = client.session
    session["words"] = "kept"
    session.save()
    assert Session.objects.get().account_id is None
    assert asking(client) == AnonymousUser()


def test_someone_set_to_inactive_is_nobody(member: Client, ada: User) -> None:
    User.objects.filter(pk=ada.pk).update(is_active=False)
    assert asking(member) == AnonymousUser()


def test_new_password_ends_the_sessions_of_the_old(member: Client, ada: User) -> None:
    ada.set_password("an entirely new one")
    ada.save()
    assert asking(member) == AnonymousUser()
    assert not Session.objects.filter(account=ada).exists()


def test_session_is_of_whom_it_says_and_not_of_whose_row_it_is(member: Client, bob: User) -> None:
    Session.objects.update(account=bob)
    assert asking(member) == User.objects.get(username="ada")


def test_session_of_a_backend_that_is_gone_is_nobodys(member: Client) -> None:
    session = member.session
    session["_auth_user_backend"] = "accounts.backends.Former"
    session.save()
    assert asking(member) == AnonymousUser()


def test_session_that_ran_out_is_nobodys_and_is_cleared(member: Client, ada: User) -> None:
    session = Session.objects.get(account=ada)
    session.expire_date -= timedelta(days=365)
    session.save()
    assert asking(member) == AnonymousUser()
    clear_sessions()
    assert not Session.objects.exists()


def test_sessions_end_with_their_account(member: Client, ada: User) -> None:
    ada.persona.delete()
    ada.delete()
    assert not Session.objects.exists()


@pytest.mark.timeout(20)
def test_session_of_an_account_that_is_deleted_meanwhile_is_saved_and_nobodys(member: Client, ada: User) -> None:
    session = member.session
    ada.persona.delete()
    ada.delete()
    session.cycle_key()  # as a change of password does
    assert who_asks_in(session.session_key) == AnonymousUser()


def test_sessions_of_before_are_moved_and_stay_open(member: Client, ada: User) -> None:
    migration = import_module("accounts.migrations.0010_session")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE django_session (LIKE accounts_session)")
        cursor.execute("INSERT INTO django_session SELECT * FROM accounts_session")
        Session.objects.all().delete()
        for _ in range(2):  # and where there are none, nothing is moved
            cursor.execute(migration.MOVE)
        cursor.execute("SELECT to_regclass('django_session')")
        assert cursor.fetchone() == (None,)
    assert asking(member) == ada

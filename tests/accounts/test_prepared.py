"""Queries that are written once find what they would find if they were written anew each time."""

from datetime import datetime, timedelta

import pytest
from django.db.models import F, QuerySet
from pytest_django import DjangoAssertNumQueries

from accounts.models import Persona, User
from accounts.prepared import Prepared, of_row
from accounts.queries import PreparedFor
from outbox import clock


def _named(pk: int, name: str) -> QuerySet[Persona]:
    return Persona.objects.select_related("user").annotate(since=F("user__created_at")).filter(pk=pk, name=name)


def _younger(since: datetime) -> QuerySet[User]:
    return User.objects.filter(created_at__gt=since)


def _about(reader: User) -> QuerySet[User]:
    return User.objects.filter(pk=reader.pk)


def test_models_come_with_what_they_lead_to_and_what_was_asked_for_beside_them(
    ada: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        (found,) = Prepared(_named).things(ada.persona.pk, "ada")
        assert (found, found.user, vars(found)["since"]) == (ada.persona, ada, ada.created_at)


def test_other_values_find_others(ada: User, bob: User) -> None:
    prepared = Prepared(_named)
    assert prepared.things(ada.persona.pk, "ada") == [ada.persona]
    assert prepared.things(bob.persona.pk, "bob") == [bob.persona]
    assert prepared.things(bob.persona.pk, "ada") == []


def test_moments_are_values_too(ada: User) -> None:
    prepared, moment = Prepared(_younger), timedelta(microseconds=1)
    assert ada in prepared.things(ada.created_at - moment)
    assert ada not in prepared.things(ada.created_at)


def test_value_that_was_reckoned_with_beforehand_is_refused() -> None:
    def younger(since: datetime) -> QuerySet[User]:
        return _younger(since - timedelta(days=1))

    with pytest.raises(ValueError, match="reckoned with"):
        Prepared(younger).things(clock.now())


def test_each_kind_of_reader_has_a_query_of_its_own(ada: User, moderator: User) -> None:
    prepared = PreparedFor(_about)
    assert [prepared.things(reader) for reader in (ada, moderator, ada)] == [[ada], [moderator], [ada]]


def test_column_that_was_not_read_is_read_once_it_is_looked_at(
    ada: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    persona = of_row(Persona, ["id"], [ada.persona.pk], user=ada)
    with django_assert_num_queries(0):
        assert (persona, persona.user) == (ada.persona, ada)
    with django_assert_num_queries(1):
        assert persona.name == "ada"

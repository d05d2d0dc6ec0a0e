"""What every page has."""

from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts import middleware
from accounts.models import User


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/", "/help/", "/accounts/login/", "/accounts/signup/", "/nothing-here/", "/@nobody/"]
)
def test_no_page_may_be_kept(client: Client, path: str) -> None:
    assert client.get(path)["Cache-Control"] == "no-store"


def zone_of(user: object) -> str:
    def view(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(timezone.get_current_timezone_name())

    request = RequestFactory().get("/")
    request.user = user  # type: ignore[assignment]  # as a middleware below would set it
    return middleware.time_zone(view)(request).content.decode()


@pytest.mark.parametrize(
    ("name", "told"),
    [("Asia/Tokyo", "Asia/Tokyo"), ("", "UTC"), ("No/Where", "UTC"), ("Europe", "UTC"), ("../x", "UTC")],
)
def test_times_are_told_in_the_members_own_zone(name: str, told: str) -> None:
    assert zone_of(User(time_zone=name)) == told


def test_times_are_told_to_a_visitor_in_the_sites_zone(outsider: object) -> None:
    assert zone_of(outsider) == "UTC"
    assert timezone.get_current_timezone_name() == "UTC"


def test_zone_costs_no_query_of_its_own(
    ada: User, django_assert_num_queries: Callable[[int], object], client_of: Callable[[User], Client]
) -> None:
    with django_assert_num_queries(0):  # type: ignore[attr-defined]  # a context manager
        zone_of(ada)

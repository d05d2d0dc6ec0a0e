"""Joining, choosing and looking behind the scenes in a real browser, without a complaint from it."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Page, expect

from accounts.models import User
from outbox.mail import post_due
from tests.fixtures_people import PASSWORD

OpenPage = Callable[..., Page]


@pytest.fixture(autouse=True)
def _no_limits_left(transactional_db: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.mark.parametrize("javascript", [True, False])
def test_someone_joins_with_or_without_javascript(open_page: OpenPage, javascript: bool) -> None:  # noqa: FBT001 - a parameter
    page = open_page(javascript=javascript, zone="Asia/Tokyo")
    page.goto("/accounts/signup/?next=/help/")
    page.get_by_label("Pseudonym").fill("river")
    page.get_by_label("Email address").fill("river@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password, once more").fill(PASSWORD)
    page.get_by_role("button", name="Join").click()
    post_due()
    code = re.search(r"^(\d{8})$", str(mail.outbox[0].body), re.MULTILINE)
    assert code
    page.get_by_label("Code").fill(code[1])
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_url(re.compile("/help/$"))
    assert User.objects.get().time_zone == ("Asia/Tokyo" if javascript else "")


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("path", ["/accounts/signup/", "/preferences/#about"])
def test_what_is_wrong_takes_the_focus_with_or_without_javascript(
    open_page: OpenPage,
    ada: User,
    path: str,
    javascript: bool,  # noqa: FBT001 - a parameter
) -> None:
    page = open_page(ada if "preferences" in path else None, javascript=javascript)
    page.goto(path)
    box = page.locator("textarea[name=about], [name=username]")
    box.evaluate("box => box.removeAttribute('maxlength')")
    box.fill("\N{ZERO WIDTH SPACE}" if box.get_attribute("name") == "username" else "x" * 5_000)
    form = page.locator("form", has=box)
    form.evaluate("form => { form.noValidate = true; }")
    form.get_by_role("button", name=re.compile("^(Join|Save)")).first.click()
    expect(page.locator(".error-summary")).to_be_focused()


def test_device_offers_its_zone_and_it_is_kept(open_page: OpenPage, ada: User) -> None:
    page = open_page(ada, zone="America/New_York")
    page.goto("/preferences/")
    expect(page.get_by_text("Your device says America/New_York")).to_be_visible()
    page.get_by_role("button", name="Use it").click()
    expect(page.get_by_text("Your times are shown in America/New_York")).to_be_visible()
    expect(page.get_by_text("Your device says")).to_be_hidden()


def test_error_stands_beside_its_field_and_is_announced(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/accounts/signup/")
    page.get_by_label("Pseudonym").fill("admin")
    page.get_by_label("Email address").fill("river@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password, once more").fill(PASSWORD)
    page.get_by_role("button", name="Join").click()
    field = page.get_by_label("Pseudonym")
    expect(field).to_have_value("admin")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#id_username_error")).to_contain_text("kept for those who look after the forum")


def test_admin_obeys_our_own_policy(open_page: OpenPage, administrator: User, ada: User) -> None:
    page = open_page(administrator)
    for path in ("", "accounts/user/", f"accounts/user/{ada.pk}/change/", "accounts/persona/", "outbox/letter/"):
        page.goto(f"/admin/{path}")
        expect(page.get_by_text("behind the scenes")).to_be_visible()


@pytest.mark.parametrize("path", ["/accounts/signup/", "/accounts/login/", "/preferences/", "/@ada/"])
def test_pages_fit_a_phone(open_page: OpenPage, ada: User, path: str) -> None:
    page = open_page(None if path.startswith("/accounts") else ada, size=(360, 740))
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

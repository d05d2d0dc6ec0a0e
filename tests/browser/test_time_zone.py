"""The device's time zone: guessed when someone joins, offered in the preferences, and told in words."""

from playwright.sync_api import expect

from accounts.models import User
from tests.browser.fixtures import OpenPage


def test_zone_is_guessed_when_someone_joins(open_page: OpenPage, db: None) -> None:
    page = open_page(zone="America/Halifax")
    page.goto("/accounts/signup/")
    for name, words in {"username": "wren", "email": "wren@example.org"}.items():
        page.locator(f"[name={name}]").fill(words)
    for name in ("password1", "password2"):
        page.locator(f"[name={name}]").fill("three herons by the weir")
    page.locator("main button[type=submit]").first.click()
    expect(page.locator("[name=code]")).to_be_visible()
    assert User.objects.get(username="wren").time_zone == "America/Halifax"


def test_zone_is_offered_in_the_preferences(open_page: OpenPage, ada: User) -> None:
    page = open_page(ada, zone="Asia/Tokyo")
    page.goto("/preferences/")
    offer = page.locator("[data-device-zone]")
    expect(offer).to_contain_text("Asia/Tokyo")
    offer.get_by_role("button").click()
    expect(page.locator("[name=time_zone]")).to_have_value("Asia/Tokyo")
    ada.refresh_from_db()
    assert ada.time_zone == "Asia/Tokyo"

"""A mail in a browser's own drawing: it fits a narrow phone, by day and by night."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import Browser

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PAPER = "getComputedStyle(document.querySelector('.paper')).backgroundColor"


@pytest.mark.parametrize("language", ["de", "ar"])
def test_mail_fits_a_narrow_phone_by_day_and_by_night(chromium: Browser, language: str) -> None:
    with translation.override(language):
        mail = render_to_string("emails/account/exists/body.html", {"subject": "-", "site": "https://example.org"})
    page = chromium.new_page(viewport={"width": 320, "height": 640}, color_scheme="light")
    page.set_content(mail)
    assert page.evaluate(OVERFLOW) <= 0
    day = page.evaluate(PAPER)
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(PAPER) != day
    page.close()

"""The forum as it is served, files in one piece and compressed; its demo's partner logs in."""

import re

from playwright.sync_api import Page

from tests.config.running import Run


def log_in(page: Page, demo: Run) -> None:
    """Log in as the partner of the demo."""
    password = re.search(r"^password: (\S+)", demo.said(), re.MULTILINE)
    assert password
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill("partner")
    page.locator("[name=password]").fill(password[1])
    with page.expect_navigation(url="**/"):
        page.keyboard.press("Enter")

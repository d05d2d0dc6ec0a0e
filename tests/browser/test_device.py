"""What lies on a member's device: the frame of the pages and never a page of theirs; and nothing once they go."""

import pytest
from playwright.sync_api import Page, expect

from accounts.actions import save_choices
from accounts.models import User
from forum.topics.models import Topic
from tests.browser.fixtures import OpenPage, Watch, await_worker
from tests.browser.test_leaving import AWAY, with_elsewhere

KEPT = """async () => {
    const paths = [];
    for (const name of await caches.keys())
        for (const request of await (await caches.open(name)).keys()) paths.push(new URL(request.url).pathname);
    return paths;
}"""
LEFT = """async () => [
    await caches.keys(), (await navigator.serviceWorker.getRegistrations()).length, localStorage.length,
    sessionStorage.length, (await indexedDB.databases()).length]"""
FILL = """async () => {
    localStorage.setItem("words", "mine"); sessionStorage.setItem("words", "mine");
    const opened = indexedDB.open("words");
    await new Promise((done) => { opened.onsuccess = done; });
    opened.result.close();
}"""


def settled(page: Page) -> Page:
    """Open the front page and wait until the worker stands behind it."""
    page.goto("/")
    await_worker(page)
    return page


def test_worker_keeps_no_page_of_a_member(open_page: OpenPage, ada: User, topic: Topic) -> None:
    page = settled(open_page(ada))
    for url in (topic.get_absolute_url(), "/preferences/", "/help/", "/notifications/"):
        page.goto(url)
    paths = page.evaluate(KEPT)
    assert {path for path in paths if not path.startswith("/static/")} == {"/help/", "/offline/"}
    help_kept = page.evaluate("async () => (await caches.match('/help/', { ignoreVary: true })).text()")
    assert "ada" not in help_kept.split()
    assert "Log in" in help_kept


def test_without_network_the_offline_page_comes_and_help_too(
    open_page: OpenPage, watch: Watch, ada: User, topic: Topic
) -> None:
    watch.expected.append("ERR_INTERNET_DISCONNECTED")
    page = settled(open_page(ada))
    page.context.set_offline(True)
    page.goto(topic.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_have_text("You are offline")
    page.get_by_role("link", name="Help now").click()
    expect(page.get_by_role("heading", name="If someone is in danger now")).to_be_visible()


def test_what_is_kept_for_when_the_network_is_gone_is_in_the_language_of_the_member(
    open_page: OpenPage, ada: User
) -> None:
    save_choices(ada, language="de")
    page = settled(open_page(ada, locale="en-GB"))
    for path in ("/offline/", "/help/"):
        kept = page.evaluate("async (path) => (await caches.match(path, { ignoreVary: true })).text()", path)
        assert '<html lang="de"' in kept


@pytest.mark.parametrize("javascript", [True, False])
def test_nothing_is_left_after_log_out(open_page: OpenPage, ada: User, javascript: bool) -> None:  # noqa: FBT001
    page = settled(open_page(ada))
    page.evaluate(FILL)
    if not javascript:
        page.evaluate(
            "document.querySelectorAll('[data-forget]').forEach((form) => form.replaceWith(form.cloneNode(true)))"
        )
    page.locator("header summary").click()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("link", name="Join").first).to_be_visible()
    assert page.evaluate(LEFT) == [[], 0, 0, 0, 0]


def test_nothing_is_left_after_leaving_before_the_script_has_come(open_page: OpenPage, watch: Watch, ada: User) -> None:
    watch.expected += [f"request elsewhere: {AWAY}", "status of 403"]
    page = settled(open_page(ada))
    with_elsewhere(page)
    page.evaluate(FILL)
    page.evaluate("document.querySelectorAll('[data-leave]').forEach((link) => link.replaceWith(link.cloneNode(true)))")
    page.locator(".leave-button").click()
    page.wait_for_url(AWAY)
    page.goto("/help/")
    assert page.evaluate(LEFT) == [[], 0, 0, 0, 0]


def test_nothing_is_left_after_log_out_on_the_locked_page(open_page: OpenPage, watch: Watch, ada: User) -> None:
    watch.expected += [f"request elsewhere: {AWAY}", "status of 403"]
    page = settled(open_page(ada))
    page.goto("/leave/about/")
    page.evaluate("() => fetch('/leave/', { redirect: 'manual' })")
    page.goto("/help/")
    page.evaluate(FILL)
    page.get_by_role("button", name="Not you? Log out").click()
    expect(page.get_by_role("link", name="Join").first).to_be_visible()
    assert page.evaluate(LEFT) == [[], 0, 0, 0, 0]


def test_forgetting_leaves_nothing_but_the_history(open_page: OpenPage, ada: User) -> None:
    page = settled(open_page(ada))
    page.evaluate(FILL)
    page.goto("/forget/")
    page.get_by_role("button", name="Forget this device").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This device is forgotten")
    assert page.evaluate(LEFT) == [[], 0, 0, 0, 0]
    assert page.context.cookies() == []

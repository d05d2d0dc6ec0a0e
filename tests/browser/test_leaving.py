"""Leaving at once in a real browser: by link and by Shift, with a slow server and none, and Back through the visit."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from accounts.models import User
from forum.topics.models import Draft, Topic
from tests.browser.fixtures import CHROMIUM, DESKTOP, FLAGS, PHONE, OpenPage, Watch, await_worker
from tests.faults.servers import wait_until
from tests.fixtures_people import PASSWORD

AWAY = "https://www.wikipedia.org/"
ELSEWHERE = "<!DOCTYPE html><html lang=en><title>Elsewhere</title><h1>Elsewhere</h1>"
MEMORY = """addEventListener("pageshow", (event) => { window.isFromMemory = event.persisted; })"""
FROM_MEMORY = """new Promise((done) => {
    const look = () => "isFromMemory" in window ? done(window.isFromMemory) : setTimeout(look, 20);
    look();
})"""
# What stands in the middle of the button, wherever the page is scrolled to.
ABOVE = """() => {
    const box = document.querySelector(".leave-button").getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return top?.closest("[data-leave]") ? "" : top?.outerHTML ?? "outside of the window";
}"""
TWO, ONE = "Press Shift two more times to leave.", "Press Shift one more time to leave."
# Keys, one after the other, and what is said of them.
COUNTS = {
    "one press": (["ShiftLeft"], TWO),
    "two presses": (["ShiftLeft", "ShiftLeft"], ONE),
    "left and right are one key": (["ShiftLeft", "ShiftRight"], ONE),
    "another key between": (["ShiftLeft", "ShiftLeft", "a", "ShiftLeft"], TWO),
    "a Shift that made a capital": (["ShiftLeft", "ShiftLeft", "Shift+a"], ""),
    "a Shift with Control": (["ShiftLeft", "ShiftLeft", "Control+ShiftLeft"], ""),
    "a Shift before Alt": (["ShiftLeft", "ShiftLeft", "ShiftLeft+Alt"], ""),
}

# What is typed last is sent before the page goes, and where that had no answer, while it goes.
SILENCES = {
    "while the page goes": "navigator.sendBeacon = () => true",
    "before the page goes": "() => { window.fetch = () => Promise.reject(new TypeError()); }",
}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Start Chromium as people have it: with a memory of the pages that one went away from."""
    if not os.access(CHROMIUM, os.X_OK):
        pytest.skip("Chromium is missing: set CHROMIUM to its path, or install it")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*FLAGS], ignore_default_args=["--disable-back-forward-cache"]
        )
        yield browser
        browser.close()


@pytest.fixture
def visit(open_page: OpenPage, topic: Topic, watch: Watch) -> Callable[..., Page]:
    """Return a maker of devices on which five pages were read; the last of them is the topic."""
    watch.expected += [f"request elsewhere: {AWAY}", "status of 403"]

    def make(person: User | None = None, **device: bool) -> Page:
        page = open_page(person, **device)
        with_elsewhere(page)
        for path in ("/", "/help/", "/c/right-now/", "/meetups/", topic.get_absolute_url()):
            page.goto(path)
        return page

    return make


def with_elsewhere(page: Page) -> None:
    """Let there be a page elsewhere, and let ours say where they come from."""
    page.context.route(f"{AWAY}**", lambda route: route.fulfill(body=ELSEWHERE, content_type="text/html"))
    page.add_init_script(MEMORY)


@pytest.fixture
def help_page(open_page: OpenPage, db: None) -> Page:
    """Return a visitor's device at the help page."""
    page = open_page()
    page.goto("/help/")
    return page


def leave(page: Page) -> None:
    page.locator(".leave-button").click()
    expect(page).to_have_title("Elsewhere")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def is_locked(page: Page, member: bool) -> None:  # noqa: FBT001 - whose page it is
    expect(page).to_have_title("Notes")
    expect(page.get_by_role("button", name="Open" if member else "Go back in")).to_be_visible()
    assert "Alongside" not in page.content()


def test_visitors_page_does_come_back_from_memory(visit: Callable[..., Page]) -> None:
    page = visit()
    page.goto(AWAY)
    page.go_back(wait_until="commit")
    expect(page.locator("#post-1")).to_be_visible()
    assert page.evaluate(FROM_MEMORY)


def test_members_page_does_come_back_from_memory(open_page: OpenPage, ada: User, watch: Watch) -> None:
    watch.expected.append(f"request elsewhere: {AWAY}")
    page = open_page(ada)
    with_elsewhere(page)
    page.goto("/help/")
    await_worker(page)  # one that comes later makes the browser forget the page
    page.goto(AWAY)
    page.go_back(wait_until="commit")
    expect(page.get_by_role("heading", name="Help", exact=True)).to_be_visible()
    assert page.evaluate(FROM_MEMORY)


@pytest.mark.parametrize("is_member", [True, False])
@pytest.mark.parametrize("javascript", [True, False])
def test_back_and_forward_through_the_visit_show_the_locked_page(
    visit: Callable[..., Page],
    ada: User,
    is_member: bool,  # noqa: FBT001 - a parameter
    javascript: bool,  # noqa: FBT001 - a parameter
) -> None:
    page = visit(ada if is_member else None, javascript=javascript)
    leave(page)
    steps = 4 if javascript else 5  # with JavaScript the last page has given its place to the one elsewhere
    for _ in range(steps):
        page.go_back(wait_until="commit")
        is_locked(page, is_member)
    for _ in range(steps - 1):
        page.go_forward(wait_until="commit")
        is_locked(page, is_member)


def test_member_comes_back_to_the_page_they_went_back_to(visit: Callable[..., Page], ada: User) -> None:
    page = visit(ada)
    leave(page)
    page.go_back(wait_until="commit")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("heading", name="Meetups", level=1)).to_be_visible()


def write(page: Page, words: str) -> None:
    page.locator("textarea[name=body]").press_sequentially(words)


def arrives(words: str) -> None:
    """Wait for `words`: what a page sends while it goes may come after the next page is there."""
    wait_until(Draft.objects.filter(body=words).exists, "what was typed last arrives")


def test_what_was_typed_last_is_kept(visit: Callable[..., Page], ada: User, topic: Topic) -> None:
    page = visit(ada)
    write(page, "Off to")
    leave(page)
    arrives("Off to")
    page.goto(topic.get_absolute_url())
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Open").click()
    expect(page.locator("textarea[name=body]")).to_have_value("Off to")


@pytest.mark.parametrize("silence", SILENCES.values(), ids=SILENCES)
def test_what_was_typed_last_arrives_though_one_of_two_ways_is_closed(
    visit: Callable[..., Page], ada: User, silence: str
) -> None:
    page = visit(ada)
    page.evaluate(silence)
    write(page, "Off to")
    leave(page)
    arrives("Off to")


def test_page_is_emptied_at_once_and_left_though_the_server_is_silent(visit: Callable[..., Page], ada: User) -> None:
    page = visit(ada)
    page.context.route("**/leave/", lambda _: None)
    with page.expect_request("**/leave/"):
        page.locator(".leave-button").click()
    assert page.title() == "Notes"
    assert page.locator("body").inner_text().strip() == "Loading"
    expect(page).to_have_title("Elsewhere")


def test_page_is_left_though_the_server_is_gone_and_nothing_comes_back(
    visit: Callable[..., Page], ada: User, watch: Watch
) -> None:
    watch.expected.append("ERR_")
    page = visit(ada)
    ours = f"{page.url.split('/t/')[0]}/**"
    page.context.route(ours, lambda route: route.abort("connectionrefused"))
    leave(page)
    with suppress(Error):  # the browser's own page says that nothing is there
        page.go_back(wait_until="commit")
    expect(page.locator(".site-header, #post-1")).to_have_count(0)
    page.context.unroute(ours)
    page.goto("/help/")
    is_locked(page, member=True)


def test_page_is_left_where_the_browser_keeps_nothing_for_us(visit: Callable[..., Page]) -> None:
    page = visit()
    page.add_init_script("Object.defineProperty(window, 'sessionStorage', { get() { throw new Error(); } })")
    page.reload()
    leave(page)
    page.goto("/help/")
    is_locked(page, member=False)


def test_middle_button_leaves_as_the_main_one_does(visit: Callable[..., Page]) -> None:
    page = visit()
    page.locator(".leave-button").click(button="middle")
    expect(page).to_have_title("Elsewhere")


def test_right_button_leaves_nothing(help_page: Page) -> None:
    help_page.locator(".leave-button").click(button="right")
    expect(help_page.get_by_role("heading", level=1)).to_have_text("Help")


def test_other_tabs_are_left_too(visit: Callable[..., Page], ada: User) -> None:
    page = visit(ada)
    other = page.context.new_page()
    other.goto("/help/")
    leave(page)
    expect(other).to_have_title("Elsewhere")


def test_nothing_asks_whether_one_is_sure(visit: Callable[..., Page]) -> None:
    page = visit()
    page.evaluate("addEventListener('beforeunload', (event) => event.preventDefault())")
    leave(page)


@pytest.mark.parametrize(("keys", "words"), COUNTS.values(), ids=COUNTS)
def test_presses_of_shift_are_counted_and_told(help_page: Page, keys: list[str], words: str) -> None:
    press(help_page, *keys)
    assert help_page.locator("[data-leave-count]").inner_text() == words


def test_third_press_of_shift_leaves(visit: Callable[..., Page], ada: User) -> None:
    page = visit(ada)
    page.locator("textarea[name=body]").focus()
    press(page, "ShiftLeft", "ShiftRight", "ShiftLeft")
    expect(page).to_have_title("Elsewhere")


def test_both_shifts_at_once_are_one_press_however_long(help_page: Page) -> None:
    for key in ("ShiftLeft", "ShiftLeft", "ShiftRight"):  # the second is the keyboard's own repeating
        help_page.keyboard.down(key)
    for key in ("ShiftLeft", "ShiftRight"):
        help_page.keyboard.up(key)
    assert help_page.locator("[data-leave-count]").inner_text() == TWO


@pytest.mark.parametrize(("wait", "words"), [(4_900, ONE), (5_100, TWO)])
def test_presses_count_for_five_seconds(help_page: Page, wait: int, words: str) -> None:
    midnight = datetime(2026, 3, 24, tzinfo=UTC)
    help_page.clock.install(time=midnight)
    help_page.reload()
    # The machine's own slowness is no part of it.
    help_page.clock.pause_at(midnight + timedelta(hours=1))
    press(help_page, "ShiftLeft")
    help_page.clock.run_for(wait)
    press(help_page, "ShiftLeft")
    assert help_page.locator("[data-leave-count]").inner_text() == words


def test_keyboard_on_the_screen_does_not_count(help_page: Page) -> None:
    keyboard = help_page.context.new_cdp_session(help_page)
    for kind in ("rawKeyDown", "keyUp") * 3:
        keyboard.send("Input.dispatchKeyEvent", {"type": kind, "key": "Shift", "windowsVirtualKeyCode": 16})
    assert help_page.locator("[data-leave-count]").inner_text() == ""


def test_shift_in_a_field_of_a_device_that_is_touched_does_not_count(visit: Callable[..., Page], ada: User) -> None:
    page = visit(ada)
    page.evaluate("window.matchMedia = () => ({ matches: true })")
    page.locator("textarea[name=body]").focus()
    press(page, "ShiftLeft")
    assert page.locator("[data-leave-count]").inner_text() == ""


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_nothing_covers_the_button(
    open_page: OpenPage, topic: Topic, administrator: User, watch: Watch, size: tuple[int, int]
) -> None:
    watch.expected.append("status of 404")
    page = open_page(administrator, size=size)
    for path in (topic.get_absolute_url(), "/", "/preferences/", "/nowhere/", "/admin/", "/c/right-now/new/"):
        page.goto(path)
        assert page.evaluate(ABOVE) == "", path
        page.keyboard.press("End")
        assert page.evaluate(ABOVE) == "", path


def test_hidden_link_stands_straight_after_the_way_to_the_words(open_page: OpenPage, watch: Watch) -> None:
    page = open_page()
    page.goto("/help/")
    press(page, "Tab", "Tab")
    expect(page.locator("a.skip").nth(1)).to_be_focused()
    assert page.evaluate("document.activeElement.rel") == "nofollow noreferrer"

"""What is being written is told in words: kept where, since when, and what happens without a connection."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from accounts.models import User
from forum.topics.models import Draft, Post, Topic
from forum.topics.views.composing import keep
from tests.browser.fixtures import OpenPage, Watch

HELD = "Object.keys(localStorage).filter((name) => name.startsWith('box:')).length"
OFFLINE = "ERR_INTERNET_DISCONNECTED|ERR_FAILED|status of 50"


@pytest.fixture
def page(open_page: OpenPage, topic: Topic, ada: User, watch: Watch) -> Page:
    """Return ada's device, at the topic."""
    watch.expected.append(OFFLINE)
    page = open_page(ada)
    page.goto(topic.get_absolute_url())
    return page


def write(page: Page, words: str) -> None:
    page.locator("textarea[name=body]").press_sequentially(words)


def state(page: Page) -> Locator:
    """Return the line that says how the words are kept."""
    return page.locator("[data-draft-state]")


def slowly(does: Callable[..., object]) -> Callable[..., object]:
    """Return what does the same later than a form that is sent would arrive."""

    def wait(*args: object) -> object:
        time.sleep(0.7)
        return does(*args)

    return wait


def answer_500(route: Route) -> None:
    route.fulfill(status=500, body="")


def test_saved_words_say_so_and_leave_the_device(page: Page) -> None:
    write(page, "Tea.")
    expect(state(page)).to_have_text("Saved just now.")
    expect(page.locator("[data-draft-said]")).to_have_text("Saved just now.")
    assert page.evaluate(HELD) == 0


def test_saved_words_say_since_when(page: Page) -> None:
    page.clock.install()
    page.reload()
    write(page, "Tea.")
    page.clock.run_for(1500)
    expect(state(page)).to_have_text("Saved just now.")
    page.clock.run_for(12_000)
    expect(state(page)).to_have_text("Saved 10 seconds ago.")
    page.clock.run_for(120_000)
    expect(state(page)).to_have_text("Saved 2 minutes ago.")


def test_without_connection_the_device_keeps_the_words(page: Page) -> None:
    page.context.set_offline(offline=True)
    write(page, "In a tunnel.")
    expect(state(page)).to_have_text("Not saved yet: no connection. Kept on this device.")
    assert page.evaluate(HELD) == 1


def test_connection_that_comes_back_saves_the_words(page: Page) -> None:
    page.context.set_offline(offline=True)
    write(page, "In a tunnel.")
    expect(state(page)).to_contain_text("Not saved yet")
    page.context.set_offline(offline=False)
    expect(state(page)).to_have_text("Saved just now.")
    assert (page.evaluate(HELD), Draft.objects.get().body) == (0, "In a tunnel.")


def test_server_that_fails_is_told_apart(page: Page) -> None:
    page.route("**/draft/", answer_500)
    write(page, "Tea.")
    expect(state(page)).to_contain_text("something went wrong here. Kept on this device")


def test_device_that_keeps_nothing_asks_to_stay_and_warns(page: Page, watch: Watch) -> None:
    watch.expected.append("dialog: ")
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    page.route("**/draft/", answer_500)
    write(page, "Tea.")
    expect(state(page)).to_contain_text("Stay on this page")
    page.close(run_before_unload=True)
    page.context.pages[0].wait_for_timeout(300)
    assert "dialog: " in watch.complaints


def test_words_that_were_there_before_the_script_are_kept(open_page: OpenPage, topic: Topic, ada: User) -> None:
    # A device that was never here: on another the worker may have the script already.
    page = open_page(ada)
    scripts: list[Route] = []
    page.route("**/js/main.js", lambda route: scripts.append(route))  # noqa: PLW0108 - Playwright marks the function
    with page.expect_request("**/js/main.js"):
        page.goto(topic.get_absolute_url(), wait_until="commit")
    write(page, "Quicker than the network.")
    # A browser tells of a request first, and then hands it over.
    while not scripts:
        page.wait_for_timeout(20)
    scripts[0].continue_()
    expect(state(page)).to_have_text("Saved just now.")
    assert Draft.objects.get().body == "Quicker than the network."


def test_draft_on_its_way_does_not_outlive_what_is_sent(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forum.topics.views.aside.keep", slowly(keep))
    page.goto(f"/p/{Post.objects.get(number=1).pk}/edit/")
    with page.expect_request("**/draft/"):
        page.locator("textarea[name=body]").fill("How do you sleep, truly?")
    page.get_by_role("button", name="Save the change").dblclick()
    expect(page.locator("#post-1")).to_contain_text("truly?")
    page.wait_for_timeout(700)
    assert not Draft.objects.exists()


def test_words_lost_on_the_way_out_are_found_by_the_next_page(page: Page, topic: Topic) -> None:
    page.evaluate("navigator.sendBeacon = () => true")
    write(page, "Off to")
    page.goto(topic.get_absolute_url())
    expect(page.locator("textarea[name=body]")).to_have_value("Off to")
    expect(state(page)).to_have_text("Brought back from this device, and saved.")
    assert page.evaluate("sessionStorage.length") == 0


def test_words_on_the_way_out_are_not_left_on_the_device(page: Page) -> None:
    write(page, "Off to")
    page.goto("/help/")
    assert page.evaluate(HELD) == 0
    page.wait_for_function("() => sessionStorage.length === 0")
    assert Draft.objects.get().body == "Off to"


def test_nobody_is_asked_who_loses_nothing(page: Page) -> None:
    page.context.set_offline(offline=True)
    write(page, "In a tunnel.")
    expect(state(page)).to_contain_text("Kept on this device")
    page.context.set_offline(offline=False)
    page.goto("/help/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_words_on_the_device_come_back_into_the_box(page: Page, topic: Topic) -> None:
    page.route("**/draft/", answer_500)
    write(page, "Through a bad evening.")
    expect(state(page)).to_contain_text("Kept on this device")
    page.goto("/help/")
    page.unroute("**/draft/")
    page.goto(topic.get_absolute_url())
    expect(state(page)).to_have_text("Brought back from this device, and saved.")
    expect(page.locator("textarea[name=body]")).to_have_value("Through a bad evening.")
    assert page.evaluate(HELD) == 0


def test_words_on_the_device_are_shown_to_no_one_else(page: Page, topic: Topic) -> None:
    page.evaluate("localStorage.setItem('box:x', JSON.stringify({ self: '0', place: 'reply:1', fields: [] }))")
    page.goto(topic.get_absolute_url())
    expect(page.locator("textarea[name=body]")).to_have_value("")
    assert page.evaluate(HELD) == 0


def test_sending_without_connection_waits_and_sends_once(page: Page) -> None:
    page.context.set_offline(offline=True)
    write(page, "From the train.")
    page.get_by_role("button", name="Send your reply").click()
    expect(state(page)).to_contain_text("Not sent yet: no connection.")
    page.context.set_offline(offline=False)
    expect(page.locator("#post-3")).to_contain_text("From the train.")
    expect(page.locator("textarea[name=body]")).to_have_value("")
    assert Post.objects.filter(source="From the train.").count() == 1


def test_nothing_is_sent_in_the_middle_of_a_sentence(page: Page) -> None:
    page.context.set_offline(offline=True)
    write(page, "From the train")
    page.get_by_role("button", name="Send your reply").click()
    write(page, ", and")
    page.context.set_offline(offline=False)
    expect(state(page)).to_have_text("Saved just now.")
    assert not Post.objects.filter(source__startswith="From").exists()


def test_sent_words_leave_the_device(page: Page) -> None:
    write(page, "Sent.")
    page.get_by_role("button", name="Send your reply").click()
    expect(page.locator("#post-3")).to_contain_text("Sent.")
    page.wait_for_function(f"() => {HELD} === 0")
    expect(page.locator("textarea[name=body]")).to_have_value("")


@pytest.mark.parametrize("keys", ["Control+Enter", "Meta+Enter"])
def test_keys_send(page: Page, keys: str) -> None:
    write(page, "By hand.")
    page.keyboard.press(keys)
    expect(page).to_have_url(re.compile("#post-3$"))


@pytest.fixture
def troubled(page: Page, watch: Watch) -> Page:
    """Return the page with words that lie on the device alone."""
    watch.expected += ["status of 403", "request elsewhere"]
    page.route("https://**", lambda route: route.fulfill(body="Elsewhere"))
    page.route("**/draft/", answer_500)
    write(page, "Tea.")
    expect(state(page)).to_contain_text("Kept on this device")
    return page


def test_log_out_takes_the_words_from_the_device(troubled: Page) -> None:
    troubled.evaluate("document.querySelector('form[data-forget]').requestSubmit()")
    expect(troubled.get_by_role("link", name="Join").first).to_be_visible()
    assert troubled.evaluate(HELD) == 0


def test_leaving_at_once_takes_the_words_from_the_device(troubled: Page) -> None:
    troubled.locator(".leave-button").click()
    troubled.wait_for_url("https://**")
    troubled.goto("/help/")
    assert troubled.evaluate(HELD) == 0


def test_forgetting_the_device_takes_the_words_from_it(troubled: Page) -> None:
    troubled.goto("/forget/")
    assert troubled.evaluate(HELD) == 1
    troubled.get_by_role("button", name="Forget this device").click()
    expect(troubled.get_by_role("heading", level=1)).to_have_text("This device is forgotten")
    assert troubled.evaluate(HELD) == 0

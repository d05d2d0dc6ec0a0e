"""What a page looks like when it says no: forms with their errors, refusals, and what is not there."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.access.looking import complaints
from tests.browser.fixtures import Watch
from tests.browser.world import FAILING, address, fail
from tests.security.world import World

PageOf = Callable[[str], Page]
# Forms that are sent as they are, with nothing in them.
FORMS = {
    "account_signup": ("visitor", "username"),
    "account_login": ("visitor", "login"),
    "account_reset_password": ("visitor", "email"),
    "account_change_password": ("author", "oldpassword"),
    "topics:new": ("author", "title"),
    "topics:update": ("author", "body"),
    "search:search": ("visitor", "q"),
    "meetups:new": ("organizer", "title"),
    "moderation:hide": ("moderator", "why"),
}
SEND_EMPTY = """(name) => {
    const form = document.querySelector(`main form:has([name="${name}"])`);
    for (const field of form.querySelectorAll("input:not([type=hidden]), textarea")) field.value = "";
    form.noValidate = true;
    form.requestSubmit(form.querySelector(".button"));
}"""
REFUSALS = {"/nowhere/": "visitor", "/moderation/log/": "author"}


@pytest.mark.parametrize(("name", "role", "field"), [(name, *form) for name, form in FORMS.items()], ids=FORMS)
def test_form_with_errors_has_no_barrier(
    page_of: PageOf, lived_in: World, watch: Watch, name: str, role: str, field: str
) -> None:
    watch.expected.append("Failed to load resource")
    page = page_of(role)
    page.goto(address(lived_in, name))
    with page.expect_navigation():
        page.evaluate(SEND_EMPTY, field)
    assert page.locator(".error, .error-summary").count() > 0
    assert not (found := complaints(page)), "\n".join(found)


@pytest.mark.parametrize(("path", "role"), REFUSALS.items())
def test_refusal_has_no_barrier(page_of: PageOf, lived_in: World, watch: Watch, path: str, role: str) -> None:
    watch.expected.append("Failed to load resource")
    page = page_of(role)
    page.goto(path)
    assert not (found := complaints(page)), "\n".join(found)


@pytest.mark.parametrize("path", FAILING.values(), ids=FAILING)
def test_page_for_what_went_wrong_has_no_barrier(
    page_of: PageOf, lived_in: World, watch: Watch, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    watch.expected.append("Failed to load resource")
    fail(monkeypatch)
    page = page_of("author")
    page.goto(path)
    assert not (found := complaints(page)), "\n".join(found)


def test_samples_that_stand_still_in_the_style_guide_have_no_barrier(page_of: PageOf, lived_in: World) -> None:
    page = page_of("moderator")
    page.goto("/styleguide/")
    # But for heads and the ways out: a page has one of each, and these would bring it more.
    moved = page.evaluate(
        """() => {
            const still = [...document.querySelectorAll("[inert]")].filter((one) => !one.querySelector("nav, aside"));
            for (const one of still) one.inert = false;
            return still.length;
        }"""
    )
    assert moved >= 3
    assert not (found := complaints(page)), "\n".join(found)


@pytest.mark.parametrize("role", ["visitor", "author"])
def test_locked_page_has_no_barrier(page_of: PageOf, lived_in: World, watch: Watch, role: str) -> None:
    # The worker that was being fetched as the device was locked is refused, too.
    watch.expected += ["Failed to load resource", "request elsewhere", "when fetching the script"]
    page = page_of(role)
    page.goto("/help/")
    page.evaluate("() => fetch('/leave/', { redirect: 'manual' })")
    page.reload()
    expect(page).to_have_title("Notes")
    assert not (found := complaints(page)), "\n".join(found)


def test_page_of_kept_words_has_no_barrier(page_of: PageOf, lived_in: World, watch: Watch) -> None:
    watch.expected.append("Failed to load resource")
    page = page_of("author")
    page.goto(address(lived_in, "topics:topic"))
    page.locator("textarea[name=body]").fill("Words of an evening.")
    page.context.clear_cookies(name="sessionid")
    with page.expect_navigation():
        page.locator("textarea[name=body]").evaluate("box => box.form.submit()")
    expect(page.locator("textarea")).to_have_value("Words of an evening.")
    assert not (found := complaints(page)), "\n".join(found)


def test_refused_page_has_no_barrier(page_of: PageOf, lived_in: World, watch: Watch) -> None:
    watch.expected.append("Failed to load resource")
    page = page_of("author")
    page.goto(address(lived_in, "topics:topic"))
    with page.expect_navigation():
        page.locator("form.follow").evaluate("form => form.submit()")
    expect(page.get_by_role("heading", level=1)).to_have_text("That cannot be done")
    assert not (found := complaints(page)), "\n".join(found)


@pytest.mark.parametrize("role", ["visitor", "moderator"])
@pytest.mark.parametrize("words", ["sleep", "zebra", "tea sleepless rain"])
def test_what_a_search_finds_has_no_barrier(page_of: PageOf, lived_in: World, role: str, words: str) -> None:
    page = page_of(role)
    page.goto(f"/search/?q={words}")
    assert not (found := complaints(page)), "\n".join(found)


def test_box_with_all_its_tools_open_has_no_barrier(page_of: PageOf, lived_in: World) -> None:
    page = page_of("author")
    page.goto(address(lived_in, "topics:topic"))
    page.get_by_role("toolbar").get_by_role("button", name="Emoji").click()
    page.get_by_role("group", name="Often used").wait_for()
    box = page.locator("textarea[name=body]")
    box.press_sequentially(":hea")
    page.get_by_role("listbox", name="Suggestions").get_by_role("option").first.wait_for()
    box.press("ArrowDown")
    assert not (found := complaints(page)), "\n".join(found)


BARRIERS = {
    "label": "document.querySelector('main label[for=id_login]').remove()",
    "target-size": """for (const at of [0, 12]) {
        const small = document.createElement("button");
        small.ariaLabel = `Small ${at}`;
        small.style.cssText = `position: absolute; inset: 300px auto auto ${at + 40}px; padding: 0; border: 0;
            inline-size: 10px; block-size: 10px`;
        document.querySelector("main").append(small);
    }""",
    "color-contrast": "document.querySelector('h1').style.color = '#bbb'",
    "focus not seen": "document.querySelector('main input:not([type=hidden])').style.outline = 'none'",
    "focus covered": """const over = document.createElement("div");
        over.style.cssText = "position: fixed; inset: 0; z-index: 99";
        document.querySelector("main").append(over)""",
    "scrolls sideways": "document.querySelector('main').style.minInlineSize = '120vw'",
    "smaller than 44": "document.querySelector('main .button').style.cssText = 'padding: 0; min-block-size: 30px'",
    "after h1": "document.querySelector('main').append(document.createElement('h3'))",
}


@pytest.mark.parametrize(("barrier", "script"), BARRIERS.items(), ids=BARRIERS)
def test_barrier_is_found(page_of: PageOf, barrier: str, script: str) -> None:
    page = page_of("visitor")
    page.goto("/accounts/login/")
    page.evaluate(f"() => {{ {script} }}")
    assert any(barrier in complaint for complaint in complaints(page))

"""The buttons above the box: they write marks, take them away, and are one stop on the way."""

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from forum.topics.models import Topic
from tests.browser.fixtures import PHONE, OpenPage


@pytest.fixture
def page(open_page: OpenPage, topic: Topic, ada: User) -> Page:
    """Return ada's phone, at the topic."""
    page = open_page(ada, size=PHONE)
    page.goto(topic.get_absolute_url())
    return page


def box(page: Page) -> Locator:
    return page.locator("textarea[name=body]")


def select(page: Page, start: int, end: int) -> None:
    box(page).evaluate("(box, at) => { box.focus(); box.setSelectionRange(...at); }", [start, end])


def press(page: Page, name: str) -> None:
    page.get_by_role("toolbar").get_by_role("button", name=name).click()


@pytest.mark.parametrize(
    ("name", "marked"),
    [
        ("Bold", "so **much** tea"),
        ("Quotation", "> so much tea"),
        ("List", "- so much tea"),
        ("Link", "so [much](https://) tea"),
        ("Hidden text", "so [spoiler]much[/spoiler] tea"),
    ],
)
def test_button_marks_the_word_and_takes_the_mark_away(page: Page, name: str, marked: str) -> None:
    box(page).fill("so much tea")
    select(page, 5, 5)
    press(page, name)
    expect(box(page)).to_have_value(marked)
    press(page, name)
    expect(box(page)).to_have_value("so much tea")


def test_button_marks_what_is_selected_line_by_line(page: Page) -> None:
    box(page).fill("tea\n\nbread")
    select(page, 0, 10)
    press(page, "List")
    expect(box(page)).to_have_value("- tea\n\n- bread")


def test_address_becomes_a_link(page: Page) -> None:
    box(page).fill("https://example.org/")
    select(page, 0, 20)
    press(page, "Link")
    expect(box(page)).to_have_value("[](https://example.org/)")


def test_undo_takes_the_mark_back(page: Page) -> None:
    box(page).press_sequentially("tea")
    press(page, "Bold")
    expect(box(page)).to_have_value("**tea**")
    page.keyboard.press("Control+z")
    expect(box(page)).to_have_value("tea")


def test_marks_are_kept_as_typed_words_are(page: Page) -> None:
    box(page).fill("tea")
    press(page, "Bold")
    expect(page.locator("[data-draft-state]")).to_have_text("Saved just now.")


def test_toolbar_is_one_stop_with_arrows_within(page: Page) -> None:
    box(page).focus()
    expect(box(page)).to_have_attribute("aria-autocomplete", "list")
    page.keyboard.press("Shift+Tab")
    focused = page.locator(":focus")
    for key, name in (
        ("ArrowRight", "Quotation"),
        ("End", "Hidden text"),
        ("ArrowRight", "Bold"),
        ("ArrowLeft", "Hidden text"),
    ):
        page.keyboard.press(key)
        expect(focused).to_have_accessible_name(name)
    page.keyboard.press("Tab")
    expect(box(page)).to_be_focused()


def test_buttons_are_as_large_as_a_thumb(page: Page) -> None:
    sizes = [one.bounding_box() for one in page.get_by_role("toolbar").get_by_role("button").all()]
    assert all(size and size["width"] >= 44 and size["height"] >= 44 for size in sizes)


FIXED = """() => {
    const supports = CSS.supports.bind(CSS);
    CSS.supports = (name, ...value) => name !== "field-sizing" && supports(name, ...value);
    addEventListener("DOMContentLoaded", () => {
        for (const box of document.querySelectorAll("textarea")) box.style.setProperty("field-sizing", "fixed");
    });
}"""


@pytest.mark.parametrize("sizes", [True, False], ids=["by styles", "by script"])
def test_box_grows_with_its_words_up_to_what_the_screen_holds(page: Page, *, sizes: bool) -> None:
    if not sizes:
        page.add_init_script(f"({FIXED})()")
        page.reload()
    heights = []
    for lines in (1, 6, 12, 60):
        box(page).fill("tea\n" * lines)
        heights.append(box(page).evaluate("(box) => box.offsetHeight"))
    assert heights[0] <= heights[1] < heights[2] < heights[3] <= 0.7 * PHONE[1] + 1


def test_there_are_no_buttons_without_javascript(open_page: OpenPage, topic: Topic, ada: User) -> None:
    page = open_page(ada, javascript=False)
    page.goto(topic.get_absolute_url())
    expect(page.locator("[data-toolbar]")).to_be_hidden()

"""How a page is looked at: loaded once, then seen in every colour, at every width and with large letters."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[3]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
LOOKING = Path(__file__).with_name("looking.js")

WIDTHS = (320, 768, 1440)
HEIGHT = 800
# axe runs its rule for the size of targets only where its tag is named.
TAGS = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# All that other colours can change: the rules of its category for colour at A and AA.
OF_COLOUR = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
RUN_AXE = """async (runOnly) => {
    // Without the loading of style sheets that axe offers: it would write them into the page, which our pages forbid.
    const how = { runOnly, resultTypes: ["violations"], preload: false };
    const found = await axe.run(document, how);
    return found.violations.flatMap((rule) => rule.nodes.map((node) =>
        `${rule.id}: ${node.html.replace(/\\s+/g, " ").slice(0, 160)} (${node.failureSummary.replace(/\\s+/g, " ")})`));
}"""
# What a thumb looks for first: WCAG 2.2 asks for 24 pixels, and these have 44.
MAIN_TARGETS = ".button, body > header a, body > header button, body > header summary"
LARGE_LETTERS = 32  # pixels, where a browser's own setting is 16


@dataclass(frozen=True)
class Colours:
    """What the reader's device asks for."""

    name: str
    scheme: Literal["light", "dark"] = "light"
    forced: Literal["active", "none"] = "none"
    contrast: Literal["more", "no-preference"] = "no-preference"


COLOURS = (
    Colours("light"),
    Colours("dark", scheme="dark"),
    Colours("forced colours", forced="active"),
    Colours("light, more contrast", contrast="more"),
    Colours("dark, more contrast", scheme="dark", contrast="more"),
)


def complaints(page: Page) -> list[str]:
    """Return what is wrong with a page that has just been loaded, each once, with how it was being looked at."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.evaluate(LOOKING.read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    for how, lines in (*_in_colours(page), *_at_widths(page), *_with_large_letters(page)):
        for line in lines:
            found.setdefault(line, how)
    return [f"{page.url}, {how}: {line}" for line, how in found.items()]


def _in_colours(page: Page) -> Iterator[tuple[str, list[str]]]:
    for width in WIDTHS:
        _resize(page, width)
        for colours in COLOURS if width == WIDTHS[0] else COLOURS[:3]:
            page.emulate_media(color_scheme=colours.scheme, forced_colors=colours.forced, contrast=colours.contrast)
            yield f"{width} px, {colours.name}", page.evaluate(RUN_AXE, TAGS if colours == COLOURS[0] else OF_COLOUR)
    page.emulate_media(color_scheme="light", forced_colors="none", contrast="no-preference")


def _at_widths(page: Page) -> Iterator[tuple[str, list[str]]]:
    yield "at any width", _ask(page, "built")
    for width in WIDTHS:
        _resize(page, width)
        for question in ("sideways", "clipped", "overlapping", "focused", "opened"):
            yield f"{width} px", _ask(page, question)
        yield f"{width} px", _ask(page, "small", MAIN_TARGETS, 44)


def _with_large_letters(page: Page) -> Iterator[tuple[str, list[str]]]:
    """Look at 200%: by the page's zoom, which halves its width, and by the browser's own letters."""
    for width, letters in ((640, LARGE_LETTERS // 2), (1280, LARGE_LETTERS)):
        _resize(page, width)
        tab = page.context.new_cdp_session(page)
        tab.send("Page.setFontSizes", {"fontSizes": {"standard": letters, "fixed": letters * 13 // 16}})
        for question in ("sideways", "clipped", "overlapping"):
            yield f"{width} px, letters of {letters} px", _ask(page, question)
        tab.detach()  # and with it goes the size of letters


def _resize(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": HEIGHT})


def _ask(page: Page, question: str, *words: Any) -> list[str]:
    return list(page.evaluate("([question, words]) => looking[question](...words)", [question, list(words)]))

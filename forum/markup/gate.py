"""The last gate: nothing that is not written down here leaves the renderer."""

from bleach.sanitizer import Cleaner

from forum.markup.source import AMPERSAND, LESS_THAN

SCHEMES = frozenset({"http", "https", "mailto"})
TAGS = frozenset(
    {
        *("p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "div"),
        *("strong", "em", "del", "code", "a", "span", "aside", "details", "summary"),
    }
)
CLASSES = {
    "a": {"mention"},
    "aside": {"quote"},
    "details": {"spoiler"},
    "div": {"quote-title"},
    "span": {"emoji", "spoiler"},
}
ATTRIBUTES = {
    "a": {"href", "rel"},
    "aside": {"data-post", "data-topic"},
    "ol": {"start"},
    "span": {"role", "aria-label", "title", "tabindex"},
}


def _allowed(tag: str, name: str, value: str) -> bool:
    if name == "class":
        return value in CLASSES.get(tag, ())
    return name in ATTRIBUTES.get(tag, ())


def make_cleaner() -> Cleaner:
    """Make a gate of one's own: bleach's are not safe to share between threads."""
    return Cleaner(tags=TAGS, attributes=_allowed, protocols=SCHEMES, strip=False)


def clean_html(cleaner: Cleaner, html: str) -> str:
    """Let the HTML through the gate.

    bleach takes long over each entity, so a typed `<` and `&` pass it as two characters that no
    text can hold, and become entities behind it; an entity can make no markup.
    """
    html = html.replace("&gt;", ">").replace("&lt;", LESS_THAN).replace("&amp;", AMPERSAND)
    return cleaner.clean(html).replace(LESS_THAN, "&lt;").replace(AMPERSAND, "&amp;")

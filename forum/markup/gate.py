"""The last gate: nothing that is not written down here leaves the renderer."""

import re

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

# What most posts consist of, written down so strictly that bleach would give it back as it is: no element stands in
# another but where it is named here, and no attribute holds a sign that could end it or make an address another.
_TEXT = rf"(?:[^<>&\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff{LESS_THAN}{AMPERSAND}]++|&(?:lt|gt|amp);)"
_PATH = r"(?:[a-zA-Z0-9!#$%()*+,./:;=?@~_-]++|&amp;)*+"
_INLINE = (
    rf"(?:{_TEXT}|<br>|<em>{_TEXT}*+</em>|<strong>{_TEXT}*+</strong>|<code>{_TEXT}*+</code>"
    rf'|<a href="https?://[a-zA-Z0-9]{_PATH}" rel="nofollow ugc noopener noreferrer">{_TEXT}*+</a>'
    rf'|<a href="/[a-zA-Z0-9-]{_PATH}">{_TEXT}*+</a>'
    rf'|<a class="mention" href="/@[a-zA-Z0-9%._~-]++/">{_TEXT}*+</a>'
    rf'|<span class="emoji" role="img" aria-label="[a-z0-9+, -]++" title="[a-z0-9_+:-]++">{_TEXT}*+</span>)'
)
_BLOCK = rf"(?:<p>{_INLINE}*+</p>|<pre><code>{_TEXT}*+</code></pre>)"
_TITLE = rf'<div class="quote-title">(?:{_TEXT}*+|<a href="/t/-/[0-9]++/[0-9]++/">{_TEXT}*+</a>)</div>'
_QUOTE = (
    r'<aside class="quote"(?: data-topic="[0-9]++" data-post="[0-9]++")?>'
    rf"(?:{_TITLE})?<blockquote>{_BLOCK}*+</blockquote></aside>"
)
_PLAIN = re.compile(rf"(?:{_BLOCK}|{_QUOTE}|<blockquote>{_BLOCK}*+</blockquote>)*+")


def _allowed(tag: str, name: str, value: str) -> bool:
    if name == "class":
        return value in CLASSES.get(tag, ())
    return name in ATTRIBUTES.get(tag, ())


def make_cleaner() -> Cleaner:
    """Make a gate of one's own: bleach's are not safe to share between threads."""
    return Cleaner(tags=TAGS, attributes=_allowed, protocols=SCHEMES, strip=False)


def clean_html(cleaner: Cleaner, html: str) -> str:
    """Let the HTML through the gate.

    Reading HTML takes bleach longer than all else that the renderer does, so what is plainly safe is not read again.
    """
    return html if _PLAIN.fullmatch(html) else clean_by_bleach(cleaner, html)


def clean_by_bleach(cleaner: Cleaner, html: str) -> str:
    """Return the HTML as bleach leaves it.

    bleach takes long over each entity, so a typed `<` and `&` pass it as two characters that no
    text can hold, and become entities behind it; an entity can make no markup.
    """
    html = html.replace("&gt;", ">").replace("&lt;", LESS_THAN).replace("&amp;", AMPERSAND)
    return cleaner.clean(html).replace(LESS_THAN, "&lt;").replace(AMPERSAND, "&amp;")

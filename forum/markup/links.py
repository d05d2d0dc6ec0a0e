"""Where a link may lead."""

import html
import re
from urllib.parse import quote
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from forum.markup.source import drop_unwanted

REL = "nofollow ugc noopener noreferrer"
_ABROAD = re.compile(r"(?:https?://[^/\\]|mailto:[^/\\])", re.IGNORECASE)
_AT_HOME = re.compile(r"/(?![/\\])")
_SPACES = re.compile(r"[\s\x00-\x20]+")
# Without the `;` it is the name of what follows: `?a=1&region=us` is no ®.
_ENTITY = re.compile(r"&#?\w{1,32};")


def safe_href(address: str) -> str | None:
    """Give the address as a link may hold it, or None where no link may lead there.

    Only http, https, mailto and paths of our own: bleach alone would let `javascript:1` through,
    taking it for a host with a port.
    """
    address = _ENTITY.sub(lambda entity: html.unescape(entity[0]), address)
    address = _SPACES.sub("", drop_unwanted(address))
    if address[:4].lower() == "www.":
        address = f"https://{address}"
    if _ABROAD.match(address) or _AT_HOME.match(address):
        return quote(address, safe="!#$%&'()*+,/:;=?@[]~")
    return None


def make_link(address: str, text: str | None = None) -> Element | None:
    """Make a link with the text, or else with its address to read; None where it may not lead."""
    href = safe_href(address)
    if href is None:
        return None
    link = Element("a", {"href": href})
    if not _AT_HOME.match(href):
        link.set("rel", REL)
    link.text = text if text and text.strip() else AtomicString(address)
    return link

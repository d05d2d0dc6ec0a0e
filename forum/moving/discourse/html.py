"""From the HTML that Discourse made back to text to edit, where what was typed is not at hand."""

import re
from typing import Any

from bs4 import BeautifulSoup, Tag
from markdownify import MarkdownConverter

# A list or a table takes as long as the square of its length, and few posts have a tenth of that.
MOST_TAGS = 6_000
# Read as a tree, which takes many times the memory.
LONGEST_HTML = 600_000
# Each level of quotes and lists is written line by line again: so many characters times levels take some seconds.
_MOST_WRITTEN = 3_000_000
_LEVELS = {"blockquote", "ol", "ul", "li", "dl", "dt", "dd", "aside", "div", "details"}
# The converter calls itself for each, and Python lets it do so a thousand times.
_MOST_DEEP = 100
# Looking for where they end takes the square of their length.
_BLANKS = re.compile(r"(\s{100})\s+")
_TICKS = re.compile("`+")
# What would begin or end a tag of ours or code, typed where it did not; and what takes the meaning from the next sign.
_SIGN = re.compile(r"[`\[]|\\(?=[^\w\s]|$)")
_TAG = re.compile(r"\s*/?(?:quote|code|spoiler|details|poll|url|img|[bius])(?![\w-])", re.IGNORECASE)
_JOINER = "\u2060"
# Between letters an underscore means itself.
_ESCAPED_WITHIN = re.compile(r"(?<=[^\W_])(?:\\_)++(?=[^\W_])")
_BLOCKS = ["p", "br", "li", "pre", "blockquote", "div", "tr", "h1", "h2", "h3", "h4", "h5", "h6"]
_NO_LABEL = str.maketrans("", "", '[]"\u201c\u201d')

# Its types leave out what is there to be overridden.
_Base: Any = MarkdownConverter


class BeyondError(Exception):
    """HTML that would take minutes, or more memory than there is, to be written as text."""


class _Converter(_Base):  # type: ignore[misc]
    """Writes what Discourse adds to HTML as one types it here."""

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Let words that look like tags or signs be words, and leave names with underscores as they are."""
        text = str(super().escape(_SIGN.sub(r"\\\g<0>", text), parent_tags))
        return _ESCAPED_WITHIN.sub(lambda signs: signs[0].replace("\\", ""), text)

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Leave a mention as its name, and an image's frame or a heading's anchor out."""
        classes = _classes(el)
        if classes & {"mention", "mention-group", "anchor", "hashtag", "hashtag-cooked"}:
            return "" if "anchor" in classes else _name(el)
        if "lightbox" in classes:
            image = el.find("img")
            return self._link(_label(image) if isinstance(image, Tag) else "", _address(el, "href"))
        el.attrs.pop("title", None)
        el["href"] = _address(el, "href")
        return str(super().convert_a(el, _kept_apart(text), parent_tags))

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write an emoji by its name, and any other image as a link to it."""
        del text, parent_tags
        if "emoji" in _classes(el):
            return _label(el)
        return self._link(_label(el), _address(el, "src")) or self.escape(_label(el), set())

    def convert_aside(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a quote with whose it is, and a link's preview as the link."""
        del parent_tags
        if "onebox" in _classes(el):
            source = str(el.get("data-onebox-src") or "")
            return f"\n\n{source}\n\n" if source else f"\n\n{text.strip()}\n\n"
        name = str(el.get("data-username") or "").translate(_NO_LABEL)
        post, topic = el.get("data-post"), el.get("data-topic")
        place = f", post:{post}, topic:{topic}" if post and topic else ""
        whose = f'="{name}{place}"' if name else ""
        return f"\n\n[quote{whose}]\n{text.strip()}\n[/quote]\n\n"

    def convert_blockquote(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Leave the words of a quote to what says whose they are."""
        if isinstance(el.parent, Tag) and _is_quote(el.parent):
            return f"\n\n{text.strip()}\n\n"
        return str(super().convert_blockquote(el, text, parent_tags))

    def convert_span(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a covered word as one types it, and a mention that leads nowhere as its name."""
        del parent_tags
        if "mention" in _classes(el):
            return _name(el)
        return f"[spoiler]{text}[/spoiler]" if _classes(el) & {"spoiler", "spoiled"} else text

    def convert_div(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write covered blocks as one types them."""
        if _classes(el) & {"spoiler", "spoiled"}:
            return f"\n\n[spoiler]\n{text.strip()}\n[/spoiler]\n\n"
        return str(super().convert_div(el, text, parent_tags))

    def convert_summary(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Leave a title to what it is the title of."""
        del parent_tags
        return "" if _title_of(el.parent) is el else f"\n\n{text.strip()}\n\n"

    def convert_details(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write hidden text as one types it."""
        del parent_tags
        summary = _title_of(el)
        title = " ".join(summary.get_text(" ").translate(_NO_LABEL).split()) if summary else ""
        value = f'="{title}"' if title else ""
        return f"\n\n[details{value}]\n{text.strip()}\n[/details]\n\n"

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write code between fences longer than any in it."""
        del text, parent_tags
        code = el.get_text().rstrip("\n")
        fence = fence_for(code)
        return f"\n\n{fence}\n{code}\n{fence}\n\n"

    def _link(self, label: str, address: str) -> str:
        return f"[{_kept_apart(self.escape(label, set())) or address}]({address})" if address else ""


def fence_for(code: str) -> str:
    """Return a fence that is longer than any run of backticks in `code`."""
    return "`" * max([3, *(len(run) + 1 for run in _TICKS.findall(code))])


def to_markdown(cooked: str) -> str:
    """Return HTML as text to edit; raises BeyondError."""
    converter = _Converter(
        heading_style="ATX",
        bullets="-",
        autolinks=False,
        escape_misc=False,
    )
    if cooked.count("<") > MOST_TAGS:
        raise BeyondError
    soup = _read(cooked)
    if _is_too_deep(soup, len(cooked)):
        raise BeyondError
    for window in soup("iframe"):
        address = _address(window, "src")
        window.replace_with(soup.new_tag("a", href=address, string=address))
    for aside in filter(_is_quote, soup("aside")):
        for title in aside.find_all("div", class_="title", recursive=False):
            title.decompose()
    return str(converter.convert_soup(soup)).strip()


def words_alone(cooked: str) -> str:
    """Return the words of HTML, each block on a line."""
    soup = _read(cooked)
    for block in soup(_BLOCKS):
        block.append("\n")
    return soup.get_text().strip()


def _read(cooked: str) -> BeautifulSoup:
    """Return HTML as a tree, without programs."""
    soup = BeautifulSoup(_BLANKS.sub(r"\1", _without_comments(cooked)), "html.parser")
    for program in soup(["script", "style", "svg", "object", "embed", "template"]):
        program.decompose()
    return soup


def _is_too_deep(soup: BeautifulSoup, length: int) -> bool:
    """Say whether tags stand so deep in each other that writing them as text would take minutes."""
    depths = {id(soup): (0, 0)}
    for tag in soup.find_all():
        level, depth = depths[id(tag.parent)]
        depths[id(tag)] = level + (tag.name in _LEVELS), depth + 1
    levels, deepest = max(level for level, _ in depths.values()), max(depth for _, depth in depths.values())
    return deepest > _MOST_DEEP or length * levels > _MOST_WRITTEN


def _without_comments(cooked: str) -> str:
    """Return HTML without comments, and with nothing that the parser would look for the end of again and again."""
    words, *comments = cooked.split("<!--")
    # What is not ended hides all behind it, as in a browser.
    shown = [rest for _, is_ended, rest in (comment.partition("-->") for comment in comments) if is_ended]
    tags, end, rest = "".join([words, *shown]).replace("<!", "&lt;!").replace("<?", "&lt;?").rpartition(">")
    return tags + end + rest.replace("<", "&lt;")


def _is_quote(el: Tag) -> bool:
    return el.name == "aside" and "onebox" not in _classes(el)


def _address(el: Tag, attribute: str) -> str:
    found = str(el.get(attribute) or "").replace("[", "%5B").replace("]", "%5D")
    return f"https:{found}" if found.startswith("//") else found


def _classes(el: Tag) -> set[str]:
    found: Any = el.get("class") or ()
    return set(found if not isinstance(found, str) else found.split())


def _title_of(details: Tag | None) -> Tag | None:
    found = details.find("summary", recursive=False) if details and details.name == "details" else None
    return found if isinstance(found, Tag) else None


def _name(el: Tag) -> str:
    return el.get_text().replace("[", "\\[")


def _kept_apart(label: str) -> str:
    """Return a link's words, which no bracket before them may make a tag."""
    return f"{_JOINER}{label}" if _TAG.match(label) else label


def _label(image: Tag) -> str:
    return str(image.get("alt") or image.get("title") or "").translate(_NO_LABEL)

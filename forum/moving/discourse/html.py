"""From the HTML that Discourse made back to text to edit, where what was typed is not at hand."""

from typing import Any

from bs4 import BeautifulSoup, Tag
from markdownify import MarkdownConverter

# Its types leave out what is there to be overridden.
_Base: Any = MarkdownConverter


class _Converter(_Base):  # type: ignore[misc]
    """Writes what Discourse adds to HTML as one types it here."""

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Leave a mention as its name, and an image's frame or a heading's anchor out."""
        classes = _classes(el)
        if classes & {"mention", "mention-group", "anchor", "hashtag", "hashtag-cooked"}:
            return "" if "anchor" in classes else text
        if "lightbox" in classes:
            source = _address(el, "href")
            return f"[{_label(el) or source}]({source})" if source else ""
        return str(super().convert_a(el, text, parent_tags))

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write an emoji by its name, and any other image as a link to it."""
        del text, parent_tags
        label = str(el.get("alt") or el.get("title") or "")
        if "emoji" in _classes(el):
            return label
        source = _address(el, "src")
        return f"[{label.replace('[', '').replace(']', '') or source}]({source})" if source else label

    def convert_aside(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a quote with whose it is, and a link's preview as the link."""
        del parent_tags
        if "onebox" in _classes(el):
            source = str(el.get("data-onebox-src") or "")
            return f"\n\n{source}\n\n" if source else f"\n\n{text.strip()}\n\n"
        quoted = el.find("blockquote")
        words = self.process_tag(quoted, parent_tags=set()) if isinstance(quoted, Tag) else text
        words = "\n".join(line.removeprefix("> ").removeprefix(">") for line in str(words).strip().split("\n"))
        name = str(el.get("data-username") or "").replace('"', "")
        post, topic = el.get("data-post"), el.get("data-topic")
        place = f", post:{post}, topic:{topic}" if post and topic else ""
        whose = f'="{name}{place}"' if name else ""
        return f"\n\n[quote{whose}]\n{words.strip()}\n[/quote]\n\n"

    def convert_span(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a covered word as one types it."""
        del parent_tags
        return f"[spoiler]{text}[/spoiler]" if _classes(el) & {"spoiler", "spoiled"} else text

    def convert_details(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write hidden text as one types it."""
        del el, parent_tags
        return f"\n\n[details]\n{text.strip()}\n[/details]\n\n"

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write code between fences longer than any in it."""
        del text, parent_tags
        code = el.get_text().rstrip("\n")
        fence = "```"
        while fence in code:
            fence += "`"
        return f"\n\n{fence}\n{code}\n{fence}\n\n"


def to_markdown(cooked: str) -> str:
    """Return HTML as text to edit; raises RecursionError where it is nested beyond reason."""
    converter = _Converter(
        heading_style="ATX",
        bullets="-",
        autolinks=False,
        escape_misc=False,
    )
    soup = BeautifulSoup(cooked, "html.parser")
    for program in soup(["script", "style", "iframe", "svg", "object", "embed", "template"]):
        program.decompose()
    return str(converter.convert_soup(soup)).strip()


def _address(el: Tag, attribute: str) -> str:
    found = str(el.get(attribute) or "")
    return f"https:{found}" if found.startswith("//") else found


def _classes(el: Tag) -> set[str]:
    found: Any = el.get("class") or ()
    return set(found if not isinstance(found, str) else found.split())


def _label(el: Tag) -> str:
    image = el.find("img")
    return str(image.get("alt") or "").replace("[", "").replace("]", "") if isinstance(image, Tag) else ""

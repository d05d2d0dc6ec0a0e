"""From the HTML that Discourse made back to text to edit, where what was typed is not at hand."""

import re
from typing import Any

from bs4 import Tag
from bs4.element import PageElement
from markdownify import MarkdownConverter

from forum.markup.containers import is_clear
from forum.markup.links import safe_href
from forum.moving.discourse.tree import (
    BeyondError,
    address_of,
    begins_line,
    behind,
    classes_of,
    is_covered,
    label_of,
    lines_of,
    read_html,
    words_alone,
)

_TICKS = re.compile("`+")
_TAGS = "quote|code|spoiler|details|poll|url|img|[bius]"
# What would begin or end a tag, a link, code or a sign's name, typed where it did not; and what takes the meaning from
# the next sign. The words of a tag may go on in the next element.
_ANYWHERE = r"`|~(?=~)|(?<=~)~|&(?=#?\w+;)|<(?=https?:|mailto:|[\w.+-]{1,64}@)|\\(?=[^\w ]|$)"
_SIGN = re.compile(rf"{_ANYWHERE}|\[(?=/?(?:{_TAGS})(?!\w)|[/a-z]*$)|\](?=\()", re.IGNORECASE)
_SIGN_IN_LINK = re.compile(rf"{_ANYWHERE}|[\[\]]")
# What begins a line that is no text.
_MARK = re.compile(r"(?m)^ *(?:[0-9]{1,9}(?=[.)](?: |$))|(?=[-+\u2022](?: |$)|-+ *$|=+ *$|#{1,6}(?: |$)|>))")
_ESCAPED = r"\g<0>\\"
# Words that would make a tag of a link's brackets.
_TAG = re.compile(
    r"/?(?:(?:quote|code|spoiler|details|poll)(?:[ =].*)?|(?:url|img|[bius])(?:=.*)?)", re.IGNORECASE | re.DOTALL
)
# Between letters an underscore means itself.
_ESCAPED_WITHIN = re.compile(r"(?<=[^\W_])(?:\\_)++(?=[^\W_])")
_IN_ADDRESS = re.compile(r"[\[\]()<>`\\]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
# As it is read without marks of a link, to the end.
_BARE = re.compile(r"https?://[a-zA-Z0-9][\w./:?=&%#~+,;@-]*[a-zA-Z0-9/]")
_PLACE = re.compile("[0-9]{1,9}")
_EMPTY_LINES = re.compile(r"\s*\n\s*\n\s*")
# Where the line of code that ends, or the next one, is read as another thing than code.
_LINE_ENDS = re.compile(r"(?<=\])\s*\n\s*|\s*\n\s*(?=[\[`~*+=>#_\u2022-]|[0-9]{1,9}[.)])")
_ANY_LINE_ENDS = re.compile(r"\s*\n\s*")
_CODE = {"code", "kbd", "samp"}
_NAMES = {"mention", "mention-group", "hashtag", "hashtag-cooked"}
_NO_TITLE = str.maketrans("", "", '[]"\u201c\u201d')

# Its types leave out what is there to be overridden.
_Base: Any = MarkdownConverter


class _Converter(_Base):  # type: ignore[misc]
    """Writes what Discourse adds to HTML as one types it here."""

    def process_text(self, el: PageElement, parent_tags: set[str]) -> str:
        """Let a line begin with text, and let no sign at the end of a text belong to what comes after it."""
        text = str(super().process_text(el, parent_tags))
        if not text or "_noformat" in parent_tags:
            return text
        if "_inline" not in parent_tags:
            text = _MARK.sub(lambda mark: f"{mark[0]}\\" if mark.start() or begins_line(el) else mark[0], text)
        after = behind(el) if text[-1] in "`]!" else None
        if text[-1] == "`" and _is_code(after):
            return f"{text} "
        if after is None or text[-1] == "`" or "a" in parent_tags:
            return text
        is_sign = text[-1] == "]" or (isinstance(after, Tag) and after.name in {"a", "img"})
        return f"{text[:-1]}\\{text[-1]}" if is_sign else text

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Let words that look like tags or signs be words, and leave names with underscores as they are."""
        signs = _SIGN_IN_LINK if "a" in parent_tags else _SIGN
        text = str(super().escape(signs.sub(r"\\\g<0>", text), parent_tags))
        if parent_tags & {"s", "del"}:
            text = text.replace("\\~", "~").replace("~", "\\~")
        return _ESCAPED_WITHIN.sub(lambda signs: signs[0].replace("\\", ""), text)

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Leave a mention as its name, and an image's frame or a heading's anchor out."""
        classes = classes_of(el)
        if "anchor" in classes:
            return ""
        if "_noformat" in parent_tags:
            return text
        if classes & _NAMES:
            return self._words(el.get_text())
        image = el.find("img") if "lightbox" in classes else None
        words = self._image(image) if isinstance(image, Tag) else " ".join(text.split())
        before, after = _blanks_about(text)
        return f"{before}{self._link(words, address_of(el, 'href'))}{after}" if words else ""

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write an emoji by its name, and any other image as a link to it."""
        del text
        is_word = "emoji" in classes_of(el) or parent_tags & {"a", "_noformat"}
        return self._image(el) if is_word else self._link(self._words(label_of(el)), address_of(el, "src"))

    def convert_video(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write what is watched or heard as a link to it, unless one stands in it."""
        del parent_tags
        source = el if el.get("src") else el.find("source")
        if el.find("a") or not isinstance(source, Tag):
            return text
        return self._link(self._words(" ".join(el.get_text().split())), address_of(source, "src"))

    convert_audio = convert_video

    def convert_aside(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a quote with whose it is, and a link's preview as the link."""
        del parent_tags
        if "onebox" in classes_of(el):
            source = address_of(el, "data-onebox-src")
            written = source if _BARE.fullmatch(source) else self._link("", source)
            return f"\n\n{written or text.strip()}\n\n"
        name = " ".join(str(el.get("data-username") or "").translate(_NO_TITLE).split())
        post, topic = (str(el.get(key) or "") for key in ("data-post", "data-topic"))
        place = f", post:{post}, topic:{topic}" if _PLACE.fullmatch(post) and _PLACE.fullmatch(topic) else ""
        whose = f'="{name}{place}"' if name else ""
        return f"\n\n[quote{whose}]\n{text.strip()}\n[/quote]\n\n"

    def convert_blockquote(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Leave the words of a quote to what says whose they are."""
        if isinstance(el.parent, Tag) and _is_quote(el.parent):
            return f"\n\n{text.strip()}\n\n"
        return str(super().convert_blockquote(el, text, parent_tags))

    def convert_hr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a rule that is no item's, whatever it stands behind."""
        del el, text
        return " " if "_inline" in parent_tags else "\n\n***\n\n"

    def convert_dt(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a term, and what it means, as a paragraph."""
        return str(super().convert_p(el, text, parent_tags))

    convert_dd = convert_dt

    def convert_ul(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Let what comes behind a list in an item stand apart from it."""
        return str(super().convert_ul(el, text, parent_tags)) + ("\n\n" if "li" in parent_tags else "")

    convert_ol = convert_ul

    def convert_span(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a covered word as one types it, and a mention that leads nowhere as its name."""
        if "mention" in classes_of(el):
            return text if "_noformat" in parent_tags else self._words(el.get_text())
        if not is_covered(el):
            return text
        if "\n\n" in text and not parent_tags & {"a", "_inline"}:
            return _covered(text)
        before, after = _blanks_about(text)
        first, end, rest = _EMPTY_LINES.sub("\n", text.strip()).partition("\n")
        # A line that is more than text would end what is covered.
        return f"{before}[spoiler]{first}{end}{_MARK.sub(_ESCAPED, rest)}[/spoiler]{after}"

    def convert_div(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write covered blocks as one types them."""
        if is_covered(el):
            return _covered(text)
        return str(super().convert_div(el, text, parent_tags))

    def convert_summary(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Leave a title to what it is the title of."""
        del parent_tags
        return "" if _title_of(el.parent) is el else f"\n\n{text.strip()}\n\n"

    def convert_details(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write hidden text as one types it."""
        del parent_tags
        summary = _title_of(el)
        title = " ".join(lines_of(summary).translate(_NO_TITLE).split()) if summary else ""
        value = f'="{title}"' if title else ""
        return f"\n\n[details{value}]\n{text.strip()}\n[/details]\n\n"

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write code between fences longer than any in it."""
        del text, parent_tags
        code = lines_of(el).rstrip("\n")
        fence = fence_for(code)
        return f"\n\n{fence}\n{code}\n{fence}\n\n"

    def convert_code(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write code within a line, apart from code behind it."""
        ends = _ANY_LINE_ENDS if "``" in text else _LINE_ENDS  # three signs and the end of a line make a fence
        written = str(super().convert_code(el, ends.sub(" ", _EMPTY_LINES.sub("\n", text)), parent_tags))
        return f"{written} " if "_noformat" not in parent_tags and _is_code(behind(el)) else written

    convert_kbd = convert_samp = convert_code

    def convert_b(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Mark words once and within a paragraph; other marks would be signs."""
        is_plain = "\n\n" in text or parent_tags & {"b", "strong"}
        return text if is_plain else str(super().convert_b(el, text, parent_tags))

    convert_strong = convert_b

    def convert_em(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Mark words once and within a paragraph, as above."""
        is_plain = "\n\n" in text or parent_tags & {"i", "em"}
        return text if is_plain else str(super().convert_em(el, text, parent_tags))

    convert_i = convert_em

    def convert_del(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Mark words once and within a paragraph, as above."""
        is_plain = "\n\n" in text or parent_tags & {"s", "del"}
        return text if is_plain else str(super().convert_del(el, text, parent_tags))

    convert_s = convert_del

    def _words(self, text: str) -> str:
        return self.escape(text, {"a"})

    def _image(self, image: Tag) -> str:
        return self._words(label_of(image) or address_of(image, "src"))

    def _link(self, words: str, address: str) -> str:
        """Return a link of words that are text already; where no link may lead there, the words alone."""
        if safe_href(_ENTITY.sub("&amp;", address)) is None:
            return words
        words = words or self._words(address)
        written = _IN_ADDRESS.sub(r"\\\g<0>", _ENTITY.sub("&amp;", "%20".join(address.split())))
        return f"[url={written}]{words}[/url]" if _TAG.fullmatch(words) else f"[{words}]({written})"


_CONVERTER = _Converter(heading_style="ATX", bullets="-", autolinks=False, escape_misc=False)


def fence_for(code: str) -> str:
    """Return a fence that is longer than any run of backticks in `code`."""
    return "`" * max([3, *(len(run) + 1 for run in _TICKS.findall(code))])


def words_to_markdown(cooked: str) -> str:
    """Return the words of HTML as text to edit, in which no word is a sign."""
    return _MARK.sub(_ESCAPED, _CONVERTER.escape(words_alone(cooked), {"a"}))


def to_markdown(cooked: str) -> str:
    """Return HTML as text to edit; raises BeyondError."""
    soup = read_html(cooked)
    for numbered in soup("ol", start=lambda start: start is not None and not _PLACE.fullmatch(start)):
        del numbered["start"]
    for cell in soup(["td", "th"], colspan=True):
        del cell["colspan"]
    for window in soup("iframe"):
        address = address_of(window, "src")
        window.replace_with(soup.new_tag("a", href=address, string=address))
    for aside in filter(_is_quote, soup("aside")):
        for title in aside.find_all("div", class_="title", recursive=False):
            words = title.get_text().strip()
            # Another topic's title stands there, too, but whose words they are has a colon behind it.
            if words.endswith(":") and not title.find("a"):
                aside["data-username"] = aside.get("data-username") or words.removesuffix(":")
            title.decompose()
    written = str(_CONVERTER.convert_soup(soup)).strip()
    if not is_clear(written.split("\n")):  # code that shows tags would end a cover
        raise BeyondError
    return written


def _is_quote(el: Tag) -> bool:
    return el.name == "aside" and "onebox" not in classes_of(el)


def _title_of(details: Tag | None) -> Tag | None:
    found = details.find("summary", recursive=False) if details and details.name == "details" else None
    return found if isinstance(found, Tag) else None


def _is_code(el: PageElement | None) -> bool:
    """Say whether something begins with code, or may."""
    return isinstance(el, Tag) and (el.name in _CODE or el.find(list(_CODE)) is not None)


def _blanks_about(text: str) -> tuple[str, str]:
    return " " if text[:1].isspace() else "", " " if text[-1:].isspace() else ""


def _covered(text: str) -> str:
    return f"\n\n[spoiler]\n{text.strip()}\n[/spoiler]\n\n"

"""What a mail says in each of its two parts, without the addresses that it leads to."""

import re
from html import unescape

from outbox.mail import Message


def text_words(mail: Message) -> list[str]:
    """Return the words of the plain part."""
    return _words(mail.text)


def html_words(mail: Message) -> list[str]:
    """Return the words that are read in the HTML part."""
    body = mail.html.partition("<body>")[2]
    return _words(unescape(re.sub(r"<[^>]+>", " ", body)))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", re.sub(r"https?://\S+", " ", text))

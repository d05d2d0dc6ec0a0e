"""The demo's letter box in the browser: nobody has a real one there."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

NEWEST = 100


@dataclass(frozen=True)
class Mail:
    """One mail as the pages show it: words only, whatever it is made of."""

    name: str
    message: EmailMessage

    @property
    def sent_at(self) -> object:
        """Return when it was sent, as the mail says."""
        return parsedate_to_datetime(str(self.message["Date"]))

    @property
    def headers(self) -> list[tuple[str, str]]:
        """Return all that the mail says above its words."""
        return [(name, str(words)) for name, words in self.message.items()]

    @property
    def text(self) -> str:
        """Return the words for programs that show text."""
        return _part(self.message, "plain")

    @property
    def html(self) -> str:
        """Return the source for programs that show HTML."""
        return _part(self.message, "html")


@require_safe
def mail_list(request: HttpRequest) -> HttpResponse:
    """List the newest mails of the demo."""
    return render(request, "demo/mail_list.html", {"mails": [_read(path) for path in _newest()]})


@require_safe
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """Show one mail: its headers, its words, and the source of its HTML."""
    path = next((path for path in _files() if path.name == name), None)
    if path is None:
        raise Http404
    return render(request, "demo/mail.html", {"mail": _read(path)})


def _files() -> list[Path]:
    """Return the file of each mail; there are none outside of the demo."""
    if not settings.DEMO:
        raise Http404
    return list(Path(settings.MAIL_DIR).glob("[!.]*.eml"))


def _newest() -> list[Path]:
    return sorted(_files(), key=lambda path: path.stat().st_mtime_ns, reverse=True)[:NEWEST]


def _read(path: Path) -> Mail:
    return Mail(path.name, message_from_bytes(path.read_bytes(), policy=policy.default))


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part else ""

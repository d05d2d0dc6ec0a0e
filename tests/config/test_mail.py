"""The demo's mail: one file each, and pages to read it."""

from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from pytest_django import Settings

from config.mail import FolderBackend, file_name

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Return where the demo's mail goes; it is made when the first comes."""
    settings.DEMO = True
    settings.MAIL_DIR = tmp_path / "var" / "mail"
    return tmp_path / "var" / "mail"


def send(message_id: str = "<1@localhost>", subject: str = "Hello", **headers: str) -> None:
    """Send one mail in text and HTML."""
    mail = EmailMultiAlternatives(
        subject,
        "Open https://notes.example.org/u/1/ & rest",
        "Notes <notes@localhost>",
        ["ada@example.org"],
        headers={"Message-ID": message_id, "Date": "Mon, 23 Nov 2026 12:00:00 +0000", **headers},
    )
    mail.attach_alternative("<p><script>alert(1)</script>für dich</p>", "text/html")
    assert FolderBackend().send_messages([mail]) == 1


def test_mail_is_a_file_named_by_its_message_id(folder: Path) -> None:
    send("<abc-1@localhost>")
    assert [path.name for path in folder.iterdir()] == ["abc-1@localhost.eml"]


def test_same_mail_sent_again_is_the_same_file(folder: Path) -> None:
    send(subject="One")
    send(subject="Two")
    assert [b"Subject: Two" in path.read_bytes() for path in folder.iterdir()] == [True]


@pytest.mark.parametrize(
    "message_id", ["<../../etc/passwd>", "<.hidden@x>", "<a/b@x>", "<a\\b:c@x>", f"<{'a' * 500}@x>"]
)
def test_message_id_never_leads_out_of_the_folder(message_id: str) -> None:
    name = file_name(message_id)
    assert Path(name).name == name
    assert not name.startswith(".")
    assert len(name) < 200


def test_two_odd_message_ids_never_share_a_file() -> None:
    assert file_name("<a/b@x>") != file_name("<a:b@x>")


def test_list_shows_the_newest_first(client: Client) -> None:
    send("<1@localhost>", "First of all")
    send("<2@localhost>", "Second of all")
    html = client.get("/demo/mail/").content.decode()
    assert html.index("Second of all") < html.index("First of all")
    assert "ada@example.org" in html


def test_empty_box_says_so(client: Client) -> None:
    assert b"No mail yet." in client.get("/demo/mail/").content


def test_mail_shows_headers_words_and_html_as_text(client: Client) -> None:
    send(**{"List-Unsubscribe": "<https://notes.example.org/u/1/>"})
    html = client.get("/demo/mail/1@localhost.eml/").content.decode()
    assert "List-Unsubscribe: &lt;https://notes.example.org/u/1/&gt;" in html
    assert 'href="https://notes.example.org/u/1/"' in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;für dich" in html
    assert "<script>alert" not in html


@pytest.mark.parametrize("name", ["2@localhost.eml", "..", "%2e%2e%2fsecret", "1@localhost"])
def test_mail_that_is_not_there_is_not_found(client: Client, name: str) -> None:
    send()
    assert client.get(f"/demo/mail/{name}/").status_code == 404


@pytest.mark.parametrize("path", ["/demo/mail/", "/demo/mail/1@localhost.eml/"])
def test_nobody_reads_mail_outside_of_the_demo(client: Client, settings: Settings, path: str) -> None:
    send()
    settings.DEMO = False
    assert client.get(path).status_code == 404

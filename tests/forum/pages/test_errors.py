"""The pages for what went wrong: kind, in each language, with a way on; the last of them needs no database."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from forum.topics.views import server_error

PAGES = ("400.html", "403.html", "404.html", "405.html", "410.html", "429.html")
ALONE = ("500.html", "forum/pages/offline.html")
LANGUAGES = ("en", "de", "ar")


def drawn(rf: RequestFactory, name: str, language: str) -> str:
    """Return the page as a visitor sees it."""
    request = rf.get("/")
    request.user = AnonymousUser()
    with translation.override(language):
        return render_to_string(name, request=request)


def heading(page: str) -> str:
    """Return what stands in the one h1."""
    (words,) = re.findall(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    return str(words)


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_page_leads_on_and_to_help(rf: RequestFactory, name: str) -> None:
    page = drawn(rf, name, "en").partition("<main")[2]
    assert 'href="/"' in page
    assert 'href="/help/#now"' in page


@pytest.mark.django_db
@pytest.mark.parametrize("name", [*PAGES, *ALONE])
def test_page_speaks_each_language(rf: RequestFactory, name: str) -> None:
    assert len({heading(drawn(rf, name, language)) for language in LANGUAGES}) == len(LANGUAGES)


@pytest.mark.django_db
@pytest.mark.parametrize("name", [*PAGES, *ALONE])
def test_page_names_no_number_and_blames_nobody(rf: RequestFactory, name: str) -> None:
    words = re.sub(r"<[^>]+>", " ", drawn(rf, name, "en").partition("<main")[2].partition("</main>")[0])
    assert re.findall(r"\b(?:4\d\d|5\d\d)\b|[Ee]rror|[Ii]nvalid|[Ff]orbidden", words) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_of_a_broken_server_needs_no_database(rf: RequestFactory, language: str) -> None:
    with translation.override(language):
        answer = server_error(rf.get("/"))
    assert answer.status_code == 500
    assert f'<html lang="{language}"' in answer.content.decode()
    assert 'href="/"' in answer.content.decode()


# What takes a press alone, and the page that the press is made on.
PRESSES = {
    "/read/": "/unread/",
    "/notifications/read/": "/notifications/",
    "/bookmarks/1/remove/": "/bookmarks/",
    "/c/right-now/watch/": "/c/right-now/",
    "/t/1/watch/": "/t/topic/1/",
}


@pytest.mark.django_db
@pytest.mark.parametrize("path", PRESSES)
def test_address_that_takes_a_press_alone_says_so_when_it_is_opened(client: Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "<h1>There is nothing to read here</h1>" in answer.text
    assert "data-leave" in answer.text


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "page"), PRESSES.items())
def test_log_in_after_a_press_leads_to_the_page_of_the_button(client: Client, path: str, page: str) -> None:
    assert client.post(path)["Location"] == f"/accounts/login/?next={page}"


@pytest.mark.django_db
def test_address_that_takes_a_press_alone_shows_a_locked_device_the_neutral_page(client: Client) -> None:
    client.get("/leave/")
    answer = client.get("/leave/back/")
    assert (answer.status_code, "<title>Notes</title>" in answer.text) == (405, True)
    assert answer.context["form"]["next"].value() == "/"

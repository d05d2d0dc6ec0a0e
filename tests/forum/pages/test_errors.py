"""The pages for what went wrong: kind, in each language, with a way on; the last of them needs no database."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from forum.topics.views import server_error

PAGES = ("400.html", "403.html", "404.html", "410.html", "429.html")
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

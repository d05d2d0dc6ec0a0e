"""The help page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forum.pages import queries


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Say where help is to be had now, and in plain words how the place works."""
    return render(request, "forum/pages/help.html", {"help": queries.help_text()})

"""What the views of all nouns share."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from forum import keeping


def render(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Show a page as Django's own `render` does, but for what is kept of it: that goes to the reader as it is."""
    return HttpResponse(keeping.whole(partial(render_to_string, template, context, request)), status=status)

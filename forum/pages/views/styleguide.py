"""The style guide: every component in every state, for those who make or look after the place."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forum.pages.samples import guide


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show each component, drawn by the template that the pages use; for moderators, and in the demo for all."""
    if not (settings.DEMO or getattr(request.user, "is_moderator", False)):
        raise Http404
    return render(request, "forum/pages/styleguide.html", {"guide": guide()})

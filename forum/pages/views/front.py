"""The front page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forum.pages import queries


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Say what this place is, when the next meetup is, and where people are talking."""
    page = {
        "categories": queries.front_categories(request.user),
        "topics": queries.newest_topics(request.user),
    }
    return render(request, "forum/pages/front.html", page)

"""The front page."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.models import User
from forum.categories.queries import categories_for
from forum.pages import queries
from forum.views import render


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Tell a visitor what this place is, and a member what is new for them and who waits for an answer."""
    reader = request.user
    page = {"categories": categories_for(reader)}
    if not isinstance(reader, User):
        return render(request, "forum/pages/front.html", {**page, "topics": queries.newest_topics(reader)})
    waiting = queries.waiting_topics(reader)
    topics = queries.newest_topics(reader, besides=waiting)
    member = {"news": queries.news(reader), "waiting": waiting, "topics": topics}
    return render(request, "forum/pages/home.html", {**page, **member})

"""The profile page; for members only, so that a name tells a visitor nothing."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.models import User
from forum.profiles.queries import now_called, persona_called, posts_page


@require_safe
def profile(request: HttpRequest, username: str) -> HttpResponse:
    """Show a persona to a member; a visitor finds the same nothing behind every name."""
    reader = request.user
    persona = persona_called(username) if isinstance(reader, User) else None
    if persona is None or not isinstance(reader, User):
        raise Http404
    if name := now_called(persona):
        return redirect("profiles:profile", name)
    page = posts_page(persona, reader, request.GET.get("before", ""))
    is_own = persona.user_id == reader.pk
    return render(request, "forum/profiles/profile.html", {"persona": persona, "page": page, "is_own": is_own})

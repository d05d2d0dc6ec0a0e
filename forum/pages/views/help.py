"""The help page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import User
from forum.pages import queries
from forum.pages.models import HelpPage


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Say where help is to be had now, and in plain words how the place works."""
    text = queries.help_text()
    return render(request, "forum/pages/help.html", {"help": text, "edit_url": _edit_url(request, text)})


def _edit_url(request: HttpRequest, text: queries.HelpText) -> str:
    """Return where whoever may edit the page does so; nothing for everyone else."""
    user = request.user
    rights = ["forum.add_helppage", "forum.change_helppage"]
    if not (isinstance(user, User) and user.is_staff and user.has_perms(rights)):
        return ""
    if text.is_written:
        return reverse("admin:forum_helppage_change", args=[HelpPage.ONLY])
    return reverse("admin:forum_helppage_add")

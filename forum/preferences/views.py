"""The preferences: one page, each section of it saved by itself."""

from copy import copy

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts import actions
from accounts.models import User
from accounts.verdict import RefusedError
from forum.markup import emoji as table
from forum.preferences.forms import (
    AboutSection,
    KeysSection,
    LanguageSection,
    LeavingSection,
    LookSection,
    MailSection,
    MeetupsSection,
    Section,
    TimeSection,
    WordsSection,
)
from forum.topics.actions import claim as claim_origin
from forum.topics.actions import discard_draft
from forum.topics.models import Draft
from forum.topics.queries import draft_at
from forum.topics.rules import LOGGED_OUT_ASIDE
from forum.topics.views.composing import initial_of, keep, refused, turn_aside
from forum.topics.views.kept import keeps_words
from outbox import clock

# In the order of the page.
SECTIONS: tuple[type[Section], ...] = (
    *(AboutSection, LanguageSection, TimeSection, MailSection, WordsSection, MeetupsSection),
    *(KeysSection, LeavingSection, LookSection),
)

# As many emoji as are remembered, and as long as their names may be together.
MOST_RECENT, LONGEST_RECENT = 16, 400


@keeps_words
def preferences(request: HttpRequest, user: User) -> HttpResponse:
    """Show all sections; keep the one that was sent, or show it again with what was typed."""
    sent = request.POST.get("section", "")
    place = AboutSection.place if sent == AboutSection.key else ""
    aside = turn_aside(request, place, reverse("preferences:preferences") + "#about") if place else None
    if aside is not None:
        return aside
    draft = None if place else draft_at(user, AboutSection.place)
    sections = _sections(user, request, sent, draft)
    if sent in sections and sections[sent].is_valid():
        _save(user, sections[sent])
        _say_saved(request, user, sections[sent])
        return redirect(reverse("preferences:preferences") + f"#{sent}")
    if place:
        keep(user, place, request.POST)
    former = actions.claimable_by(user)
    context = {
        "former": former,
        "sections": sections.values(),
        "form": sections.get(sent),
        "draft": draft,
        "now": clock.now(),
    }
    return render(request, "forum/preferences/preferences.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, and let what was written elsewhere under a name be the member's own."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - nobody else is let in
    if user.persona.former_selves.filter(pk=pk).exists():  # sent twice
        return redirect("profiles:profile", user.persona.name)
    origin = next((one for one in actions.claimable_by(user) if one.pk == pk), None)
    if origin is None:
        raise Http404
    if request.method == "POST":
        try:
            number = claim_origin(user=user, origin=origin)
        except RefusedError as error:
            return refused(request, error.verdict, reverse("preferences:preferences"))
        text = ngettext("%(count)s post is yours now.", "%(count)s posts are yours now.", number)
        messages.success(request, text % {"count": number})
        return redirect("profiles:profile", user.persona.name)
    return render(request, "forum/preferences/claim.html", {"origin": origin})


@require_POST
def emoji(request: HttpRequest) -> HttpResponse:
    """Remember the skin tone that a member picks emoji in, and which they picked of late."""
    if not isinstance(request.user, User):
        return HttpResponse(LOGGED_OUT_ASIDE.reason, status=403)
    tone = request.POST.get("tone", "")
    names = request.POST.get("recent", "")[:LONGEST_RECENT].split()
    recent = [name for name in dict.fromkeys(names) if table.emoji(name)][:MOST_RECENT]
    actions.save_choices(request.user, emoji_tone=tone if tone in table.TONES else "", emoji_recent=" ".join(recent))
    return HttpResponse()


def _sections(user: User, request: HttpRequest, sent: str, draft: Draft | None) -> dict[str, Section]:
    """Return the forms by key; each has a copy, so that what was typed and is not kept shows nowhere else."""
    return {
        form.key: form(
            request.POST if form.key == sent else None,
            instance=copy(user.persona if form is AboutSection else user),
            initial=initial_of(draft) if form is AboutSection else None,
        )
        for form in SECTIONS
    }


def _save(user: User, form: Section) -> None:
    if isinstance(form, AboutSection):
        actions.describe_self(user.persona, form.cleaned_data["about"])
        discard_draft(user=user, place=form.place)
    else:
        actions.save_choices(user, **form.choices())


def _say_saved(request: HttpRequest, user: User, form: Section) -> None:
    """Say that it is kept, in its section and in the language of the page that follows."""
    with translation.override(user.language or translation.get_language_from_request(request)):
        messages.success(request, _("Saved."), extra_tags=form.key)

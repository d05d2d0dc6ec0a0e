"""The pages of meetups."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Reader, User
from accounts.verdict import RefusedError, Verdict
from forum.meetups import actions, queries, rules
from forum.meetups.forms import AnnounceForm, ChangeForm
from forum.meetups.ical import calendar_file
from forum.topics.models import Post, Topic
from forum.topics.queries import draft_at
from forum.topics.views.composing import Composer, answer, initial_of
from forum.topics.views.kept import keeps_words

P = ParamSpec("P")
require_page = require_http_methods(["GET", "HEAD", "POST"])


def for_members(
    view: Callable[Concatenate[HttpRequest, User, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Call `view` with the member who asks; a visitor logs in first and comes back to the page."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not isinstance(request.user, User):
            return redirect_to_login(request.get_full_path())
        return view(request, request.user, *args, **kwargs)

    return guarded


@require_safe
def meetups(request: HttpRequest) -> HttpResponse:
    """List what is coming, the nearest first, and what was."""
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = {
        "coming": None if before else queries.coming(request.user, after),
        "past": None if after else queries.past(request.user, before),
        "is_first": not (after or before),
        "may_announce": rules.may_announce(request.user),
    }
    return render(request, "forum/meetups/list.html", page)


@require_page
@keeps_words
def new(request: HttpRequest, user: User) -> HttpResponse:
    """Announce a meetup, and end on its topic."""
    place, address, label = "meetup:new", reverse("meetups:new"), _("Announce")
    if request.method == "POST":
        form = AnnounceForm(request.POST, reader=user)
        composer = Composer(form, place, address, label)
        done = answer(request, composer, partial(_announce, user, form))
        if done is not None:
            return done
    elif not (verdict := rules.may_announce(user)):
        return _refuse(request, verdict)
    else:
        draft = draft_at(user, place)
        composer = Composer(AnnounceForm(initial=initial_of(draft), reader=user), place, address, label, draft)
    return render(request, "forum/meetups/new.html", {"composer": composer})


@require_page
@keeps_words
def change(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Give a meetup another time or room."""
    card = _card_or_404(user, pk)
    if not card.may_change:
        if not card.is_host or request.method != "POST":
            return _refuse(request, card.may_change)
        # It started while they wrote: what they typed stays before them, with the reason in the button's place.
        page = {"form": ChangeForm(meetup=card.meetup, typed=request.POST.dict()), "card": card}
        return render(request, "forum/meetups/change.html", {**page, "reason": card.may_change.reason})
    form = ChangeForm(request.POST or None, meetup=card.meetup)
    if form.is_valid():
        try:
            actions.change_meetup(meetup=card.meetup, persona=user.persona, plan=form.plan())
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("The meetup is changed. Reminders follow it, and whoever registered is told of another time."),
            )
            return redirect(card.meetup.topic)
    return render(request, "forum/meetups/change.html", {"form": form, "card": card})


@require_page
@for_members
def register(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Take a seat; a link that leads here shows the one button."""
    done = _("You are registered. We will remind you a day and an hour before.")
    return _ask_and_do(request, _card_or_404(user, pk), "register", actions.register, done)


@require_page
@for_members
def cancel(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Give a seat back."""
    done = _("Your seat is free again. You can come back any time before the start.")
    return _ask_and_do(request, _card_or_404(user, pk), "cancel", actions.cancel, done)


@require_safe
@for_members
def join(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Lead those who registered to the room while it is open; say why not otherwise."""
    card = queries.card(pk, user)
    if card is None:
        # Their calendar still leads here; the title may be what was taken away, so the page tells none.
        if queries.was_called_off(pk, user):
            return render(request, "forum/meetups/called_off.html")
        raise Http404
    if not card.join:
        return render(request, "forum/meetups/join.html", {"card": card, "doors": rules.doors_open_at(card.meetup)})
    response = redirect(card.meetup.join_url)
    # The room's keeper learns nothing of where its guests come from.
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
@for_members
def guests(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Show who registered to those who look after the meetup."""
    card = _card_or_404(user, pk)
    if not (verdict := rules.may_see_guests(user, card.meetup)):
        return _refuse(request, verdict)
    return render(request, "forum/meetups/guests.html", {"card": card, "guests": queries.guests(card.meetup)})


@require_safe
def ics(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the calendar file to whoever may see the topic; who had a seat at what was called off can strike it out."""
    meetup = queries.for_calendar(pk, request.user)
    if meetup is None:
        raise Http404
    response = HttpResponse(calendar_file(meetup, request.user), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="meetup-{pk}.ics"'
    return response


def _ask_and_do(
    request: HttpRequest, card: queries.Card, page: str, act: Callable[..., object], done: str
) -> HttpResponse:
    """Show the page with its one button; pressed, `act` on the seat of who asks, and say what came of it."""
    if request.method != "POST" or not isinstance(request.user, User):
        return render(request, f"forum/meetups/{page}.html", {"card": card})
    try:
        act(persona=request.user.persona, meetup=card.meetup)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(card.meetup.topic)


def _announce(user: User, form: AnnounceForm, words: dict[str, Any]) -> Topic | Post:
    """Announce the meetup that the form describes."""
    meetup = actions.announce_meetup(
        persona=user.persona,
        category=words["category"],
        title=words["title"],
        source=words["body"],
        key=words["key"],
        plan=form.plan(),
    )
    return meetup.topic.first_post or meetup.topic


def _card_or_404(reader: Reader, pk: int) -> queries.Card:
    card = queries.card(pk, reader)
    if card is None:
        raise Http404
    return card


def _refuse(request: HttpRequest, verdict: Verdict) -> HttpResponse:
    return render(request, "403.html", {"reason": verdict.reason}, status=403)

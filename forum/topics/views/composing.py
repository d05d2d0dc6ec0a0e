"""What the pages of writing share: the box with its draft, and what stands beside a refusal."""

import json
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Reader, User
from accounts.verdict import YES, RefusedError, Verdict, require
from forum.markup.render import Rendered
from forum.paging import ID, read_whole
from forum.topics import actions, queries, rules, typed
from forum.topics.forms import put_back, read_key
from forum.topics.models import Draft, Post, Topic
from forum.topics.visibility import Status
from forum.topics.words import is_blank, tidy_source
from outbox import clock

# So many seconds apart, the same words without a key are two things.
TWICE = 600
WAITS = gettext_lazy(
    "Your words are here. As the first that you write, they wait for a moderator before others can read them; "
    "we tell you when they can."
)
# What a draft remembers of a form beside its title, words and key.
ASIDE = (
    *("reply_to", "audience", "version"),
    *("category", "theme", "starts_at", "timezone", "duration_minutes", "capacity", "join_url"),
    *("why", "rule", "origin", "base", "about"),
)


@dataclass
class Composer:
    """A box to write in: where it goes, what it holds, and what was said about it."""

    form: forms.Form
    place: str
    action: str
    label: str
    draft: Draft | None = None
    # The topic that the words belong in; who wrote there is offered first after an @.
    topic: int | None = None
    preview: Rendered | None = None
    # What was made of the same key before; shown beside the refusal of other words.
    sent: Post | None = None

    def refuse(self, error: RefusedError) -> None:
        """Say beside the words why they were refused; where their key was used up, give them a new one."""
        self.form.add_error("body", str(error))
        if isinstance(error, actions.AlreadySentError):
            self.sent = error.post
            put_back(self.form, key=str(uuid.uuid4()))
        if error.verdict is rules.REPLY_TO_NOTHING:
            put_back(self.form, reply_to="")

    @property
    def look(self) -> tuple[str, ...] | None:
        """Return all that the box of an empty form of nothing but words shows, beside its addresses; else None."""
        names = self.form.fields.keys()
        is_touched = self.form.is_bound or self.draft or self.preview or any(self.form.initial.values())
        return None if is_touched or names != {"key", "body", "reply_to"} else (self.label, *names)

    def elsewhere(self, *, place: str, action: str, topic: int, key: str) -> "Composer":
        """Return the same box, empty, at another place."""
        return replace(self, form=type(self.form)(initial={"key": key}), place=place, action=action, topic=topic)

    @property
    def is_only_words(self) -> bool:
        """Return whether the form holds nothing that an edit of the words would leave out, as a title."""
        return "title" not in self.form.fields

    @property
    def reply_to(self) -> int | None:
        """Return the number of the post that is replied to."""
        return read_whole(str(self.form["reply_to"].value() or "")) if "reply_to" in self.form.fields else None


def initial_of(draft: Draft | None) -> dict[str, object]:
    """Return what a form starts with: what was being written at its place."""
    if draft is None:
        return {}
    return {"title": draft.title, "body": draft.body, "key": draft.key, **draft.fields}


def answer(
    request: HttpRequest, composer: Composer, send: Callable[[dict[str, Any]], Topic | Post]
) -> HttpResponse | None:
    """Do what the pressed button asks for, and lead on to what `send` made.

    Returns None where the box is to be shown again, with a preview or with the reason why not; what it holds is
    kept as a draft then, for whoever leaves the page.
    """
    aside = turn_aside(request, composer.place, composer.action)
    if aside is not None:
        return aside
    if "preview" in request.POST:
        _show_preview(request, composer)
    elif composer.form.is_valid():
        try:
            made = _send(request, composer, send)
            if made.status == Status.HELD:
                messages.info(request, WAITS)
            return redirect(made)
        except RefusedError as error:
            composer.refuse(error)
    if isinstance(request.user, User) and not is_blank(composer.form.data.get("body", "")):
        keep(request.user, composer.place, composer.form.data)
    return None


def _send(request: HttpRequest, composer: Composer, send: Callable[[dict[str, Any]], Topic | Post]) -> Topic | Post:
    """Send what was written; or put it in the place of what the same writer sent before, where they ask for that."""
    instead = read_whole(request.POST.get("instead", ""), ID)
    user = request.user
    if not request.POST.get("key"):
        composer.form.cleaned_data["key"] = _key_of(user, composer)
    if not isinstance(user, User) or instead is None or not composer.is_only_words:
        return send(composer.form.cleaned_data)
    post = queries.find_post(user, instead)
    if post is None:
        raise RefusedError(rules.GONE_POST)
    # A moderator changes another's words on a page that asks why.
    require(YES if rules.is_author(user, post) else rules.NOT_YOURS)
    changed = actions.edit_post(post=post, persona=user.persona, source=composer.form.cleaned_data["body"])
    actions.discard_draft(user=user, place=composer.place)
    return changed


def _key_of(writer: Reader, composer: Composer) -> uuid.UUID:
    """Return a key for what came without one, from a program that fills in no more than it sees.

    The same words of the same writer at the same place within some minutes are one thing that was sent twice.
    """
    words = [composer.form.cleaned_data.get(name, "") for name in ("title", "body")]
    about = json.dumps([writer.pk, composer.place, *words, int(clock.now().timestamp()) // TWICE])
    return uuid.UUID(bytes=salted_hmac("forum.topics.key", about, algorithm="sha256").digest()[:16], version=4)


def turn_aside(request: HttpRequest, place: str, address: str) -> HttpResponse | None:
    """Keep or throw away what was written at `place`, where that was asked, and lead back to `address`."""
    user = request.user
    if not isinstance(user, User):
        return None
    if "save_draft" in request.POST:
        keep(user, place, request.POST)
        messages.success(request, _("Kept. You can go on from here or from any other device."))
        return redirect(address)
    if "discard" in request.POST:
        actions.discard_draft(user=user, place=place)
        messages.success(request, _("Thrown away."))
        return redirect(address)
    return None


def _show_preview(request: HttpRequest, composer: Composer) -> None:
    """Render what was written, or say beside it why that cannot be sent."""
    composer.form.is_valid()
    try:
        composer.preview = typed.read_source(request.user, tidy_source(request.POST.get("body", "")))
    except RefusedError as error:
        if "body" not in composer.form.errors:
            composer.refuse(error)


def keep(user: User, place: str, data: Mapping[str, Any]) -> Draft | None:
    """Keep what a form holds as a draft, whatever it is."""
    return actions.save_draft(
        user=user,
        place=place,
        key=read_key(data.get("key", "")),
        title=data.get("title", ""),
        body=data.get("body", ""),
        fields={name: data[name] for name in ASIDE if data.get(name)},
    )


def refused(request: HttpRequest, verdict: Verdict, back: str) -> HttpResponse:
    """Say why not, and lead back."""
    context = {"reason": verdict.reason, "back": back}
    return render(request, "forum/topics/refused.html", context, status=403)


def quote_into(composer: Composer, posts: Iterable[Post], number: str) -> None:
    """Add the quotation of post `number`, if it is one of `posts`, to what the box starts with."""
    post = next((post for post in posts if str(post.number) == number), None)
    if post is None:
        return
    composer.form.initial["body"] = with_quote(str(composer.form.initial.get("body", "")), post)


def with_quote(before: str, post: Post) -> str:
    """Return what was written `before`, with the quotation of `post` under it."""
    before = before.rstrip()
    return (before + "\n\n" if before else "") + queries.quotation(post)


def here(name: str, *args: object) -> str:
    """Return the address of one of our pages."""
    return reverse(f"topics:{name}", args=args)

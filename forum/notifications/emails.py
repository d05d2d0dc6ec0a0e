"""The mail that tells of one notification: written when it is due, discreet unless the member asked for more."""

from __future__ import annotations

from email.utils import parseaddr
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from accounts.models import User
from forum.categories.models import Level
from forum.markup.plain import plain_words
from forum.notifications.models import Notification
from forum.notifications.rules import RANK, SWITCH, wants_mail
from forum.notifications.visibility import KEPT, OF_MEETUPS, Reason
from forum.topics.models import Watch
from forum.topics.rules import may_see_topic
from forum.topics.visibility import Status
from outbox import clock
from outbox.mail import Dropped, Message

if TYPE_CHECKING:
    from datetime import timedelta

    from forum.meetups.models import Meetup
    from outbox.models import Letter

# The addresses in mails hold no word: neither where they lead nor whose they are can be read from them.
SIGNER = signing.Signer(salt="forum.notifications.stop", sep=".")

# So much of a post, in characters, stands in the mail of who asked for words.
EXCERPT = 700

HOUR = 60

NEAR = (
    *("post__persona", "post__topic", "post__updates", "topic__first_post__persona"),
    *("reminder__registration__meetup", "change__meetup"),
)


def compose(letter: Letter) -> Message | Dropped:
    """Return the mail that `letter` stands for, or why it need not go any more."""
    user = letter.recipient
    told = Notification.objects.visible_to(user).select_related(*NEAR).filter(pk=letter.payload["notification"]).first()
    if told is None:
        return Dropped("out of sight")
    reason = "taken back" if _is_taken_back(told) else _why_not(user, told, letter)
    if reason:
        return Dropped(reason)
    with translation.override(user.mail_language):
        return _message(user, told)


def stop_address(user: User, switch: str) -> str:
    """Return the address that turns off the mail preference `switch` of `user`, without logging in and for ever."""
    token = SIGNER.sign_object([user.pk, switch])
    return settings.SITE_URL + reverse("notifications:stop", args=[token])


def read_token(token: str) -> tuple[int, str] | None:
    """Return the account and the preference that `token` was made for, or None where we did not make it."""
    try:
        user_id, switch = SIGNER.unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    return user_id, switch


def _why_not(user: User, told: Notification, letter: Letter) -> str:
    """Return why no mail goes to `user` for what they were told, or nothing where it goes."""
    if told.read_at:
        return "read"
    if told.reason != letter.payload["reason"]:
        return "told with a better reason"
    if not wants_mail(user, Reason(told.reason)) or _is_muted(user, told):
        return "not wanted"
    if _is_overtaken(user, told):
        return "too late"
    if not EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists():
        return "no confirmed address"
    return ""


def _message(user: User, told: Notification) -> Message:
    """Write the mail in the member's own language and time zone."""
    stop = stop_address(user, SWITCH[Reason(told.reason)])
    page = _page(user, told) | {"stop": stop}
    with timezone.override(page["zone"]):
        page["subject"] = " ".join(_written("subject.txt", page).split())
        text, html = _written("body.txt", page), _written("body.html", page)
    thread = _thread(user, told)
    return Message(
        to=user.email,
        subject=page["subject"],
        text=text.strip() + "\n",
        html=html,
        headers={
            "References": thread,
            "In-Reply-To": thread,
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def _written(part: str, page: dict[str, Any]) -> str:
    return render_to_string(f"emails/notification/{part}", page)


def _page(user: User, told: Notification) -> dict[str, Any]:
    """Return what the mail's templates may say; without `mails_in_full` they get no name, title or word to say."""
    page: dict[str, Any] = {
        "kind": told.reason,
        "is_dated": told.reason in OF_MEETUPS,
        "link": settings.SITE_URL + reverse("notifications:open", args=[told.pk]),
        "zone": user.zone or timezone.get_default_timezone(),
    }
    if told.reminder:
        meetup = told.reminder.registration.meetup
        page["zone"] = user.zone or ZoneInfo(meetup.time_zone)
        page |= {"starts_at": meetup.starts_at, "remaining": _remaining(meetup.starts_at - clock.now())}
    if told.change:
        page["zone"] = user.zone or ZoneInfo(told.change.time_zone)
        page |= {"starts_at": told.change.starts_at, "minutes": told.change.duration_minutes}
    if user.mails_in_full:
        page |= _in_full(user, told)
    return page


def _in_full(user: User, told: Notification) -> dict[str, Any]:
    """Return what a member who asked for it reads in the mail itself; of a topic out of their sight, nothing."""
    if not may_see_topic(user, told.topic):
        return {"words": told.text}
    topic = told.post.topic if told.post else told.topic
    speaks = told.post and told.reason not in {*OF_MEETUPS, Reason.NOTICE}
    return {
        "title": topic.title,
        "name": told.post.persona.name if told.post and speaks else "",
        "words": plain_words(told.post.html, EXCERPT) if told.post and speaks else told.text,
    }


def _remaining(wait: timedelta) -> str:
    """Return "in 24 hours" or "in 55 minutes"; nothing where it has begun."""
    minutes = 5 * round(wait.total_seconds() / 300)
    if minutes <= 0:
        return ""
    if minutes < HOUR:
        return ngettext("in %(count)s minute", "in %(count)s minutes", minutes) % {"count": minutes}
    hours = round(minutes / HOUR)
    return ngettext("in %(count)s hour", "in %(count)s hours", hours) % {"count": hours}


def _is_muted(user: User, told: Notification) -> bool:
    """Return whether `user` muted the topic since they were told; what the moderators say is not silenced by it."""
    return told.reason in RANK and Watch.objects.filter(user=user, topic=told.topic, level=Level.MUTED).exists()


def _is_taken_back(told: Notification) -> bool:
    """Return whether what was told of was removed or taken down since; moderators can read it, and get no copy."""
    if told.reason in KEPT:
        return False
    standing = [told.topic.status]
    if told.post:
        standing.append(told.post.status)
    if told.post and told.post.updates:
        standing.append(told.post.updates.status)
    return any(status != Status.PUBLISHED for status in standing)


def _is_overtaken(user: User, told: Notification) -> bool:
    """Return whether the seat was given back, the meetup is over, or a later change to it is told instead."""
    if told.reminder:
        return told.reminder.registration.cancelled_at is not None or _is_over(told.reminder.registration.meetup)
    if told.change is None:
        return False
    meetup = told.change.meetup
    has_seat = meetup.registrations.live().filter(persona__user=user).exists()
    return not has_seat or _is_over(meetup) or meetup.changes.filter(pk__gt=told.change.pk).exists()


def _is_over(meetup: Meetup) -> bool:
    return meetup.ends_at <= clock.now()


def _thread(user: User, told: Notification) -> str:
    """Return the id under which mail programs gather this member's mails of one topic; it tells no one else which.

    It is the id of no mail: RFC 5322 lets a reference lead to what the reader never got.
    """
    topic_id = told.post.topic_id if told.post else told.topic_id
    kind = Reason.REMINDER if told.reason in OF_MEETUPS else told.reason
    about = f"{user.pk}:{topic_id}:{kind if kind in {Reason.REMINDER, Reason.NOTICE} else ''}"
    name = salted_hmac("forum.notifications.thread", about, algorithm="sha256").hexdigest()[:32]
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{name}@{domain or 'localhost'}>"

"""Which names someone may go by; what is said where they may not, or where someone may not come in."""

from django.utils.translation import gettext_lazy as _

from accounts import names
from accounts.models import Persona, Role, User
from accounts.verdict import YES, Verdict

SHAPE = _("Use letters, digits, dots, hyphens and underscores, 30 at most, with a letter or digit first and last.")
SHORT = _("Choose a name of two letters or more.")
MIXED = _("Keep to the letters of one alphabet: mixed ones can be made to look like another name.")
RESERVED = _("This name is kept for those who look after the forum, or looks like one that is. Choose another.")
# One text for both, so that it tells no more of who is here than a taken name does.
TAKEN = _("Someone already goes by this name, or by one that looks like it. Choose another.")
NOT_YOURS_TO_CLAIM = Verdict.no(_("This name is not yours to take over, or someone else has done so."))
MISMATCH = _("That name or address and that password do not go together. Try again, or ask for a new password.")

# What is said of a code that is of no more use, on the page where whoever typed it goes on.
TRIED_OUT = _(
    "That code did not fit five times, so it no longer works. Log in with the password you chose, and we send you a "
    "new one."
)
TRIED_OUT_WITHIN = _(
    "That code did not fit five times, so it no longer works. Your address is as it was. You can change it again from "
    "your preferences."
)
RUN_OUT = _("That code no longer works here. Log in with the password you chose, and we send you a new one.")
RUN_OUT_WITHIN = _("That code no longer works. Your address is as it was. You can ask for a new code here.")

# What is said at the door, by the name that allauth has for it.
REFUSALS = {
    "account_inactive": _("This account cannot be used at present."),
    "email_password_mismatch": MISMATCH,
    "username_password_mismatch": MISMATCH,
    "incorrect_code": _("This is not the code from our latest mail. Look at it again, or ask for a new one."),
    "incorrect_password": _("This is not your password."),
    "enter_current_password": _("This is not your password now."),
    "invalid_password_reset": _("This link no longer works. Ask for a new one."),
    "same_as_current": _("This is the address you have already."),
    "duplicate_email": _("This is the address you have already."),
    "email_taken": _("This address cannot be used. Choose another."),
    "too_many_login_attempts": _("That was tried too often. Wait a few minutes, then try again."),
    "rate_limited": _("That was asked for too often. Wait a few minutes, then ask again."),
}

# Names that would speak for the house or for everyone, wherever they stand in a name.
STAFF = frozenset(
    names.skeleton(word)
    for word in (  # noqa: SIM905 - words read best as one text
        "admin admins administrator administrators sysadmin webmaster postmaster hostmaster moderator "
        "moderators mod mods modteam organizer organizers organiser organisers staff alongside official админ "
        "администратор модератор"
    ).split()
)
# Where these begin or end a name, it speaks for the house whatever the rest of it; no ordinary word does so.
OF_THE_HOUSE = tuple(map(names.skeleton, ("admin", "moderator", "organizer", "organiser")))
# Names that are addresses, groups or nobody; as part of a name they do no harm.
WORDS = STAFF | frozenset(
    names.skeleton(word)
    for word in (  # noqa: SIM905 - words read best as one text
        "root system support help helper everyone everybody all here channel members member deleted "
        "anonymous anon nobody someone none null undefined unknown guest visitor user info mail mailer "
        "noreply no-reply daemon abuse security privacy legal team owner founder host bot robot api www "
        "test me you accounts login logout signup moderation notifications preferences"
    ).split()
)


def may_be_called(name: str) -> Verdict:
    """Judge a name by itself: its shape, its script, and whether it passes for someone of the house."""
    if not names.SHAPE.fullmatch(name):
        return Verdict.no(SHAPE)
    if not names.is_of_one_script(name):
        return Verdict.no(MIXED)
    whole = names.skeleton(name)
    if (
        whole in WORDS
        or names.skeletons(name) & STAFF
        or whole.startswith(OF_THE_HOUSE)
        or whole.endswith(OF_THE_HOUSE)
    ):
        return Verdict.no(RESERVED)
    return YES


def may_take_name(name: str) -> Verdict:
    """Judge a name among those taken: nobody's own, whatever its case, and nobody's double."""
    verdict = may_be_called(name)
    if not verdict:
        return verdict
    if User.objects.called(name) or Persona.objects.passing_for(name).exists():
        return Verdict.no(TAKEN)
    of_the_house = Persona.objects.exclude(badge=Role.MEMBER).values_list("name", flat=True)
    if names.skeleton(name) in {names.skeleton(taken) for taken in of_the_house if taken}:
        return Verdict.no(RESERVED)
    return YES

"""The words of the help page until staff write their own, and how they become a page."""

from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from forum.markup.render import render

# A heading, then its paragraphs.
OUR_HELP = (
    (
        _("What this place is"),
        _(
            "Alongside is for you who love someone with an addiction. You can read what is open to everyone without an "
            "account. To write, you choose a pseudonym and confirm an email address. It is free, and there is no "
            "advertising."
        ),
    ),
    (
        _("What it cannot do"),
        _(
            "We are people who have stood where you stand. We are no doctors, no lawyers and no emergency service, and "
            "we cannot come to you. What you read here is what helped someone; it may not be right for you."
        ),
        _(
            "We cannot make anyone stop drinking or using. You can find company here, other people's experience, and "
            "ways to look after yourself."
        ),
    ),
    (
        _("When moderators are about"),
        _(
            "Moderators are volunteers. One of them looks in on most days, more often in the evening, and there are "
            "hours when nobody does. Do not wait for them when minutes count."
        ),
        _(
            "They can edit, hide or move what is written, always with a reason, and they tell you. You can ask them "
            "about it in any topic."
        ),
    ),
    (
        _("Who can see what"),
        _(
            "Some categories are open to everyone, most are for members. Each topic says who it is for. Profiles are "
            "for members only. Your email address is never shown to anyone."
        ),
    ),
    (
        _("If you share a mailbox"),
        _(
            "Our mails say nothing of what this place is about: no names, no titles, no words of yours, unless you ask "
            "for them in your preferences. The page never tells anyone whether an address has an account. But whoever "
            "reads your mailbox sees that mail came, and may learn that an account exists: choose an address that only "
            "you read."
        ),
    ),
    (
        _("If you share a phone or a computer"),
        _(
            "Pages you visited stay in your browser's history. We cannot clear it: you find it in the browser's own "
            "menu. A private window keeps none."
        ),
        _(
            "Log out when you leave a shared device: what we kept on it goes with you. [Forget this device](/forget/) "
            "does the same when you are logged out already."
        ),
        _(
            "“Leave this page” takes you to an everyday page at once. Going back then shows none of what you read. It "
            "does not clear the browser's history either. [What it does, and what it does not](/leave/about/)"
        ),
    ),
    (
        _("How to write"),
        _(
            "Write as you would write a letter. A line that starts with a dash or a dot becomes a list. A line that "
            "starts with > becomes a quote. \\*\\*Two stars\\*\\* make bold words. Write @ and a name to call someone. "
            "What you write is saved as you type, on our side, so you can go on from another device."
        ),
        _(
            "Something has happened since? Add an update under your post: it is dated, and those who follow your topic "
            "are told."
        ),
        _(
            "You can change your words or take them back at any time. Moderators can see earlier wordings; others only "
            "see that something was changed."
        ),
    ),
)

# Where staff gave no number: the ones of some countries, as they are dialled.
EMERGENCY_NUMBERS = (
    ("112", _("in Europe")),
    ("999", _("in the United Kingdom")),
    ("911", _("in the United States and Canada")),
    ("000", _("in Australia")),
)


def our_help() -> str:
    """Return our own words as Markdown, in the reader's language."""
    return "\n\n".join("\n\n".join((f"## {title}", *map(str, paragraphs))) for title, *paragraphs in OUR_HELP)


@lru_cache(maxsize=32)
def render_help(source: str) -> str:
    """Return `source` as HTML that passed the renderer's gate; raises TooMuchError over its bounds."""
    return render(source, people=lambda _names: {}).html

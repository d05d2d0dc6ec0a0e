"""What an export holds: every table that a forum cannot be made anew without, and why not the rest."""

from allauth.account.models import EmailAddress, EmailConfirmation
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from accounts.models import Origin, Persona, Session, User
from forum import models as forum
from forum.models import House
from moderation.models import Act
from outbox.models import Delivery, Letter

_FIRST: tuple[type[Model], ...] = (User, EmailAddress, Persona, Origin)
LEFT_OUT: dict[type[Model], str] = {
    EmailConfirmation: "codes that were typed or ran out; who waits for one asks again",
    LogEntry: "clicks in Django's admin; what moderators did is exported",
    Group: "follows from each account's role, and is made from it",
    Permission: "Django's own writing, made with the tables",
    ContentType: "Django's own writing, made with the tables",
    Session: "whoever holds one is logged in: it is never written anywhere else",
    House: "counts changes for pages that are kept in memory, and begins anew",
    Delivery: "work that is under way here; two forums would do it twice",
    Letter: "mail that goes out from here, codes among it; two forums would send it twice",
}
LEFT_OUT_FIELDS: dict[str, str] = {
    "accounts.User.groups": "follows from the role",
    "accounts.User.user_permissions": "nobody is given any but by their role",
    "forum.Topic.revision": "counts changes for pages that are kept in memory, and begins anew",
    "forum.Post.revision": "counts changes for posts that are kept in memory, and begins anew",
}


def exported() -> list[type[Model]]:
    """Return the models of an export, accounts first; the forum's in the order of their names."""
    rooms = sorted(apps.get_app_config(forum.__name__.partition(".")[0]).get_models(), key=lambda kind: kind.__name__)
    return [*_FIRST, *(kind for kind in rooms if kind not in LEFT_OUT), Act]

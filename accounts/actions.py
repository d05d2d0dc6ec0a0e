"""What changes an account or a persona."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import count

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction

from accounts.models import Origin, Persona, Role, User
from accounts.names import MAX_FORMER_NAME, MAX_NAME, colour_of, former_name, plain
from outbox import clock

UNCONFIRMED_KEPT = timedelta(days=7)
# No statement takes more than 65,535 values.
_BATCH = 5_000

# What each role's group may do; an administrator may do everything in Django's admin besides.
PERMISSIONS: dict[str, tuple[str, ...]] = {
    Role.MODERATOR: ("moderate", "organize"),
    Role.ORGANIZER: ("organize",),
    Role.ADMINISTRATOR: ("moderate", "organize"),
}

_LOWERED_UNLESS_TAKEN = """
SELECT wanted, CASE WHEN EXISTS (SELECT FROM accounts_user WHERE lower(username) = lower(wanted))
    OR EXISTS (SELECT FROM accounts_persona WHERE lower(name) = lower(wanted)) THEN NULL ELSE lower(wanted) END
FROM unnest(%s::text[]) AS wanted
"""


def create_member(
    username: str,
    email: str,
    password: str | None,
    *,
    role: str = Role.MEMBER,
    time_zone: str = "",
) -> User:
    """Store an account with its persona and a confirmed address; without an address it has none."""
    user = User(username=plain(username), time_zone=time_zone)
    user.set_password(password)
    with transaction.atomic():
        store_member(user, email, is_confirmed=True)
        if role != Role.MEMBER:
            set_role(user, role)
    return user


def store_member(user: User, email: str, *, is_confirmed: bool) -> None:
    """Store a new account, the persona that speaks for it, and its address.

    The account itself holds an address only once it is confirmed, so that no mail can go to one that is not.
    """
    user.email = email.lower() if is_confirmed else ""
    with transaction.atomic():
        user.save()
        Persona.objects.create(
            user=user,
            name=user.username,
            colour=colour_of(user.username, Persona.COLOURS),
            badge=user.role,
        )
        if email:
            EmailAddress.objects.create(user=user, email=email.lower(), primary=True, verified=is_confirmed)


def take_in_authors(authors: Mapping[str, tuple[Sequence[str], datetime]]) -> int:
    """Make a persona without an account for each of `authors` who has none; return how many are new.

    They are names, of which the last is the present one, and a moment, since when, by what they are called in another
    forum. Where someone has the name already, it gets a number; what a name may not hold becomes a hyphen.
    """
    former = {key: dict.fromkeys(filter(None, map(former_name, names))) for key, (names, _) in authors.items()}
    known = Origin.objects.in_bulk(authors, field_name="key")
    renamed = [origin for key, origin in known.items() if former[key].keys() - set(origin.names)]
    for origin in renamed:
        # The address was found by a name that may be somebody else's now.
        origin.names, origin.email = [*dict.fromkeys([*origin.names, *former[origin.key]])], ""
    Origin.objects.bulk_update(renamed, ["names", "email"], batch_size=_BATCH)
    names = _free_names({key: _fitting(own[-1]) for key, (own, _) in authors.items() if key not in known})
    with transaction.atomic():
        personas = [
            Persona(name=name, colour=colour_of(name, Persona.COLOURS), created_at=authors[key][1])
            for key, name in names.items()
        ]
        Persona.objects.bulk_create(personas, batch_size=_BATCH)
        origins = [
            Origin(key=key, names=[*former[key]], persona=persona) for key, persona in zip(names, personas, strict=True)
        ]
        Origin.objects.bulk_create(origins, batch_size=_BATCH)
    return len(names)


def _fitting(name: str) -> str:
    return re.sub(r"[^\w.-]+", "-", plain(name[:MAX_FORMER_NAME]))[:26].strip("-.") or "author"


def _free_names(wanted: Mapping[str, str]) -> dict[str, str]:
    """Return a name for each key: the wanted one, or that with the first number that nobody has."""
    found: dict[str, str] = {}
    given: set[str] = set()
    numbers: dict[str, count[int]] = defaultdict(lambda: count(2))
    waiting = dict(wanted)
    while waiting:
        lowered = _lowered_unless_taken(list(waiting.values()))
        for key, name in waiting.items():
            if (free := lowered[name]) is not None and free not in given:
                found[key] = name
                given.add(free)
        left = {key: name for key, name in wanted.items() if key not in found}
        waiting = {key: _numbered(name, next(numbers[name.lower()])) for key, name in left.items()}
    return found


def _numbered(name: str, number: int) -> str:
    end = f"-{number}"
    return name[: MAX_NAME - len(end)] + end


def _lowered_unless_taken(names: list[str]) -> dict[str, str | None]:
    """Return each name in lower case, or None where somebody is called so.

    The database lowers all of them: it and Python differ in a few letters.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOWERED_UNLESS_TAKEN, [names])
        return dict(cursor.fetchall())


def give_addresses(addresses: Mapping[str, str]) -> tuple[int, set[str]]:
    """Keep at which address whoever had a name in another forum, in the form of `former_name`, can claim it.

    Returns how many are new, and the names that nobody had there, or more than one, or someone who had another besides:
    which of those is theirs now nobody can tell.
    """
    owners = {name: origin for name, origin in Origin.objects.called(addresses).items() if len(origin.names) == 1}
    changed = 0
    for name, origin in owners.items():
        waiting = Origin.objects.filter(pk=origin.pk, claimed_by=None).exclude(email=addresses[name])
        changed += waiting.update(email=addresses[name])
    return changed, addresses.keys() - owners.keys()


def claimable_by(user: User) -> Iterable[Origin]:
    """Return the names that nobody claimed yet, of whom `user` has confirmed the address."""
    own = EmailAddress.objects.filter(user=user, verified=True).values("email")
    return Origin.objects.filter(email__in=own, claimed_by=None).exclude(email="").select_related("persona")


def give_origin(origin: Origin, persona: Persona) -> None:
    """Note that `persona` is who wrote under a name of another forum; the address has done its work, and goes."""
    origin.claimed_by, origin.email = persona, ""
    origin.save(update_fields=["claimed_by", "email"])


def forget_unconfirmed() -> int:
    """Delete accounts whose code nobody typed within a week, and free their names; return how many."""
    stale = User.objects.filter(
        created_at__lt=clock.now() - UNCONFIRMED_KEPT,
        last_login=None,
        emailaddress__verified=False,
        persona__posts=None,
    ).exclude(emailaddress__verified=True)
    with transaction.atomic():
        ids = list(stale.values_list("pk", flat=True))
        Persona.objects.filter(user__in=ids).delete()
        User.objects.filter(pk__in=ids).delete()
    return len(ids)


def save_choices(user: User, **choices: str | bool) -> None:
    """Keep what a member chose in the preferences, by the names of the account's columns."""
    for name, value in choices.items():
        setattr(user, name, value)
    user.save(update_fields=list(choices))


def describe_self(persona: Persona, about: str) -> None:
    """Keep what a member tells about themselves on their profile."""
    persona.about = about
    persona.save(update_fields=["about"])


def set_active(user: User, *, is_active: bool) -> None:
    """Let an account log in, or keep it out; its open sessions end with the next page."""
    user.is_active = is_active
    user.save(update_fields=["is_active"])


def set_role(user: User, role: str) -> None:
    """Give `user` a role, and with it the group, its permissions and the badge that belong to it."""
    with transaction.atomic():
        user.role = role
        user.is_superuser = role == Role.ADMINISTRATOR
        user.save(update_fields=["role", "is_superuser"])
        user.groups.set([_group(role)] if role in PERMISSIONS else [])
        Persona.objects.filter(user=user).update(badge=role)
        if hasattr(user, "persona"):
            user.persona.badge = role


def join_groups() -> None:
    """Put every account into the group of its role, as after they were read from an export."""
    with transaction.atomic():
        for user in User.objects.filter(role__in=PERMISSIONS):
            user.groups.set([_group(user.role)])


def _group(role: str) -> Group:
    """Return the group of `role` with exactly its permissions; made when it is first needed."""
    group, _ = Group.objects.get_or_create(name=role)
    group.permissions.set(
        Permission.objects.filter(content_type__app_label="accounts", codename__in=PERMISSIONS[role]),
    )
    return group

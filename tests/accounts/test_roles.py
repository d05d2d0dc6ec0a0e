"""A role, its group, its permissions and its badge, kept in step."""

import pytest
from django.core.management import CommandError, call_command

from accounts.actions import PERMISSIONS, set_role
from accounts.models import Persona, Role, User

EVERY_CHANGE = [(old, new) for old in Role for new in Role]


@pytest.mark.parametrize(("old", "new"), EVERY_CHANGE)
def test_change_of_role_leaves_nothing_of_the_old_one(ada: User, old: Role, new: Role) -> None:
    set_role(ada, old)
    set_role(ada, new)
    ada = User.objects.get(pk=ada.pk)
    assert (ada.role, ada.persona.badge) == (new, new)
    assert [group.name for group in ada.groups.all()] == ([new] if new in PERMISSIONS else [])
    assert ada.is_superuser == ada.is_staff == (new == Role.ADMINISTRATOR)


@pytest.mark.parametrize("role", Role)
def test_permissions_say_what_the_role_says(ada: User, role: Role) -> None:
    set_role(ada, role)
    ada = User.objects.get(pk=ada.pk)
    assert ada.has_perm("accounts.moderate") == ada.is_moderator
    assert ada.has_perm("accounts.organize") == ada.is_organizer


def test_first_administrator_is_made_from_the_command_line(ada: User) -> None:
    call_command("set_role", "ADA", "administrator")
    assert Persona.objects.get(user=ada).badge == Role.ADMINISTRATOR


@pytest.mark.django_db
def test_command_says_when_nobody_goes_by_a_name() -> None:
    with pytest.raises(CommandError, match="Nobody goes by the name"):
        call_command("set_role", "nobody", "moderator")

"""`manage.py set_role ada moderator`: the way to a community's first administrator."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import actions
from accounts.models import Role, User


class Command(BaseCommand):
    """Gives a member a role."""

    help = "Give a member a role: member, moderator, organizer or administrator."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for the pseudonym and the role."""
        parser.add_argument("username")
        parser.add_argument("role", choices=Role.values)

    def handle(self, *args: object, **options: str) -> None:
        """Change the role, or say that nobody goes by this name."""
        del args
        user = User.objects.called(options["username"])
        if user is None:
            message = f"Nobody goes by the name {options['username']!r}."
            raise CommandError(message)
        actions.set_role(user, options["role"])
        self.stdout.write(f"{user.username} is now {options['role']}.")

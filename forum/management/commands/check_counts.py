"""Checks the counts that topics, posts and meetups store, and mends them where asked."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from forum.meetups.actions import mend_seats, wrong_seats
from forum.reactions.actions import mend_reactions, wrong_reactions
from forum.topics.actions import WrongCount, mend_counts, wrong_counts


class Command(BaseCommand):
    """Names every stored count that is wrong; with --mend puts it right."""

    help = "Check stored counts; ends with 1 where one is wrong and was not mended."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mend", action="store_true", help="put wrong counts right")

    def handle(self, *args: Any, mend: bool, **options: Any) -> None:
        del args, options
        wrong = _mended() if mend else [*wrong_counts(), *wrong_seats(), *wrong_reactions()]
        for count in wrong:
            self.stdout.write(f"{count.kind} {count.pk}: {count.field} is {count.stored}, should be {count.right}")
        if not wrong:
            self.stdout.write("All counts are right.")
        elif mend:
            self.stdout.write(f"{len(wrong)} mended.")
        else:
            sys.exit(1)


def _mended() -> list[WrongCount]:
    return [*mend_counts(), *mend_seats(), *mend_reactions()]

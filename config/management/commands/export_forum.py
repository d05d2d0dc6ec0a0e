"""Writes everything that the forum holds to one file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.everything import LEFT_OUT_FIELDS, exported
from forum.moving.exporting import write_export


class Command(BaseCommand):
    """The file holds addresses, password hashes and members' words: keep it as you keep a backup."""

    help = "Write everything to a new file that its owner alone can read; see docs/export.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="a file that is not there yet")

    def handle(self, *args: Any, path: Path, **options: Any) -> None:
        del args, options
        try:
            number = write_export(path, exported(), frozenset(LEFT_OUT_FIELDS))
        except OSError as error:
            message = f"{path} cannot be written: {error.strerror}."
            raise CommandError(message) from error
        self.stdout.write(f"{number} rows written to {path}.")

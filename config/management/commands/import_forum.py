"""Reads an export into an empty forum."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, transaction

from accounts.actions import join_groups
from config.everything import LEFT_OUT_FIELDS, exported
from forum.moving.exporting import FileError, read_export


class Command(BaseCommand):
    """All of the file or nothing of it; nobody is told."""

    help = "Read a file of export_forum into a forum that holds nothing yet; see docs/export.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="a file that export_forum wrote")

    def handle(self, *args: Any, path: Path, **options: Any) -> None:
        del args, options
        try:
            with transaction.atomic():
                number = read_export(path, exported(), frozenset(LEFT_OUT_FIELDS))
                join_groups()
        except (OSError, FileError) as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            message = f"The database refused a row ({type(error).__name__}); nothing was imported."
            raise CommandError(message) from error
        self.stdout.write(f"{number} rows read from {path}.")

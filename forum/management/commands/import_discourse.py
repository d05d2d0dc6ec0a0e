"""Takes in what a community wrote on Discourse."""

import csv
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, TextIO

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.actions import give_addresses
from accounts.names import former_name
from forum.categories.visibility import Audience
from forum.markup.source import drop_unwanted
from forum.moving.discourse.importing import BusyError, Importer
from forum.moving.discourse.report import Report
from outbox import clock

# As a shell tells of a command that was stopped by Ctrl-C.
STOPPED = 130
# As long as the column.
_ADDRESS = forms.EmailField(max_length=254)


class Command(BaseCommand):
    """May be stopped at any time and run again; a second run adds what is new and changes nothing."""

    help = "Import a folder of Discourse's topics (ID.json, beside them ID.raw.md). Nobody is told; see docs/moving.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="the folder")
        names = [name.lower() for name in Audience.names]
        parser.add_argument("--audience", choices=names, default="members", help="who may read it; members at first")
        parser.add_argument("--details", type=Path, help="a new file for every place that the report counts")
        parser.add_argument("--emails", type=Path, help="CSV with a name and an address a line, for those who claim")

    def handle(
        self, *args: Any, path: Path, audience: str, details: Path | None, emails: Path | None, **options: Any
    ) -> None:
        del args, options
        if not path.is_dir():
            message = f"{path} is no folder."
            raise CommandError(message)
        addresses = _addresses(emails) if emails else {}
        began = time.monotonic()
        with _opened(details) as file:
            report = Report(file)
            where = Path(file.name)
            try:
                Importer(path, Audience[audience.upper()], report).run()
                if not report.is_stopped:  # Else not all names are known.
                    report.addresses, unknown = give_addresses(addresses)
                    for name in sorted(unknown):
                        report.not_claimable(name)
            except BusyError as error:
                where.unlink()
                message = "Another import is under way."
                raise CommandError(message) from error
            except KeyboardInterrupt as error:
                message = "Stopped before it had told all; run it again to go on."
                raise CommandError(message, returncode=STOPPED) from error
            finally:
                if details is None and report.names_all:
                    where.unlink(missing_ok=True)
        for line in report.lines(time.monotonic() - began):
            self.stdout.write(line)
        if report.is_stopped:
            sys.exit(STOPPED)


def _opened(path: Path | None) -> TextIO:
    """Return the file of details: a new one at `path`, or one of this run's own, for its owner's eyes alone."""
    try:
        return path.open("x", encoding="utf-8") if path else _new_file(settings.VAR_DIR)
    except OSError as error:
        message = f"{path or settings.VAR_DIR} cannot be written to ({error.strerror}): name a new file with --details."
        raise CommandError(message) from error


def _new_file(folder: Path) -> TextIO:
    folder.mkdir(parents=True, exist_ok=True)
    opened, name = tempfile.mkstemp(prefix=f"import-{clock.now():%Y%m%d-%H%M%S}-", suffix=".txt", dir=folder)
    os.close(opened)
    return Path(name).open("w", encoding="utf-8")


def _addresses(path: Path) -> dict[str, str]:
    """Return the addresses by name, both in lower case; raises CommandError where a line holds something else."""
    found: dict[str, str] = {}
    twice = False
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = csv.reader(file)
            for number, row in enumerate(filter(any, rows)):
                if number == 0 and "@" not in "".join(row):
                    continue
                name, address = _person(row, rows.line_num)
                twice |= found.setdefault(name, address) != address
    except (OSError, csv.Error, ValueError) as error:
        message = f"{path} cannot be read as lines of a name and an address: {error}"
        raise CommandError(message) from error
    if twice:
        message = f"{path} gives one name two addresses."
        raise CommandError(message)
    return found


def _person(row: list[str], line: int) -> tuple[str, str]:
    """Return the name and the address of a line; raises ValueError that says which line holds something else."""
    try:
        name, address = (part.strip() for part in row)
        return _name(name), _ADDRESS.clean(address).lower()
    except (ValueError, ValidationError) as error:
        message = f"see line {line}"
        raise ValueError(message) from error


def _name(written: str) -> str:
    """Return a name as it is looked for; raises ValueError where no name that came can be so."""
    if drop_unwanted(written) != written:
        message = f"{written!a} holds what no name holds."
        raise ValueError(message)
    return former_name(written) or written

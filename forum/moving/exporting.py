"""Everything that a forum holds, written to a file row by row, and read back into an empty one."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from django.db import connection, models, transaction

from forum.moving.copying import go_on_counting

FORMAT = {"format": "alongside", "version": 2}
_BATCH = 500

Models = Sequence[type[models.Model]]

_NOT_OURS = "Line {} is not as this forum writes it."


class FileError(Exception):
    """A file that is no export, or a forum that is not empty; its text says which."""


def write_export(path: Path, kinds: Models, without: frozenset[str]) -> int:
    """Write every row of `kinds` but the fields `without` to a new file that its owner alone can read; return how many.

    All of it is as it stood at one moment. Raises FileExistsError where there is a file already.
    """
    number = 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file, transaction.atomic():
        if len(connection.savepoint_ids) == 0:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        file.write(_line(FORMAT))
        for kind in kinds:
            names = [field.attname for field in fields_of(kind, without)]
            rows = _all(kind).order_by("pk").values_list(*names)
            for row in rows.iterator(chunk_size=_BATCH):
                file.write(_line([kind._meta.label, dict(zip(names, map(_plain, row), strict=True))]))
                number += 1
        file.write(_line(_end(number)))
    return number


def read_export(path: Path, kinds: Models, without: frozenset[str]) -> int:
    """Store every row of an export in an empty forum, all or none of them; return how many. Raises FileError."""
    if any(_all(kind).exists() for kind in kinds):
        message = "This forum is not empty."
        raise FileError(message)
    with path.open("rb") as file, transaction.atomic():
        number = sum(_store(batch) for batch in _batches(file, kinds, without))
        go_on_counting(*kinds)
    return number


def fields_of(kind: type[models.Model], without: frozenset[str]) -> list[models.Field[Any, Any]]:
    """Return the columns of a model that are exported."""
    return [field for field in kind._meta.concrete_fields if f"{kind._meta.label}.{field.name}" not in without]


def _batches(file: BinaryIO, kinds: Models, without: frozenset[str]) -> Iterator[list[models.Model]]:
    """Give the rows of a file, as many of one kind together as may be."""
    batch: list[models.Model] = []
    for row in _rows(_lines(file), kinds, without):
        if batch and (len(batch) == _BATCH or type(batch[0]) is not type(row)):
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def _rows(lines: Iterator[tuple[int, Any]], kinds: Models, without: frozenset[str]) -> Iterator[models.Model]:
    """Give the row of each line between the first and the last; raises FileError where there is not one of each."""
    known = {kind._meta.label: kind for kind in kinds}
    fields = {label: {field.attname: field for field in fields_of(kind, without)} for label, kind in known.items()}
    _must_be_ours(next(lines, (1, None))[1])
    for number, line in lines:
        if isinstance(line, dict):
            _must_end(lines, number, line)
            return
        try:
            label, values = line
            row = known[label](**{name: _value(fields[label][name], value) for name, value in values.items()})
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise FileError(_NOT_OURS.format(number)) from error
        yield row
    message = "The file ends before its last line: it was cut off."
    raise FileError(message)


def _lines(file: BinaryIO) -> Iterator[tuple[int, Any]]:
    """Give the number of each line and what it holds, which must be written as we write it, to the byte."""
    for number, line in enumerate(file, start=1):
        try:
            value = json.loads(line.decode())
            is_ours = _line(value) == line
        except ValueError as error:
            raise FileError(_NOT_OURS.format(number)) from error
        if not is_ours:
            raise FileError(_NOT_OURS.format(number))
        yield number, value


def _must_be_ours(header: object) -> None:
    """Raise FileError where a file does not begin as ours do."""
    if not isinstance(header, dict) or header.get("format") != FORMAT["format"]:
        message = "Line 1 is not what an export begins with."
        raise FileError(message)
    if _line(header) != _line(FORMAT):
        message = f"This forum reads version {FORMAT['version']} of an export, no other."
        raise FileError(message)


def _must_end(lines: Iterator[tuple[int, Any]], number: int, line: dict[str, Any]) -> None:
    """Raise FileError where line `number` does not tell how many rows came before it, or more comes."""
    rows = number - 2  # the first line is none
    if _line(line) != _line(_end(rows)):
        message = f"Line {number} does not say that there are {rows} rows before it."
        raise FileError(message)
    if next(lines, None):
        message = f"Line {number + 1} stands behind the last."
        raise FileError(message)


def _end(rows: int) -> dict[str, int]:
    """Return the last line of a file, without which it was cut off."""
    return {"rows": rows}


def _all(kind: type[models.Model]) -> models.QuerySet[models.Model]:
    return models.QuerySet(kind)


def _store(rows: Iterable[models.Model]) -> int:
    rows = list(rows)
    return len(_all(type(rows[0])).bulk_create(rows))


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _plain(value: object) -> object:
    """Return a column's value as JSON holds it; times in UTC to the microsecond."""
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _value(field: models.Field[Any, Any], value: object) -> object:
    if value is None or isinstance(field, models.JSONField):
        return value
    return datetime.fromisoformat(str(value)) if isinstance(field, models.DateTimeField) else field.to_python(value)

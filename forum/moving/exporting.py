"""Everything that a forum holds, written to a file row by row, and read back into an empty one."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, models, transaction

from forum.moving.copying import go_on_counting

FORMAT = {"format": "alongside", "version": 2}
_BATCH = 500
# Of a line, in bytes: sixteen times what a request may bring, and far more than the HTML of the longest post takes.
LONGEST = 16 * 2**20

# Leaves as many for the rows to come.
LAST_ID = 2**62

Models = Sequence[type[models.Model]]

_NOT_OURS = "Line {} is not as this forum writes it."


class FileError(Exception):
    """A file that is no export, or a forum that is not empty; its text says which."""


def write_export(path: Path, kinds: Models, without: frozenset[str]) -> int:
    """Write every row of `kinds` but the fields `without` to a new file that its owner alone can read; return how many.

    All of it is as it stood at one moment. Raises FileExistsError where there is a file already.
    """
    file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
    try:
        with file:
            return _write(file, kinds, without)
    except BaseException:
        # It is secret, and nothing can read it.
        path.unlink(missing_ok=True)
        raise


def _write(file: BinaryIO, kinds: Models, without: frozenset[str]) -> int:
    """Write an export; return how many rows it has."""
    number = 0
    with transaction.atomic():
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
    number = 0
    with path.open("rb") as file, transaction.atomic():
        for batch in _batches(file, kinds, without):
            _store(batch, first=number + 2)  # the first line is no row
            number += len(batch)
        go_on_counting(*kinds)
    return number


def fields_of(kind: type[models.Model], without: frozenset[str]) -> list[models.Field[Any, Any]]:
    """Return the columns of a model that are exported."""
    return [field for field in kind._meta.concrete_fields if f"{kind._meta.label}.{field.name}" not in without]


def _batches(file: BinaryIO, kinds: Models, without: frozenset[str]) -> Iterator[list[models.Model]]:
    """Give the rows of a file, as many of one kind together as may be, but few where they are long."""
    batch: list[models.Model] = []
    begun_at = 0
    for row in _rows(_lines(file), kinds, without):
        is_long = file.tell() - begun_at > LONGEST
        if batch and (len(batch) == _BATCH or is_long or type(batch[0]) is not type(row)):
            yield batch
            batch, begun_at = [], file.tell()
        batch.append(row)
    if batch:
        yield batch


def _rows(lines: Iterator[tuple[int, Any]], kinds: Models, without: frozenset[str]) -> Iterator[models.Model]:
    """Give the row of each line between the first and the last; raises FileError where there is not one of each."""
    known = {kind._meta.label: kind for kind in kinds}
    fields = {label: {field.attname: field for field in fields_of(kind, without)} for label, kind in known.items()}
    places = {label: place for place, label in enumerate(known)}
    above: tuple[int, Any] = (-1, None)
    _must_be_ours(next(lines, (1, None))[1])
    for number, line in lines:
        if isinstance(line, dict):
            _must_end(lines, number, line)
            return
        try:
            label, values = line
            _require(values.keys() == fields[label].keys())
            row = known[label](**{name: _value(fields[label][name], value) for name, value in values.items()})
            _require(above <= (place := (places[label], row.pk)))
        except (ValueError, KeyError, TypeError, AttributeError, ValidationError) as error:
            raise FileError(_NOT_OURS.format(number)) from error
        above = place
        yield row
    message = "The file ends before its last line: it was cut off."
    raise FileError(message)


def _lines(file: BinaryIO) -> Iterator[tuple[int, Any]]:
    """Give the number of each line and what it holds, which must be written as we write it, to the byte."""
    for number in count(1):
        line = file.readline(LONGEST + 1)
        if len(line) > LONGEST:
            message = f"Line {number} is longer than any that this forum writes."
            raise FileError(message)
        if not line:
            return
        try:
            value = json.loads(line.decode())
            _require(_line(value) == line)
            # No column holds a NUL, which JSON writes so where no backslash stands for itself before it.
            _require(b"\\u0000" not in line.replace(rb"\\", b""))
        except (ValueError, RecursionError) as error:
            raise FileError(_NOT_OURS.format(number)) from error
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


def _store(rows: Sequence[models.Model], *, first: int) -> None:
    """Store rows of one kind, which stand on the lines from `first`; raises FileError."""
    try:
        _all(type(rows[0])).bulk_create(rows)
    except DatabaseError as error:
        message = f"The database refused one of the lines {first} to {first + len(rows) - 1}."
        raise FileError(message) from error


def _line(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"


def _plain(value: object) -> object:
    """Return a column's value as JSON holds it; times in UTC to the microsecond."""
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _value(field: models.Field[Any, Any], written: object) -> object:
    """Return the value of a column that is written so; raises ValueError or the like where it never would be."""
    if written is None:
        _require(field.null)
        return None
    if isinstance(field, models.JSONField):
        _require(isinstance(written, dict))
        return written
    if isinstance(field, ArrayField):
        if not isinstance(written, list):
            raise TypeError
        return [_value(field.base_field, each) for each in written]
    if isinstance(field, models.ForeignKey):
        field = field.target_field
    if isinstance(field, models.DateTimeField):
        value = datetime.fromisoformat(str(written))
        _require(value.utcoffset() == timedelta(0))
    else:
        value = field.to_python(written)
    _require(type(_plain(value)) is type(written) and _plain(value) == written)
    _require(_fits(field, value))
    return value


def _fits(field: models.Field[Any, Any], value: object) -> bool:
    """Return whether a column takes a value of its type."""
    if field.choices:
        return value in dict(field.flatchoices) or (field.blank and value == "")
    if isinstance(value, str):
        return field.max_length is None or not isinstance(field, models.CharField) or len(value) <= field.max_length
    if isinstance(field, models.AutoField) and isinstance(value, int):
        return 0 < value <= LAST_ID
    if isinstance(field, models.IntegerField) and isinstance(value, int):
        least, most = connection.ops.integer_field_range(field.get_internal_type())
        return least <= value <= most
    return True


def _require(is_ours: object) -> None:
    if not is_ours:
        raise ValueError

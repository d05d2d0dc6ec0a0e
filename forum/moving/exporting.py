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

FORMAT = {"format": "alongside", "version": 1}
_BATCH = 500

Models = Sequence[type[models.Model]]


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
    known = {kind._meta.label: kind for kind in kinds}
    fields = {label: {field.attname: field for field in fields_of(kind, without)} for label, kind in known.items()}
    batch: list[models.Model] = []
    for number, line in enumerate(file, start=1):
        try:
            if number == 1:
                _must_be_ours(json.loads(line))
                continue
            label, values = json.loads(line)
            row = known[label](**{name: _value(fields[label][name], value) for name, value in values.items()})
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            message = f"Line {number} is not as this forum writes it."
            raise FileError(message) from error
        if batch and (len(batch) == _BATCH or type(batch[0]) is not type(row)):
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def _all(kind: type[models.Model]) -> models.QuerySet[models.Model]:
    return models.QuerySet(kind)


def _must_be_ours(header: object) -> None:
    if header != FORMAT:
        raise ValueError(header)


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

"""Queries that every page asks: their SQL is written by Django once, and only the values change."""

import inspect
import re
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigAutoField, Lookup, Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.sql.compiler import SQLCompiler

# Stand for values while the SQL is written: numbers that every column holds and no query of ours names.
_STAND_INS = range(2_147_000_011, 2_147_000_021)

# A column under the name that it has anyway; a statement that long would be read anew each time.
_OWN_NAME = re.compile(r'("\w+"\."(\w+)") AS "\2"')

Value = int | str | list[int]
Row = TypeVar("Row", bound=Model)
_KINDS: dict[str, Callable[[int], Value]] = {"int": int, "str": str, "list[int]": lambda number: [number]}


@BigAutoField.register_lookup
class OneOf(Lookup):
    """Finds what has one of some ids: `pk__one_of=[1, 2]` is the same SQL for however many, where `pk__in` is not."""

    lookup_name = "one_of"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """Write it in PostgreSQL's way."""
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", (*params, self.rhs)


class Prepared:
    """A query that `make` makes of whole numbers, texts and lists of ids, which may differ each time it is asked."""

    def __init__(self, make: Callable[..., QuerySet[Any, tuple[Any, ...]]]) -> None:
        self._make = make
        kinds = (parameter.annotation for parameter in inspect.signature(make).parameters.values())
        self._kinds = [_KINDS[inspect.formatannotation(kind).strip("'")] for kind in kinds]

    def rows(self, *values: Value) -> list[tuple[Any, ...]]:
        """Return the rows for `values`."""
        sql, params = self.sql(*values)
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows

    def sql(self, *values: Value) -> tuple[str, list[Any]]:
        """Return the SQL and what stands in it, to be part of another query."""
        sql, places = self._written
        return sql, [values[place] if is_open else place for is_open, place in places]

    @cached_property
    def _written(self) -> tuple[str, list[tuple[bool, Any]]]:
        """Return the SQL and, for each value in it, whether it is one of ours with its place, or the value itself."""
        stand_ins = [kind(number) for kind, number in zip(self._kinds, _STAND_INS, strict=False)]
        sql, params = self._make(*stand_ins).query.sql_with_params()
        sql = _OWN_NAME.sub(r"\1", sql)
        if sql.startswith("("):  # of a union
            sql = f"SELECT * FROM ({sql}) AS rows"  # noqa: S608 - Django's own SQL, its values apart
        return sql, list(_places(params, stand_ins))


def of_row(model: type[Row], names: Iterable[str], values: Iterable[Any], **related: Model) -> Row:
    """Return what a row holds of a `model`, of which only the columns `names` were read, with what it leads to.

    It is what `Model.from_db` makes, which looks at each column that is not there, too, and tells whoever listens.
    """
    state = ModelState()
    state.adding, state.db, state.fields_cache = False, DEFAULT_DB_ALIAS, related
    thing = model.__new__(model)
    vars(thing).update(zip(names, values, strict=True), _state=state)
    return thing


def _places(params: Iterable[Any], stand_ins: list[Value]) -> Iterable[tuple[bool, Any]]:
    for value in params:
        is_open = isinstance(value, int | str | list) and value in stand_ins
        yield is_open, stand_ins.index(value) if is_open else value

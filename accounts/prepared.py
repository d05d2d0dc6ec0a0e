"""Queries that every page asks: their SQL is written by Django once, and only the values change."""

import inspect
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigAutoField, Lookup, Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.query import RelatedPopulator, get_related_populators
from django.db.models.sql.compiler import SQLCompiler

# Stand for values, and as seconds for moments, while the SQL is written: numbers that every column holds and no query
# of ours names.
_STAND_INS = range(2_147_000_011, 2_147_000_021)

# A hundred days, as moments go.
_NEAR = 100 * 24 * 60 * 60

# A column under the name that it has anyway; a statement that long would be read anew each time.
_OWN_NAME = re.compile(r'("\w+"\."(\w+)") AS "\2"')

Value = int | str | list[int] | datetime
Kind = Callable[[int], Value]
Row = TypeVar("Row", bound=Model)
Thing = TypeVar("Thing")
_KINDS: dict[str, Kind] = {
    "int": int,
    "str": str,
    "list[int]": lambda number: [number],
    "datetime": lambda number: datetime.fromtimestamp(number, UTC),
}


def kinds_of(make: Callable[..., object], *, skipping: int = 0) -> list[Kind]:
    """Return what kinds of values a function takes behind the first few, as its annotations say it."""
    kinds = [parameter.annotation for parameter in inspect.signature(make).parameters.values()]
    return [_KINDS[inspect.formatannotation(kind).strip("'").removeprefix("datetime.")] for kind in kinds[skipping:]]


@BigAutoField.register_lookup
class OneOf(Lookup):
    """Finds what has one of some ids: `pk__one_of=[1, 2]` is the same SQL for however many, where `pk__in` is not."""

    lookup_name = "one_of"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """Write it in PostgreSQL's way."""
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", (*params, self.rhs)


class Prepared(Generic[Thing]):
    """A query that `make` makes of whole numbers, texts, moments and lists of ids, which may differ each time."""

    def __init__(self, make: Callable[..., QuerySet[Any, Thing]], kinds: Sequence[Kind] | None = None) -> None:
        self._make = make
        self._kinds = kinds_of(make) if kinds is None else kinds

    def rows(self, *values: Value) -> list[tuple[Any, ...]]:
        """Return the rows for `values`."""
        sql, params = self.sql(*values)
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows

    def things(self, *values: Value) -> list[Thing]:
        """Return what the query set itself would give for `values`: models, with what was asked for beside them."""
        compiler, *_ = self._written
        model, start = compiler.klass_info["model"], compiler.klass_info["select_fields"][0]
        converters, populators, names, beside = self._modelled
        things = []
        for row in compiler.apply_converters(self.rows(*values), converters):
            thing = model.from_db(DEFAULT_DB_ALIAS, names, row[start : start + len(names)])
            for populator in populators:
                populator.populate(row, thing)
            vars(thing).update((name, row[place]) for name, place in beside.items())
            things.append(thing)
        return things

    def sql(self, *values: Value) -> tuple[str, list[Any]]:
        """Return the SQL and what stands in it, to be part of another query."""
        _, sql, places = self._written
        return sql, [values[place] if is_open else place for is_open, place in places]

    @cached_property
    def _written(self) -> tuple[SQLCompiler, str, list[tuple[bool, Any]]]:
        """Return the SQL and, for each value in it, whether it is one of ours with its place, or the value itself."""
        stand_ins = [kind(number) for kind, number in zip(self._kinds, _STAND_INS, strict=False)]
        compiler = self._make(*stand_ins).query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        sql = _OWN_NAME.sub(r"\1", sql)
        if sql.startswith("("):  # of a union
            sql = f"SELECT * FROM ({sql}) AS rows"  # noqa: S608 - Django's own SQL, its values apart
        return compiler, sql, list(_places(params, stand_ins))

    @cached_property
    def _modelled(self) -> tuple[dict[int, Any], list[RelatedPopulator], list[str], dict[str, int]]:
        """Return how models are made of rows, as Django's own `ModelIterable` does it."""
        compiler, *_ = self._written
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        fields = compiler.klass_info["select_fields"]
        names = [column.target.attname for column, *_ in compiler.select[fields[0] : fields[-1] + 1]]
        populators = get_related_populators(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]  # the stubs are a version ahead
        return converters, populators, names, compiler.annotation_col_map or {}


def _is_made_of_one(value: object) -> bool:
    """Return whether a value was computed of a stand-in: it would stay what it is, whatever is asked for."""
    seconds = value.timestamp() if isinstance(value, datetime) else value
    return isinstance(seconds, int | float) and abs(seconds - _STAND_INS[0]) < _NEAR


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
        is_open = isinstance(value, int | str | list | datetime) and value in stand_ins
        if not is_open and _is_made_of_one(value):
            message = "What a prepared query is asked for may not be reckoned with before the database does it"
            raise ValueError(message)
        yield is_open, stand_ins.index(value) if is_open else value

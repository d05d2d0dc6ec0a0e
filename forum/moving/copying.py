"""Many rows at once, by PostgreSQL's COPY."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models
from django.db.backends.utils import CursorWrapper
from psycopg import sql


def copy_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Store `rows`, whose values stand in the order of the columns `names`; other columns get their defaults.

    A column with a default of the database's own, or a generated one, is left to the database.
    """
    fields = [
        field
        for field in model._meta.concrete_fields
        if not (field.attname in names or field.generated or field.primary_key or field.has_db_default())
    ]
    rest = tuple(field.get_db_prep_save(field.get_default(), connection) for field in fields)
    columns = [_column(model, name) for name in names] + [str(field.column) for field in fields]
    table, listed = sql.Identifier(model._meta.db_table), [sql.Identifier(column) for column in columns]
    command = sql.SQL("COPY {} ({}) FROM STDIN").format(table, sql.SQL(", ").join(listed))
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        for row in rows:
            copy.write_row((*row, *rest))


def go_on_counting(*kinds: type[models.Model]) -> None:
    """Have the database number the next rows of `kinds` after those that are there, and those that they say will come.

    Only where the database holds no key to it, a row may point to one that is still to come.
    """
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(kinds)):
            cursor.execute(statement)
        for field in (field for kind in kinds for field in kind._meta.concrete_fields):
            if isinstance(field, models.ForeignKey) and not getattr(field, "db_constraint", True):
                _go_on_after(cursor, field)


def _go_on_after(cursor: CursorWrapper, field: models.ForeignKey[Any, Any]) -> None:
    """Have the database number the next rows to which `field` may point after all to which it does."""
    last, known = (
        models.QuerySet(kind).aggregate(last=models.Max(name))["last"] or 0
        for kind, name in ((field.model, field.attname), (field.related_model, "pk"))
    )
    if last > known:
        table, column = field.related_model._meta.db_table, field.target_field.column
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [table, column, last])


def _column(model: type[models.Model], attname: str) -> str:
    field = next(field for field in model._meta.concrete_fields if field.attname == attname)
    return str(field.column)

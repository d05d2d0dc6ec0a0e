"""Queries that differ with who asks: written once for each kind of reader."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Generic

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from accounts.models import Reader, Role, User
from accounts.prepared import Kind, Prepared, Thing, Value, kinds_of


class PreparedFor(Generic[Thing]):
    """A query for each kind of reader, which `make` makes of a reader and of such values."""

    def __init__(self, make: Callable[..., QuerySet[Any, Thing]], kinds: Sequence[Kind] | None = None) -> None:
        self._make, self._of = make, dict[Role | None, Prepared[Thing]]()
        self._kinds = kinds_of(make, skipping=1) if kinds is None else kinds

    def rows(self, reader: Reader, *values: Value) -> list[tuple[Any, ...]]:
        """Return the rows for `reader` and `values`."""
        prepared, own = self._for(reader)
        return prepared.rows(*own, *values)

    def things(self, reader: Reader, *values: Value) -> list[Thing]:
        """Return what the query set itself would give for `reader` and `values`."""
        prepared, own = self._for(reader)
        return prepared.things(*own, *values)

    def sql(self, reader: Reader, *values: Value) -> tuple[str, list[Any]]:
        """Return the SQL and what stands in it, to be part of another query."""
        prepared, own = self._for(reader)
        return prepared.sql(*own, *values)

    def _for(self, reader: Reader) -> tuple[Prepared[Thing], list[Value]]:
        """Return the query as it is for whoever has the role of `reader`, and what it must know of them."""
        role = Role(reader.role) if isinstance(reader, User) else None
        if role not in self._of:
            self._of[role] = self._prepared(role)
        return self._of[role], [] if reader.pk is None else [reader.pk]

    def _prepared(self, role: Role | None) -> Prepared[Thing]:
        if role is None:
            return Prepared(partial(self._make, AnonymousUser()), self._kinds)
        return Prepared(lambda pk, *values: self._make(User(pk=pk, role=role), *values), [int, *self._kinds])

"""Django's PostgreSQL engine, which has the embedded server running before it connects."""

from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base

from config import embedded


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to the embedded server; the process holds the server from its first one on."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:  # noqa: ANN401 - Django's own signature
        embedded.ensure(settings.VAR_DIR)
        return super().get_new_connection(conn_params)

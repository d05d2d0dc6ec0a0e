"""The engine, which has the embedded server running before it connects."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.backends.postgresql import client

from config import embedded
from config.database import base


class DatabaseClient(client.DatabaseClient):
    """`manage.py dbshell` with the shell that came with the server."""

    @classmethod
    def settings_to_cmd_args_env(
        cls, settings_dict: dict[str, Any], parameters: Iterable[str]
    ) -> tuple[list[str], dict[str, str] | None]:
        (_, *words), environment = super().settings_to_cmd_args_env(settings_dict, parameters)
        return [embedded.binary("psql"), *words], environment

    def runshell(self, parameters: Iterable[str]) -> None:
        embedded.ensure(settings.VAR_DIR)
        super().runshell(parameters)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to the embedded server; the process holds the server from its first one on."""

    client_class = DatabaseClient

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:  # noqa: ANN401 - Django's own signature
        embedded.ensure(settings.VAR_DIR)
        return super().get_new_connection(conn_params)

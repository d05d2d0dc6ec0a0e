"""The outbox as Django knows it."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """What happened, and the mail that tells of it."""

    name = "outbox"

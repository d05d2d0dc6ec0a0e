"""The people's app as Django knows it."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts and personas."""

    name = "accounts"

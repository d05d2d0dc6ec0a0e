"""The people's app as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Accounts and personas."""

    name = "accounts"
    verbose_name = _("People")

"""The moderators' app as Django knows it."""

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    """Acts and their log."""

    name = "moderation"

"""The forum as Django knows it."""

from django.apps import AppConfig


class ForumConfig(AppConfig):
    """Every noun of the forum, under one label and one line of migrations."""

    name = "forum"

"""What Django knows of this package: where its commands are, and which Celery is ours."""

from django.apps import AppConfig

from config import celery


class HouseConfig(AppConfig):
    """Has every process that knows Django know our Celery too, so that a nudge reaches our broker."""

    name = "config"
    celery = celery.app

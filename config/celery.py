"""Celery: a nudge that something waits, and the clock. What must not be lost is a row in PostgreSQL."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# Named one by one: Celery's own discovery would not look inside the forum's rooms.
TASKS = [
    "accounts.tasks",
    "forum.meetups.tasks",
    "forum.reactions.tasks",
    "outbox.tasks",
]

app = Celery("alongside", include=TASKS)
app.config_from_object("django.conf:settings", namespace="CELERY")

"""Writes the demo's content into an empty forum."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from forum.moving.demo import load_demo
from forum.pages.actions import write_help


class Command(BaseCommand):
    """Runs once; a second run changes nothing."""

    help = "Write the demo's people, threads and meetups into an empty forum."

    def handle(self, **options: Any) -> None:
        """Load the demo under the password that the demo keeps; raises CommandError outside the demo."""
        del options
        if not settings.DEMO:
            message = "The demo is loaded only where DEMO is on."
            raise CommandError(message)
        with transaction.atomic():
            loaded = load_demo(settings.DEMO_PASSWORD)
            if loaded:  # its people are at home in Europe
                write_help(emergency_number="112", source="")
        self.stdout.write("The demo is loaded." if loaded else "The forum has content already.")

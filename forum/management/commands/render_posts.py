"""Renders again what an older renderer made."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from forum.topics.actions import render_again


class Command(BaseCommand):
    """Renders posts of older renderers in batches; it may be stopped at any time, and goes on when run again."""

    help = "Render again all posts whose HTML was made by an older renderer. Nobody is told."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", type=int, default=200, help="posts in one transaction")

    def handle(self, *args: Any, batch: int, **options: Any) -> None:
        del args, options
        left: list[int] = []
        rendered, last_pk = 0, 0
        while True:
            done = render_again(after_pk=last_pk, size=batch)
            rendered += done.rendered
            left += done.left
            if done.last_pk is None:
                break
            last_pk = done.last_pk
        self.stdout.write(f"{rendered} posts rendered.")
        if left:
            self.stdout.write(f"Over today's bounds and left as they are: {', '.join(map(str, left))}")

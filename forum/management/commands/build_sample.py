"""Fills an empty database with a forum of any size, to measure pages on."""

import argparse
import time
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from forum.moving.sample import NotEmptyError, Size, build_sample, logins_password


class Command(BaseCommand):
    """Writes the same forum for the same arguments; refuses where there is one already, the demo's included."""

    help = "Fill an empty database with a made-up forum of any size. Nobody is told, and no mail goes out."

    def add_arguments(self, parser: CommandParser) -> None:
        size = Size()
        for name in ("members", "topics", "posts", "longest", "seed"):
            parser.add_argument(f"--{name}", type=int, default=getattr(size, name), help="%(default)s unless given")
        parser.add_argument("--scale", type=float, default=1, help="so many times the members, topics and posts")
        parser.add_argument("--until", type=_moment, default=size.until, help="when the last words were written")

    def handle(self, *args: Any, scale: float, **options: Any) -> None:
        del args
        size = Size(**{name: options[name] for name in ("members", "topics", "posts", "longest", "seed", "until")})
        size = size.times(scale)
        if not size.longest <= size.posts - size.topics + 1:
            message = "There must be a post for each topic beside the longest one: raise --posts or lower --longest."
            raise CommandError(message)
        began = time.monotonic()
        password = logins_password()
        try:
            build_sample(size, password)
        except NotEmptyError as error:
            raise CommandError(str(error)) from error
        with connection.cursor() as cursor:
            # As PostgreSQL's own housekeeping would leave it in a day.
            cursor.execute("VACUUM (ANALYZE)")
        took = time.monotonic() - began
        self.stdout.write(
            f"{size.members} members, {size.topics} topics and {size.posts} numbered posts in {took:.0f} seconds."
        )
        if password:
            self.stdout.write(f"Members log in with the password {password}, the first of them as partner.")


def _moment(text: str) -> datetime:
    moment = parse_datetime(text)
    if moment is None:
        message = f"{text} is no time such as 2026-11-24T00:00Z"
        raise argparse.ArgumentTypeError(message)
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)

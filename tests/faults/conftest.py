"""One site of real processes: production's settings, servers of its own, and one person who writes."""

import os
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.faults.cast import FOLLOWERS, PASSWORD
from tests.faults.post_office import PostOffice
from tests.faults.servers import (
    LOOPBACK,
    Beat,
    Postgres,
    Redis,
    Server,
    Web,
    Worker,
    folder_of_its_own,
    manage,
    wait_until,
)
from tests.walker import Answer, over_http

EVERYONE_ONCE = Counter(FOLLOWERS)


class Site:
    """Our processes and what they stand on."""

    def __init__(self, folder: Path) -> None:
        """Start everything, and let ada log in."""
        self.redis = Redis(folder)
        self.postgres = Postgres(folder)
        self.office = PostOffice()
        self.environment = _environment(folder, self.postgres, self.redis, self.office)
        manage(self.environment, "migrate", "--verbosity=0")
        manage(self.environment, "collectstatic", "--noinput", "--verbosity=0")
        made = manage(
            self.environment, "shell", "--no-imports", "-c", "from tests.faults.cast import make; print(make().pk)"
        )
        self.topic_id = int(made.split()[-1])
        self.web = Web(folder, self.environment)
        self.worker = Worker(folder, self.environment)
        self.beat = Beat(folder, self.environment)
        for server in (self.redis, self.web, self.worker, self.beat):
            server.start()
        self.ada = over_http(self.web.port)
        self.ada.fill(self.ada.open("/accounts/login/"), login="ada", password=PASSWORD)
        wait_until(lambda: not self.open_letters(), "everyone is told of the topic")
        self.office.behave()
        self.write("The first of many.")
        self.everyone_is_told("The first of many.")

    def servers(self) -> list[Server]:
        """Return what must be running for the next test."""
        return [self.postgres, self.redis, self.web, self.worker, self.beat]

    def write(self, words: str) -> Answer:
        """Let ada reply in the topic, through its page."""
        page = self.ada.open(f"/t/x/{self.topic_id}/")
        return self.ada.fill(page, action="reply", body=words)

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask the database."""
        with psycopg.connect(self.postgres.url, autocommit=True) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def saved(self, words: str) -> int:
        """Return how many posts hold these words."""
        return int(self.rows("SELECT count(*) FROM forum_post WHERE source = %s", words)[0][0])

    def told(self, words: str) -> Counter[str]:
        """Return who was told in the forum of the post with these words, and how often."""
        return Counter(
            name
            for (name,) in self.rows(
                "SELECT u.username FROM forum_notification n JOIN accounts_user u ON u.id = n.recipient_id"
                " JOIN forum_post p ON p.id = n.post_id WHERE p.source = %s",
                words,
            )
        )

    def mailed(self) -> Counter[str]:
        """Return who got how many different letters since the test began."""
        return Counter({address.partition("@")[0]: count for address, count in self.office.told().items()})

    def everyone_is_told(self, *posts: str) -> None:
        """Wait until all who follow were told of each, in the forum and by mail; fail where anyone was told twice."""
        mails = Counter(dict.fromkeys(FOLLOWERS, len(posts)))
        for words in posts:
            wait_until(lambda: self.told(words) >= EVERYONE_ONCE, f"told in the forum: {words}")  # noqa: B023 - called at once
        wait_until(lambda: self.mailed() >= mails, "told by mail")
        wait_until(lambda: not self.open_letters(), "nothing waits")
        assert all(self.told(words) == EVERYONE_ONCE for words in posts)
        assert self.mailed() == mails

    def open_letters(self) -> int:
        """Return how many letters and deliveries are not settled."""
        letters = "SELECT count(*) FROM outbox_letter WHERE state IN ('due', 'claimed', 'sending')"
        deliveries = "SELECT count(*) FROM outbox_delivery WHERE delivered_at IS NULL AND set_aside_at IS NULL"
        # In this order: a delivery becomes letters, never the other way round.
        return int(self.rows(deliveries)[0][0]) + int(self.rows(letters)[0][0])

    def let_time_pass(self) -> None:
        """Make due what waits for its next try, as the hours would."""
        self.rows("UPDATE outbox_letter SET due_at = now() WHERE state IN ('due', 'claimed', 'sending')")
        self.rows("UPDATE outbox_delivery SET due_at = now() WHERE delivered_at IS NULL AND set_aside_at IS NULL")


def _environment(folder: Path, postgres: Postgres, redis: Redis, office: PostOffice) -> dict[str, str]:
    """Return production's settings for these servers, and nothing of whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items() if re.fullmatch(r"PATH|HOME|LANG|LC_\w+|TMPDIR", name)}
    return kept | {
        "DEMO": "0",
        "ALLOWED_HOSTS": LOOPBACK,
        "SECRET_KEY": "not a secret at all, but long enough for the settings to take it",
        "VAR_DIR": str(folder / "var"),
        "DATABASE_URL": postgres.url,
        "REDIS_URL": redis.url,
        "EMAIL_HOST": LOOPBACK,
        "EMAIL_PORT": str(office.port),
        "EMAIL_TIMEOUT": "1",
        "EMAIL_DELAY": "0",
        "SWEEP_EVERY": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test that breaks a server."""
    for item in items:
        if "running_site" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.fault)


@pytest.fixture(scope="session")
def running_site() -> Iterator[Site]:
    """Start a site, once, and end every process of it whatever happens."""
    with ExitStack() as stack:
        site = Site(stack.enter_context(folder_of_its_own()))
        stack.callback(site.office.close)
        for server in site.servers():
            stack.callback(server.kill)
        yield site


@pytest.fixture
def site(running_site: Site) -> Site:
    """Return the site, whole again after whatever the last test did to it."""
    for server in running_site.servers():
        server.speak_again()
        if server.has_died():
            server.start()
    wait_until(lambda: not running_site.open_letters(), "nothing is left of the test before")
    running_site.office.behave()
    return running_site

"""What the measuring side must know of a sample: addresses, sessions of members, and what each page asks the database.

Run as a program of its own beside the server, under the server's settings; says it as one line of JSON.
"""

import json
import os
import statistics
import time
import uuid
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

import django
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.http import urlencode

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from accounts.models import Role, User  # noqa: E402 - models come after Django is set up
from forum.categories.visibility import Audience  # noqa: E402
from forum.topics import middleware  # noqa: E402, F401 - its shelf is made as large as the settings say, once
from forum.topics.models import Topic  # noqa: E402

MEMBERS = 8
SPREAD = 2_000
REPLIED = 200  # topics that the replies go to, so that none waits for another's lock
TIMES = 7
# A member's browser posts these and is led to a page like this one.
SOUGHT = (
    "boundaries",
    "porridge garden",
    '"what helps me most"',
    "counsellor -tea",
    "telling my sister about money",
    "lentils in:right-now",
    "allotment after:2026-06-01",
    "first ninety days",
    '"the balcony" grateful',
    "guilt @partner",
)
DEEP = 901


def main() -> None:
    """Print all as JSON."""
    open_topics = Topic.objects.filter(audience=Audience.EVERYONE)
    spread = list(open_topics.order_by("-last_number", "pk")[1 : SPREAD + 1])
    longest = open_topics.order_by("-last_number", "pk")[0]
    deep = min(DEEP, longest.last_number)
    pages = {
        "front": ["/"],
        "category": [reverse("categories:category", args=["right-now"])],
        "topic_hot": [_first_page(longest)],
        # In an order that no index has.
        "topic_spread": [_first_page(topic) for topic in sorted(spread, key=lambda topic: topic.pk * 7919 % 9973)],
        "topic_deep": [reverse("topics:post", args=[longest.slug, longest.pk, deep])],
        "search": [f"{reverse('search:search')}?{urlencode({'q': words})}" for words in SOUGHT],
    }
    limits = {
        "topic_hot": [f"/limit/{longest.pk}/1/"],
        "topic_spread": [f"/limit/{topic.pk}/1/" for topic in spread],
        "topic_deep": [f"/limit/{longest.pk}/{deep}/"],
    }
    open_topics = open_topics.filter(closed_at=None).order_by("pk")
    replied = list(open_topics.values_list("pk", flat=True)[:REPLIED])
    members = [_session(user) for user in User.objects.filter(role=Role.MEMBER).order_by("pk")[:MEMBERS]]
    print(
        json.dumps(
            {
                "pages": pages,
                "limits": limits,
                "members": members,
                "replied": replied,
                "queries": {
                    "visitor": _asked_by_visitors(pages),
                    "member": {name: _asked(paths[0], members[0]) for name, paths in pages.items()}
                    | {"reply": _asked_to_reply(replied[0], members[0])},
                },
            }
        )
    )


def _session(user: User) -> dict[str, str]:
    """Return the cookies of a member who logged in."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return {settings.SESSION_COOKIE_NAME: store.session_key, settings.CSRF_COOKIE_NAME: get_random_string(32)}


def _asked_by_visitors(pages: dict[str, list[str]]) -> dict[str, tuple[int, float]]:
    """Return what each page asks, that of a topic both as it is kept and as it is built for the request."""
    with override_settings(PAGES_MB=0):
        built = {name: _asked(paths[0]) for name, paths in pages.items()}
    return built | {"topic_cached": _asked(pages["topic_hot"][0])}


def _first_page(topic: Topic) -> str:
    """Return the address of a topic's beginning; without a number it leads a member to where they stopped."""
    return reverse("topics:post", args=[topic.slug, topic.pk, 1])


def _asked(path: str, cookies: dict[str, str] | None = None) -> tuple[int, float]:
    """Return how many queries a page takes, and for how many milliseconds it waits for them, both in the middle."""
    client = Client(headers={"host": "127.0.0.1"})
    client.cookies.load(cookies or {})
    return _median(
        _counted(lambda: client.get(path, secure=True, headers={"sec-fetch-mode": "navigate"})) for _ in range(TIMES)
    )


def _asked_to_reply(topic: int, cookies: dict[str, str]) -> tuple[int, float]:
    """Return the same of sending a reply."""
    client = Client(headers={"host": "127.0.0.1"})
    client.cookies.load(cookies)
    path = reverse("topics:reply", args=[topic])
    return _median(
        _counted(lambda: client.post(path, {"key": uuid.uuid4(), "body": "Thank you."}, secure=True))
        for _ in range(TIMES)
    )


def _counted(ask: Callable[[], Any]) -> tuple[int, float]:
    spent: list[float] = []

    def watch(execute: Callable[..., Any], *args: Any) -> Any:  # noqa: ANN401 - Django's own shape
        began = time.perf_counter()
        try:
            return execute(*args)
        finally:
            spent.append(time.perf_counter() - began)

    with connection.execute_wrapper(watch):
        ask()
    return len(spent), sum(spent) * 1000


def _median(looks: Iterable[tuple[int, float]]) -> tuple[int, float]:
    counts, times = zip(*looks, strict=True)
    return int(statistics.median(counts)), round(statistics.median(times), 3)


if __name__ == "__main__":
    main()

"""Nothing that a member typed, and nobody's address or secret, stands in a log."""

import logging
import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from forum.categories.models import Category
from forum.categories.visibility import Audience
from tests.walker import in_process

SECRETS = ("three herons by the weir", "quiet-kestrel", "kestrel@example.org", "a word that nobody else may read")


def test_whole_evening_leaves_nothing_in_the_logs(
    db: None, workers: Callable[[], None], caplog: pytest.LogCaptureFixture
) -> None:
    Category.objects.create(name="Right now", slug="right-now", audience=Audience.EVERYONE)
    password, name, address, words = SECRETS
    caplog.set_level(logging.DEBUG, logger="outbox")
    walker = in_process(Client(raise_request_exception=False))
    form = walker.open("/accounts/signup/")
    asked = walker.fill(form, username=name, email=address, password1=password, password2=password)
    workers()
    code = re.search(r"^\s*([A-Za-z0-9-]{4,20})\s*$", str(mail.outbox[-1].body), re.MULTILINE)
    assert code
    walker.fill(asked, code=code[1])
    walker.fill(walker.open("/c/right-now/new/"), title="A quiet title", body=words)
    walker.fill(walker.open("/accounts/login/?next=/"), action="logout")
    walker.fill(walker.open("/accounts/login/"), login=address, password="not this one")
    walker.open("/@quiet-kestrel/")
    workers()
    said = caplog.text
    assert [secret for secret in (*SECRETS, code[1], "A quiet title") if secret in said] == []

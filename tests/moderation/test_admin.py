"""The log in Django's admin."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from accounts.models import User
from forum.topics.models import Post
from moderation import actions
from moderation.rules import Grounds


@pytest.mark.parametrize(
    ("address", "status"), [("", 200), ("{pk}/change/", 200), ("add/", 403), ("{pk}/delete/", 403)]
)
def test_log_is_looked_at_and_never_written(
    post: Post,
    moderator: User,
    administrator: User,
    grounds: Grounds,
    client_of: Callable[[User | AnonymousUser], Client],
    address: str,
    status: int,
) -> None:
    act = actions.hide_post(post=post, actor=moderator, grounds=grounds)
    page = client_of(administrator).get("/admin/moderation/act/" + address.format(pk=act.pk))
    assert page.status_code == status

"""Rooms and threads for the moderators' tests, and why they act."""

import pytest

from moderation.rules import Grounds
from tests.forum.conftest import post, reply, room, start, topic, update

__all__ = ["post", "reply", "room", "start", "topic", "update"]


@pytest.fixture
def grounds() -> Grounds:
    """Return the reason of a kind moderator."""
    return Grounds(why="It names a town.", rule="No places")

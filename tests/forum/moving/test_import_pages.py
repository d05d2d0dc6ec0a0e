"""What was kept of pages gives way to what comes from another forum."""

import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from django.test import Client

from accounts.models import User
from forum.categories.models import Category
from forum.categories.visibility import Audience
from forum.moving.discourse.importing import Importer
from forum.topics.actions import create_topic
from forum.topics.models import Topic

Take = Callable[..., dict[str, int]]
Change = Callable[..., None]


def test_a_page_that_was_kept_while_a_topic_came_leads_to_that(
    take: Take, change: Change, client: Client, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Category.objects.create(name="Living with it", slug="living", audience=Audience.EVERYONE)
    ours = create_topic(persona=ada.persona, category=room, title="Ours", source="Tea?", key=uuid.uuid4())
    change("12.json", lambda topic: topic.update(id=ours.pk, slug="theirs"))
    really = Importer._take

    def ask_and_take(run: Importer, paths: Sequence[Path], posts: int) -> None:
        assert client.get(f"/t/theirs/{ours.pk}/1/").status_code == 200
        really(run, paths, posts)

    monkeypatch.setattr(Importer, "_take", ask_and_take)
    take(audience="everyone")
    came = Topic.objects.get(former__slug="theirs")
    assert client.get(f"/t/theirs/{ours.pk}/1/")["Location"].startswith(f"/t/{came.slug}/{came.pk}/")

"""The style guide draws every component, from made-up things that are never saved."""

from pathlib import Path

import pytest
from django.conf import settings as house
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from forum.pages.samples import COMPONENTS, ELSEWHERE, parts_of
from forum.topics.models import Topic

FOLDER = Path(house.BASE_DIR) / "templates" / "components"


def test_guide_knows_every_component_there_is() -> None:
    there = {path.stem for path in FOLDER.glob("*.html")}
    assert {*COMPONENTS, *ELSEWHERE} - {"icon"} == there
    assert not {*COMPONENTS} & {*ELSEWHERE}


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_component_says_its_parts(name: str) -> None:
    assert "Parts:" in parts_of(name)


def test_moderator_sees_every_component(client: Client, moderator: User) -> None:
    client.force_login(moderator)
    page = client.get("/styleguide/").content.decode()
    assert [name for name in COMPONENTS if f'<section id="part-{name}"' not in page] == []


def test_demo_shows_it_to_everyone(client: Client, db: None, settings: Settings) -> None:
    settings.DEMO = True
    assert client.get("/styleguide/").status_code == 200


def test_guide_saves_nothing(
    client: Client, moderator: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(moderator)
    with django_assert_max_num_queries(4):
        client.get("/styleguide/")
    assert not Topic.objects.exists()

"""Everything that a forum holds goes out and comes back, to the last byte."""

import json
import stat
import uuid
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import Origin, Persona, User
from config.everything import LEFT_OUT, LEFT_OUT_FIELDS, exported
from forum.categories.models import Category
from forum.categories.visibility import Audience
from forum.moving.demo import load_demo
from forum.moving.exporting import fields_of
from forum.notifications.models import Notification
from forum.topics.actions import (
    add_update,
    create_reply,
    create_topic,
    delete_post,
    edit_post,
    hide_post,
    save_draft,
)
from forum.topics.models import FormerTopic, Topic
from moderation.models import Act
from outbox import clock

AWKWARD = 'Quotes " and \\ and \u2028 lines, <b>, 🙂, مرحبا, @ada\n\n> quoted'


def export(path: Path) -> bytes:
    call_command("export_forum", str(path))
    return path.read_bytes()


def empty() -> None:
    """Leave nothing of what an export holds."""
    tables = ", ".join(f'"{kind._meta.db_table}"' for kind in exported())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {tables} CASCADE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture
def full(db: None) -> None:
    """Fill a forum with the demo and with what is awkward."""
    load_demo("a quiet evening")
    ada, bob = User.objects.select_related("persona").order_by("pk")[:2]
    room = Category.objects.order_by("audience").first()
    assert room is not None
    topic = create_topic(persona=ada.persona, category=room, title='A "title"', source=AWKWARD, key=uuid.uuid4())
    posts = [create_reply(persona=bob.persona, topic=topic, source=AWKWARD, key=uuid.uuid4()) for _ in range(3)]
    edit_post(post=posts[0], persona=bob.persona, source="Other words.")
    add_update(post=posts[0], persona=bob.persona, source="Later.", key=uuid.uuid4())
    hide_post(post=posts[1])
    delete_post(post=posts[2], persona=bob.persona)
    save_draft(user=ada, place="reply:1", key=uuid.uuid4(), title="", body=AWKWARD, fields={"b": "2", "a": "1"})
    Act.objects.create(actor=ada, verb=Act.Verb.HIDE, topic=topic, why=AWKWARD, facts={"b": [1, None], "a": "é"})
    Notification.objects.create(recipient=ada, key="act:1", reason="notice", topic=topic, text=AWKWARD)
    Origin.objects.create(persona=Persona.objects.create(name="heron"), key="discourse:7", email="h@example.org")
    FormerTopic.objects.create(old_id=7, slug="a-title", started_at=clock.now(), topic=topic)


def test_out_in_and_out_again_gives_the_same_bytes(full: None, tmp_path: Path) -> None:
    before = export(tmp_path / "first")
    empty()
    call_command("import_forum", str(tmp_path / "first"))
    assert export(tmp_path / "second") == before


def test_a_forum_that_was_read_goes_on_counting(full: None, tmp_path: Path) -> None:
    export(tmp_path / "first")
    last = Topic.objects.order_by("-pk")[0].pk
    empty()
    call_command("import_forum", str(tmp_path / "first"))
    ada, room = User.objects.order_by("pk")[0], Category.objects.order_by("audience")[0]
    assert create_topic(persona=ada.persona, category=room, title="On", source="On.", key=uuid.uuid4()).pk > last


def test_whoever_has_a_role_is_in_its_group_again(full: None, tmp_path: Path) -> None:
    export(tmp_path / "first")
    empty()
    call_command("import_forum", str(tmp_path / "first"))
    assert User.objects.get(username="moderator").has_perm("accounts.moderate")


def test_a_forum_that_is_not_empty_refuses(full: None, tmp_path: Path) -> None:
    export(tmp_path / "first")
    with pytest.raises(CommandError, match="not empty"):
        call_command("import_forum", str(tmp_path / "first"))


def test_a_broken_line_brings_nothing(full: None, tmp_path: Path) -> None:
    whole = export(tmp_path / "first")
    (tmp_path / "first").write_bytes(whole + b'["forum.Nothing",{}]\n')
    empty()
    with pytest.raises(CommandError, match="Line"):
        call_command("import_forum", str(tmp_path / "first"))
    assert not User.objects.exists()


@pytest.fixture
def few(ada: User) -> None:
    """Fill a forum with one topic of ada's."""
    room = Category.objects.create(name="Living with it", slug="living-with-it", audience=Audience.EVERYONE)
    topic = create_topic(persona=ada.persona, category=room, title="Sleepless", source="Tea?", key=uuid.uuid4())
    Act.objects.create(actor=ada, verb=Act.Verb.HIDE, topic=topic, why="Unkind.", facts={"before": [1, None]})


@pytest.fixture
def lines(few: None, tmp_path: Path) -> list[bytes]:
    """Return the lines of an export, in a forum that holds nothing any more."""
    whole = export(tmp_path / "first")
    empty()
    return whole.splitlines(keepends=True)


def refusal_of(path: Path, written: bytes) -> str:
    """Return why a file is not imported, of which nothing came then."""
    path.write_bytes(written)
    with pytest.raises(CommandError) as refused:
        call_command("import_forum", str(path))
    assert not any(kind._default_manager.exists() for kind in exported())
    return str(refused.value)


def test_last_line_says_how_many_rows_there_are(lines: list[bytes]) -> None:
    assert json.loads(lines[-1]) == {"rows": len(lines) - 2}


def test_file_without_its_end_brings_nothing(lines: list[bytes], tmp_path: Path) -> None:
    assert refusal_of(tmp_path / "cut", b"".join(lines[:-1])) == "The file ends before its last line: it was cut off."


def test_file_cut_off_within_a_line_brings_nothing(lines: list[bytes], tmp_path: Path) -> None:
    assert refusal_of(tmp_path / "cut", b"".join(lines)[:-1]).startswith(f"Line {len(lines)} ")


def test_file_that_lost_a_row_brings_nothing(lines: list[bytes], tmp_path: Path) -> None:
    del lines[-2]
    assert f"Line {len(lines)} " in refusal_of(tmp_path / "less", b"".join(lines))


def test_nothing_may_stand_behind_the_end(lines: list[bytes], tmp_path: Path) -> None:
    assert f"Line {len(lines) + 1} " in refusal_of(tmp_path / "more", b"".join([*lines, lines[-1]]))


def test_empty_file_is_no_export(lines: list[bytes], tmp_path: Path) -> None:
    assert refusal_of(tmp_path / "nothing", b"") == "Line 1 is not what an export begins with."


def test_export_of_another_version_is_refused(lines: list[bytes], tmp_path: Path) -> None:
    lines[0] = b'{"format":"alongside","version":1}\n'
    assert refusal_of(tmp_path / "old", b"".join(lines)) == "This forum reads version 2 of an export, no other."


def test_the_file_is_for_its_owner_alone(db: None, tmp_path: Path) -> None:
    export(tmp_path / "first")
    assert stat.S_IMODE((tmp_path / "first").stat().st_mode) == 0o600


def test_a_file_is_never_overwritten(db: None, tmp_path: Path) -> None:
    (tmp_path / "first").write_text("mine")
    with pytest.raises(CommandError):
        export(tmp_path / "first")
    assert (tmp_path / "first").read_text() == "mine"


def test_each_line_names_its_kind(full: None, tmp_path: Path) -> None:
    header, *rows, _ = export(tmp_path / "first").decode().rstrip("\n").split("\n")
    assert json.loads(header)["format"] == "alongside"
    assert {json.loads(row)[0] for row in rows} <= {kind._meta.label for kind in exported()}


def test_every_table_is_exported_or_named_with_a_reason() -> None:
    assert {*exported(), *LEFT_OUT} == set(apps.get_models())
    assert not set(exported()) & set(LEFT_OUT)


def test_every_column_is_exported_or_named_with_a_reason() -> None:
    without = frozenset(LEFT_OUT_FIELDS)
    every = {
        f"{kind._meta.label}.{field.name}"
        for kind in exported()
        for field in (*kind._meta.concrete_fields, *kind._meta.many_to_many)
    }
    written = {f"{kind._meta.label}.{field.name}" for kind in exported() for field in fields_of(kind, without)}
    assert every - written == without
